"""A body that comes in chunks (RFC 9112, 7.1), read until it ends or breaks; what broke is said, and nothing raised."""

from __future__ import annotations

import io
import re
from typing import Protocol

_LENGTH = re.compile(rb"([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\r\n]*)?\r?\n")
_LONGEST_LINE = 4_096
_MOST_TRAILERS = 100
_LINE_ENDS = (b"\r\n", b"\n")


class _Socket(Protocol):
    def readline(self, limit: int, /) -> bytes: ...

    def read1(self, size: int, /) -> bytes: ...


class _Chunks(io.RawIOBase):
    def __init__(self, source: _Socket) -> None:
        self._source, self._left, self._ended = source, 0, False
        self.broken: str | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._left == 0 and not self._ended:
            self._begin_chunk()
        if self._ended:
            return 0
        part = self._source.read1(min(len(buffer), self._left))
        buffer[: len(part)] = part
        self._left -= len(part)
        if not part:
            self._break(f"a chunk that ends {self._left} bytes early")
        elif self._left == 0 and self._source.readline(2) not in _LINE_ENDS:
            self._break("a chunk that is longer than its length")
        return len(part)

    def _begin_chunk(self) -> None:
        line = self._source.readline(_LONGEST_LINE)
        length = _LENGTH.fullmatch(line)
        if length is None:
            self._break(f"{line[:40].rstrip()!r} for the length of a chunk" if line else "no last chunk")
            return
        self._left = int(length[1], 16)
        if self._left == 0:
            self._end()

    def _end(self) -> None:
        self._ended = True
        for _ in range(_MOST_TRAILERS):
            if self._source.readline(_LONGEST_LINE) in (*_LINE_ENDS, b""):
                return
        self.broken = f"more than {_MOST_TRAILERS} lines behind the last chunk"

    def _break(self, how: str) -> None:
        self._ended, self.broken = True, how


class ChunkedBody(io.BufferedReader):
    """The bytes of all chunks; `broken` says what is wrong with them, once they were read."""

    def __init__(self, source: _Socket) -> None:
        self._chunks = _Chunks(source)
        super().__init__(self._chunks)

    @property
    def broken(self) -> str | None:
        return self._chunks.broken
