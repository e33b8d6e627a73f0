"""Misfortunes of a file on its way: each turns one named file into the files that really arrive."""

from __future__ import annotations

from partnerlab.contract.records import Layout

Delivery = tuple[str, bytes]


def truncated(layout: Layout, name: str, data: bytes) -> list[Delivery]:
    """Breaks off in the middle of the last record."""
    return [(name, data[: len(data) - layout.length // 2])]


def wrong_trailer(layout: Layout, name: str, data: bytes, *, field: str, text: str) -> list[Delivery]:
    """The trailer says something else than the records before it."""
    return [(name, _replaced(layout, data, len(_lines(data)), field, text))]


def wrong_field(layout: Layout, name: str, data: bytes, *, line: int, field: str, text: str) -> list[Delivery]:
    """One field of one line holds other bytes."""
    return [(name, _replaced(layout, data, line, field, text))]


def left_twice(layout: Layout, name: str, data: bytes) -> list[Delivery]:
    """The same file is left again under its own name."""
    return [(name, data), (name, data)]


def replayed(layout: Layout, name: str, data: bytes, *, as_name: str) -> list[Delivery]:
    """The same content arrives again under a new name."""
    return [(name, data), (as_name, data)]


def _lines(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True)


def _replaced(layout: Layout, data: bytes, line: int, field: str, text: str) -> bytes:
    lines = _lines(data)
    if not 1 <= line <= len(lines):
        raise ValueError(f"the file has {len(lines)} lines, there is no line {line}")
    start, end = layout.columns(lines[line - 1], field)
    wanted = text.encode(layout.encoding)
    if len(wanted) != end - start:
        raise ValueError(f"'{field}' is {end - start} bytes wide, '{text}' has {len(wanted)}")
    lines[line - 1] = lines[line - 1][:start] + wanted + lines[line - 1][end:]
    return b"".join(lines)
