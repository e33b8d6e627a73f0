"""A record file as chunks of bytes, whatever it was given as."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from partnerlab.errors import naming

CHUNK = 1 << 18
LONGEST_LINE = 1 << 16  # what runs longer without a line end is no record file; it is cut here to spare the memory

Data = bytes | bytearray | memoryview | Path | str | Iterable[bytes]


def chunks(data: Data) -> Iterator[bytes]:
    """The bytes of a file: given as bytes, as a path (`Path` or text), or as chunks already."""
    if isinstance(data, bytes | bytearray | memoryview):
        view = memoryview(data)
        for start in range(0, len(view), CHUNK):
            yield bytes(view[start : start + CHUNK])
    elif isinstance(data, Path | str):
        with naming(data), Path(data).open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk
    else:
        yield from data


def split(data: Data) -> Iterator[tuple[bytes, bytes]]:
    """The lines of a file, each with its line end; one too long for any record is cut as a judge cuts it."""
    rest = b""
    for chunk in chunks(data):
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            yield (line[:-1], b"\r\n") if line.endswith(b"\r") else (line, b"\n")
        while len(rest) > LONGEST_LINE:
            yield rest[:LONGEST_LINE], b""
            rest = rest[LONGEST_LINE:]
    if rest:
        yield rest, b""


def end_mark_in(data: bytes) -> int:
    """Where 0x1A stands with which old systems end a text, line ends before and after it; else the end of the data."""
    held = data[-LONGEST_LINE:]
    text = len(held.rstrip(b"\x1a\r\n"))
    mark = held.find(b"\x1a", text)
    return len(data) if mark < 0 else len(data) - len(held) + mark
