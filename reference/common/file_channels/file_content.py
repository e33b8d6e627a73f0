"""What is in a file: in memory while it is small, in a temporary file when it is large."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator
from os import SEEK_END
from tempfile import SpooledTemporaryFile
from typing import IO, cast

BLOCK = 1 << 20
"""Bytes that are read at once; up to so many are kept in memory."""

_END_OF_FILE = b"\x1a\r\n"


class FileContent:
    """The bytes of a file, which may be read in blocks as often as needed; a temporary file goes with this object."""

    def __init__(self) -> None:
        spool = SpooledTemporaryFile(max_size=BLOCK)  # noqa: SIM115 -- closed with this object
        self._spool = cast(IO[bytes], spool)
        weakref.finalize(self, self._spool.close)

    @classmethod
    def of(cls, data: bytes | FileContent) -> FileContent:
        return data if isinstance(data, FileContent) else cls.gather([data])

    @classmethod
    def gather(cls, blocks: Iterable[bytes]) -> FileContent:
        """Keep what comes in blocks."""
        content = cls()
        write = content._spool.write
        for block in blocks:
            write(block)
        return content

    def add(self, block: bytes) -> None:
        """Write at the end."""
        self._spool.seek(0, SEEK_END)
        self._spool.write(block)

    @property
    def size(self) -> int:
        """In bytes."""
        return self._spool.seek(0, SEEK_END)

    def blocks(self) -> Iterator[bytes]:
        """All of it in order; two readers may take turns."""
        place = 0
        while True:
            self._spool.seek(place)
            block = self._spool.read(BLOCK)
            if not block:
                return
            place += len(block)
            yield block

    def read(self) -> bytes:
        """All of it at once: for files that are small by their nature."""
        self._spool.seek(0)
        return self._spool.read()

    def line_blocks(self) -> Iterator[list[bytes]]:
        """Its lines in lists, whatever their ends; blank lines and an old end-of-file mark do not count."""
        rest = b""
        for block in self.blocks():
            rest += block
            whole = rest.rfind(b"\n", 0, text_end(rest)) + 1
            if whole:
                yield _lines(rest[:whole])
                rest = rest[whole:]
        yield _lines(rest[: text_end(rest)])


def text_end(data: bytes) -> int:
    """Where 0x1A stands with which old systems end a text, line ends before and after it; else the end of the data."""
    mark = data.find(b"\x1a", len(data.rstrip(_END_OF_FILE)))
    return len(data) if mark < 0 else mark


def _lines(data: bytes) -> list[bytes]:
    return [line for line in data.replace(b"\r\n", b"\n").split(b"\n") if line]
