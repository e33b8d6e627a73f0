"""Faults of a file in transit: each turns one named file into the files that really arrive."""

from __future__ import annotations

from dataclasses import replace

from partnerlab.contract.files import Layout
from partnerlab.lab.channels.channel import FileInTransit
from partnerlab.lab.faults.fault import Fault, FaultError


def truncated(layout: Layout, file: FileInTransit) -> list[FileInTransit]:
    """Breaks off in the middle of the last record."""
    return [replace(file, data=file.data[: len(file.data) - layout.length // 2])]


def wrong_trailer(layout: Layout, file: FileInTransit, *, field: str, text: str) -> list[FileInTransit]:
    """The trailer says something else than the records before it."""
    return [replace(file, data=_replaced(layout, file.data, len(_lines(file.data)), field, text))]


def wrong_field(layout: Layout, file: FileInTransit, *, line: int, field: str, text: str) -> list[FileInTransit]:
    """One field of one line holds other bytes."""
    return [replace(file, data=_replaced(layout, file.data, line, field, text))]


def wrong_encoding(layout: Layout, file: FileInTransit, *, encoding: str = "utf-8") -> list[FileInTransit]:
    """The same text in another encoding than was agreed."""
    data = file.data.decode(layout.encoding).encode(encoding)
    if data == file.data:
        raise ValueError(f"nothing in the file differs between {layout.encoding} and {encoding}; let it have Thai text")
    return [replace(file, data=data)]


def half_upload(layout: Layout, file: FileInTransit) -> list[FileInTransit]:
    """The connection ends in the middle of the upload: only the beginning of `NAME.tmp` stays."""
    return [replace(file, whole=False)]


def left_twice(layout: Layout, file: FileInTransit) -> list[FileInTransit]:
    """The same file is left again under its own name."""
    return [file, file]


def replayed(layout: Layout, file: FileInTransit, *, as_name: str) -> list[FileInTransit]:
    """The same content arrives again under a new name."""
    return [file, replace(file, name=as_name)]


def records_missing(layout: Layout, file: FileInTransit, *, line: int, count: int) -> list[FileInTransit]:
    """So many lines are not there, from one on."""
    lines = _lines(file.data)
    if not 1 <= line <= line + count - 1 <= len(lines):
        raise ValueError(f"the file has {len(lines)} lines, there are no {count} from line {line} on")
    return [replace(file, data=b"".join(lines[: line - 1] + lines[line - 1 + count :]))]


def byte_order_mark(layout: Layout, file: FileInTransit) -> list[FileInTransit]:
    """The file begins with the mark of UTF-8, as some editors put it."""
    return [replace(file, data=b"\xef\xbb\xbf" + file.data)]


def renamed(layout: Layout, file: FileInTransit, *, as_name: str) -> list[FileInTransit]:
    """The file arrives under another name."""
    return [replace(file, name=as_name)]


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


def struck(fault: Fault, layout: Layout, file: FileInTransit) -> list[FileInTransit]:
    """What a fault makes of a file; one whose words do not fit this very file says so."""
    try:
        made: list[FileInTransit] = fault.kind.apply(layout, file, **fault.words)
    except (LookupError, ValueError) as bad:
        raise FaultError(f"fault '{fault.name}' cannot strike {file.name}: {bad}") from bad
    return made
