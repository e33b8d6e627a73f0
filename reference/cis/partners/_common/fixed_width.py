"""Columns of fixed width in cp874, counted from 1: text, digits, dates, times."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from reference.common.dates import FIRST_YEAR, LAST_YEAR
from reference.common.file_channels.file_content import FileContent

CHARSET = "cp874"
TEXT = b"[%b]" % b"".join(b"\\x%02x" % code for code in range(256) if bytes([code]).decode(CHARSET, "ignore"))
"""One byte of cp874, in a regular expression."""

TIME = rb"(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]"
"""HHMMSS, in a regular expression."""


def lines_of(data: bytes) -> list[bytes]:
    """The records of a file, whatever its line ends; blank lines and an old end-of-file mark do not count."""
    return [line for line in data.rstrip(b"\x1a\r\n").replace(b"\r\n", b"\n").split(b"\n") if line.strip()]


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
