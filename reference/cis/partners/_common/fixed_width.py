"""Columns of fixed width in cp874, counted from 1: text, digits, dates, times."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from unicodedata import category

from reference.common.dates import FIRST_YEAR, LAST_YEAR
from reference.common.file_channels.file_content import FileContent, text_end

CHARSET = "cp874"


def _is_visible(code: int) -> bool:
    letter = bytes([code]).decode(CHARSET, "ignore")
    return letter != "" and category(letter) != "Cc"


TEXT = b"[%b]" % b"".join(b"\\x%02x" % code for code in range(256) if _is_visible(code))
"""One byte of cp874 that is no control character, in a regular expression."""

TIME = rb"(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]"
"""HHMMSS, in a regular expression."""


_UTF8_THAI = re.compile(rb"\xe0[\xb8\xb9][\x80-\xbf]\xe0[\xb8\xb9][\x80-\xbf]")
"""Two Thai letters in UTF-8: in cp874 these bytes spell what no word holds."""


def looks_utf8(blocks: Iterable[bytes]) -> bool:
    """Whether Thai text in UTF-8 stands in a file, given in blocks."""
    rest = b""
    for block in blocks:
        if _UTF8_THAI.search(rest + block):
            return True
        rest = block[-5:]
    return False


def lines_of(data: bytes) -> list[bytes]:
    """The lines of a file, blank ones too, whatever their ends; an old end-of-file mark does not count."""
    lines = data[: text_end(data)].replace(b"\r\n", b"\n").split(b"\n")
    return lines if lines[-1] else lines[:-1]


def first_line(content: bytes | FileContent, length: int) -> bytes:
    """The first record, however broken, at its proper length."""
    lines = next((lines for lines in FileContent.of(content).line_blocks() if lines), [b""])
    return lines[0][:length].ljust(length)


def padded(value: str, width: int) -> bytes:
    """Text in so many columns; what cp874 does not know shows as `?`."""
    return _encoded(value)[:width].ljust(width)


@lru_cache(maxsize=1024)
def _encoded(value: str) -> bytes:
    return value.encode(CHARSET, "replace")


def text(line: bytes, first: int, last: int) -> str:
    """Columns `first` to `last` (counted from 1) without their padding; what is no letter of cp874 shows as `?`."""
    held = line[first - 1 : last].strip()
    if held.isdigit():  # by far the most: numbers
        return held.decode("ascii")
    return held.decode(CHARSET, "replace").replace("�", "?").replace("\0", "?").strip()


def is_text(line: bytes, first: int, last: int) -> bool:
    """Whether these columns hold cp874."""
    try:
        line[first - 1 : last].decode(CHARSET)
    except UnicodeDecodeError:
        return False
    return True


def is_digits(line: bytes, first: int, last: int, count: int | None = None) -> bool:
    """Whether these columns hold `count` digits (as many as there are columns) and padding after them."""
    held = line[first - 1 : last].rstrip(b" ")
    return held.isdigit() and len(held) == (last - first + 1 if count is None else count)


@lru_cache(maxsize=1024)
def date_of(held: bytes) -> date | None:
    """DDMMYYYY of the Gregorian calendar, None when there is no such day or the year is of the other era."""
    if not held.isdigit() or len(held) != 8 or not FIRST_YEAR <= int(held[4:]) <= LAST_YEAR:
        return None
    try:
        return date(int(held[4:]), int(held[2:4]), int(held[:2]))
    except ValueError:
        return None


def is_time(held: bytes) -> bool:
    """HHMMSS."""
    return held.isdigit() and held[:2] < b"24" and held[2:4] < b"60" and held[4:] < b"60"
