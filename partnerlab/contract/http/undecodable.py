"""Guess the real format of a body that does not decode: gzip, UTF-16, HTML, another code page."""

from __future__ import annotations

import re
from collections.abc import Mapping

_GZIP = b"\x1f\x8b"
_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"\xef\xbb\xbf": "UTF-8 with a byte order mark"}
_THAI = re.compile(r"[\u0e01-\u0e5b]{2}")
_PAGE = re.compile(rb"\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_UNPACKED = ("", "identity", "gzip", "deflate")
"""Encodings that a client of ours takes, and has unpacked by then."""


def describe(raw: bytes, headers: Mapping[str, str]) -> str | None:
    """`gzip without Content-Encoding`, `Thai text in cp874 (TIS-620)` and the like; None for what shows nothing."""
    packed = headers.get("content-encoding", "").strip().lower()
    if packed not in _UNPACKED:
        return f"{packed} (Content-Encoding), which was not asked for"
    if raw.startswith(_GZIP):
        return f"gzip {f'(Content-Encoding: {packed})' if packed else 'without Content-Encoding: gzip'}, still packed"
    for mark, name in _MARKS.items():
        if raw.startswith(mark):
            return f"{name}; JSON travels in UTF-8"
    if _PAGE.match(raw):
        return "a page for browsers (HTML) under another media type"
    if raw and raw.count(0) >= len(raw) // 3:
        return "UTF-16; JSON travels in UTF-8"
    return _thai(raw)


def _thai(raw: bytes) -> str | None:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return (
            "Thai text in cp874 (TIS-620); write it in UTF-8" if _THAI.search(raw.decode("cp874", "replace")) else None
        )
    return None
