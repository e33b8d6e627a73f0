"""Values of the stream as text, safe to print and to put in a document."""

from __future__ import annotations

import contextlib
import json
import re
from typing import Any

from partnerlab.report.translations import Language, in_language, is_text

# C0 and C1 controls but tab and line ends, halves of surrogate pairs and non-characters: XML forbids most of them and
# a terminal obeys some, so that a hostile body could otherwise clear the screen of who reads about it.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """`text` with control characters as their visible pictures (`␛`), and what has none as `�`."""
    return _UNPRINTABLE.sub(_picture, text)


def display_text(value: Any, language: Language = "en") -> str:
    """A value as a person compares it: text as it is, the rest as JSON, never shortened."""
    if value is None:
        return ""
    if is_text(value):
        return printable(in_language(value, language))
    if isinstance(value, str) and value[:1] in ("{", "["):
        with contextlib.suppress(
            ValueError, RecursionError
        ):  # a structure told as its JSON, unless it is beyond measure
            return _structure(json.loads(value))
    if isinstance(value, str):
        edged = value != value.strip() and "\n" not in value  # a blank at an edge shows only between quotes
        return printable(f'"{value}"' if edged else value)
    return _structure(value)


def _structure(value: Any) -> str:
    flat = json.dumps(value, ensure_ascii=False, default=str)
    return printable(flat if len(flat) <= 80 else json.dumps(value, ensure_ascii=False, indent=2, default=str))


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"
