"""Single-byte Thai encodings: which bytes may stand in a text, and how UTF-8 looks when it strays into one."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

UTF8_MARK = b"\xef\xbb\xbf"

# Two Thai letters of UTF-8 in a row; the same bytes of cp874 spell what no word holds. Written out instead of
# repeated, for a pattern that begins with a literal byte is searched at the speed of memory.
_UTF8_THAI = re.compile(rb"\xe0[\xb8\xb9][\x80-\xbf]\xe0[\xb8\xb9][\x80-\xbf]")

_BEGINNING = 64
"""Bytes of a text after which its code page is known."""


@cache
def permitted(encoding: str) -> frozenset[int]:
    """The bytes that stand for a visible character or a space: no control characters, nothing undefined."""
    return frozenset(byte for byte in range(256) if _visible(bytes([byte]), encoding))


def _visible(byte: bytes, encoding: str) -> bool:
    try:
        return unicodedata.category(byte.decode(encoding)) != "Cc"
    except UnicodeDecodeError:
        return False


@cache
def char_class(allowed: frozenset[int]) -> bytes:
    """A character class of a bytes pattern that takes exactly these bytes."""
    parts, ordered = [], sorted(allowed)
    while ordered:
        first = last = ordered.pop(0)
        while ordered and ordered[0] == last + 1:
            last = ordered.pop(0)
        parts.append(b"\\x%02x-\\x%02x" % (first, last))
    return b"[" + b"".join(parts) + b"]"


def looks_utf8(data: bytes) -> bool:
    """Whether Thai text in UTF-8 stands in the data."""
    return _UTF8_THAI.search(data) is not None


def wide(data: bytes) -> str | None:
    """`UTF-16` or `UTF-32` where a text begins with their mark, or has the zero bytes that they put beside ASCII."""
    beginning = data[:_BEGINNING]
    if beginning.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")) or beginning.count(0) * 5 > len(beginning) * 3:
        return "UTF-32"
    beside = max(beginning[::2].count(0), beginning[1::2].count(0))
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")) or (beside > 1 and beside * 4 >= len(beginning)):
        return "UTF-16"
    return None


def shape(text: str) -> str:
    """What a text looks like without saying what it says: 9 for a digit, a for a letter, ก and ๙ for Thai ones."""
    return "".join(_shape_of(char) for char in text)


def _shape_of(char: str) -> str:
    thai = "\u0e00" <= char <= "\u0e7f"
    if unicodedata.category(char) == "Nd":
        return "๙" if thai else "9"
    if thai:
        return "ก"
    return "a" if char.isalpha() else char
