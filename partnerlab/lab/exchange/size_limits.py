"""Limits in bytes for what a lab accepts, so that one large message does not disturb other tests."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from partnerlab.errors import InputError
from partnerlab.suggestions import unknown_name_message

_UNITS = {"": 1, "kB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000}
_WRITTEN = re.compile(r"([0-9]{1,12}) ?(kB|MB|GB)?\Z")


class SizeLimits(NamedTuple):
    """Bytes: of one body, unpacked; of one file; of all files on one channel; of all bodies in the journal."""

    body: int = 20_000_000
    file: int = 300_000_000
    files: int = 600_000_000
    journal: int = 200_000_000


USUAL = SizeLimits()


class WrongSize(Exception):
    """A body that goes no further; `status` answers it, `raw` is what was read of it."""

    status: int
    rule: str
    expected: str
    told: str
    raw = b""


class TooLarge(WrongSize):
    """A body is larger than the lab takes; it was not read."""

    status, rule = 413, "larger than the lab takes"

    def __init__(self, limit: int, size: int | None = None) -> None:
        super().__init__(f"more than {limit} bytes" if size is None else f"{size} bytes")
        self.limit, self.expected = limit, f"at most {limit} bytes"
        self.told = f"a body may have {limit} bytes here"


class Incomplete(WrongSize):
    """A body is shorter than its sender said."""

    status, rule = 400, "shorter than its length"

    def __init__(self, announced: int, raw: bytes) -> None:
        super().__init__(f"{len(raw)} bytes")
        self.raw, self.expected = raw, f"{announced} bytes, as Content-Length says"
        self.told = f"the body ends before the {announced} bytes that its Content-Length says"


class NoLength(WrongSize):
    """What stands in Content-Length is no number; no body is read."""

    status, rule, expected = 400, "no length", "a number of bytes"
    told = "Content-Length is a number of bytes"


class BrokenChunks(WrongSize):
    """A body in chunks that do not end as HTTP says."""

    status, rule = 400, "broken chunks"
    expected = "chunks of the lengths that are said, the last of length 0"
    told = "the chunks of the body do not end as HTTP says (RFC 9112, 7.1)"

    def __init__(self, how: str, raw: bytes) -> None:
        super().__init__(how)
        self.raw = raw


def size_limits(texts: Iterable[str]) -> SizeLimits:
    """The limits with these in place of the usual ones: `body=5MB`; an `InputError` if one is written otherwise."""
    chosen: dict[str, int] = {}
    for text in texts:
        name, _, size = text.partition("=")
        if wrong := unknown_name_message("limit", name, SizeLimits._fields):
            raise InputError(wrong)
        chosen[name] = _bytes(name, size)
    return SizeLimits(**chosen)


def _bytes(name: str, text: str) -> int:
    match = _WRITTEN.match(text)
    if match is None or not int(match[1]):
        raise InputError(f"limit {name}: expected a size such as 500kB, 20MB or 1GB, seen '{text:.40}'")
    return int(match[1]) * _UNITS[match[2] or ""]
