"""Mask personal data for output: in fields that a contract marks, and wherever the same value occurs again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import quote, quote_plus, unquote_plus

from partnerlab.contract.http.decoding.code_page import text_of
from partnerlab.contract.http.decoding.multipart import all_parts_of
from partnerlab.contract.json_spans import leaves
from partnerlab.contract.personal_data import PersonalField
from partnerlab.contract.unmarked_personal_data import cover_numbers

_SHORTEST, _TELLING, _LONG = 3, 6, 8
"""Characters: shorter texts, and shorter numbers, are parts of too much else; longer ones keep their end."""
_TOLD = ("finance",)
"""An amount says nothing of anybody once the identity beside it is covered, and a failure cannot be told without it."""
_MARK = "•"
_WORDS = re.compile(r'[^\s{}\[\]:,"]')


def mask(text: str, fields: Iterable[PersonalField]) -> tuple[str, int]:
    """The text with every value of the fields covered, and how many values were."""
    covered = 0
    for value, cover in _covers(fields):
        if value in text:
            covered += text.count(value)
            text = text.replace(value, cover)
    return text, covered


def mask_json(text: str, fields: list[PersonalField]) -> tuple[str, int]:
    """A JSON body with the marked fields covered where they stand, short ones too; the rest stays as it was sent."""
    marked = {field.path for field in fields if field.category not in _TOLD}
    spans = [
        span
        for span in (leaves(text) if marked else ())
        if span[0] in marked and text[span[1] : span[2]] not in ("null", '""')
    ]
    for _, start, end in reversed(spans):
        cover = json.dumps(cover_value(str(json.loads(text[start:end]))), ensure_ascii=False)
        text = text[:start] + cover + text[end:]
    text, more = mask(text, fields)
    return text, len(spans) + more


def mask_form(text: str, fields: list[PersonalField]) -> tuple[str, int]:
    """The body of a form with the marked fields covered where they stand, short ones too."""
    marked = {field.path for field in fields if field.category not in _TOLD}
    pairs, covered = [], 0
    for name, sign, value in (pair.partition("=") for pair in text.split("&")):
        if value and f"body/{unquote_plus(name)}" in marked:
            value, covered = cover_value(unquote_plus(value)), covered + 1
        pairs.append(f"{name}{sign}{value}")
    text, more = mask("&".join(pairs), fields)
    return text, covered + more


def mask_parts(raw: bytes, fields: list[PersonalField] | None) -> tuple[str, int]:
    """A form in parts: each field with its text, of a file no more than its kind and size; ValueError if it is none.

    The marked fields are covered; without `fields` all are shown.
    """
    marked = {field.path for field in fields or () if field.category not in _TOLD}
    lines, covered = [], 0
    for name, part in all_parts_of(raw):
        text = text_of(part.content)
        if part.file_name is not None:  # a paper may hold anything of anybody
            text = f"({len(part.content)} bytes of {part.media})"
        elif text and f"body/{name}" in marked:
            text, covered = cover_value(text), covered + 1
        lines.append(f"{name}: {text}")
    shown, more = mask("\n".join(lines), fields or ())
    return shown, covered + more


def mask_shape(text: str) -> str:
    """Mask a body that does not decode: personal data cannot be located in it, so every letter and digit is covered."""
    return _WORDS.sub(_MARK, text)


def _covers(fields: Iterable[PersonalField]) -> list[tuple[str, str]]:
    """Every form in which a value may be written, the longest first; values too short to tell apart stay."""
    found: dict[str, str] = {}
    for field in fields:
        plain = str(field.value)
        if len(plain) < (_SHORTEST if not plain.isdigit() else _TELLING) or field.category in _TOLD:
            continue
        cover = cover_value(plain)
        for form in _forms(plain):
            found[form] = cover
    return sorted(found.items(), key=lambda pair: -len(pair[0]))


@lru_cache(maxsize=4096)
def _forms(plain: str) -> tuple[str, ...]:
    """Each value is looked for in every message of its story."""
    return plain, json.dumps(plain)[1:-1], quote(plain), quote(plain, safe=""), quote_plus(plain)


def cover_value(value: str) -> str:
    """Of a long value the last two characters stay, so that two people can still be told apart."""
    return _MARK * (len(value) - 2) + value[-2:] if len(value) >= _LONG else _MARK * len(value)


def mask_all(value: Any, fields: list[PersonalField]) -> Any:
    """Every text within a value, covered."""
    if isinstance(value, str):
        return mask(value, fields)[0]
    if isinstance(value, dict):
        return {key: mask_all(item, fields) for key, item in value.items()}
    if isinstance(value, list):
        return [mask_all(item, fields) for item in value]
    return value


def cover_all_numbers(value: Any) -> Any:
    """Every text within a value, without the numbers that by their form may be a citizen's."""
    if isinstance(value, str):
        return cover_numbers(value)
    if isinstance(value, dict):
        return {cover_all_numbers(key): cover_all_numbers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [cover_all_numbers(item) for item in value]
    return value
