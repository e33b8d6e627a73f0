"""Faults of a file in transit: each turns one named file into the files that really arrive."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from partnerlab.contract.files import Layout
from partnerlab.lab.channels.channel import FileInTransit
from partnerlab.lab.faults.fault import Fault, FaultError

_WRITTEN: dict[str, Callable[[bytes], bytes]] = {
    "LF": lambda data: data.replace(b"\r\n", b"\n"),
    "CRLF": lambda data: data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    "blank lines": lambda data: data.replace(b"\n", b"\n\r\n"),
    "missing last line end": lambda data: data.rstrip(b"\r\n"),
    "end-of-file mark": lambda data: data + b"\x1a",
}
"""The content with its lines ended otherwise, by the words of a layout's `tolerates`."""


def truncated(layout: Layout, file: FileInTransit) -> list[FileInTransit]:
    """Breaks off in the middle of the last record."""
    return [replace(file, data=file.data[: len(file.data) - layout.length // 2])]


def wrong_trailer(layout: Layout, file: FileInTransit, *, field: str, text: str) -> list[FileInTransit]:
    """The trailer says something else than the records before it."""
    return [replace(file, data=_replaced(layout, file.data, len(_lines(file.data)), field, text))]


def wrong_field(layout: Layout, file: FileInTransit, *, line: int, field: str, text: str) -> list[FileInTransit]:
    """One field of one line holds other bytes."""
    return [replace(file, data=_replaced(layout, file.data, line, field, text))]


def wrong_encoding(
    layout: Layout, file: FileInTransit, *, encoding: str = "utf-8", keeps_columns: bool = False
) -> list[FileInTransit]:
    """The same text in another encoding than was agreed; with `keeps_columns` cut to its columns again."""
    text = file.data.decode(layout.encoding)
    data = (_padded_anew(text, encoding) if keeps_columns else text).encode(encoding)
    if data == file.data:
        raise ValueError(f"nothing in the file differs between {layout.encoding} and {encoding}; let it have Thai text")
    return [replace(file, data=data)]


def _padded_anew(text: str, encoding: str) -> str:
    """The text with its words and the spaces behind them cut to as many bytes as they have letters."""

    def cut(found: re.Match[str]) -> str:
        width = len(found[0])
        kept = found[0].encode(encoding)[:width].decode(encoding, "ignore")
        return kept + " " * (width - len(kept.encode(encoding)))

    return re.sub(r"\S*[^\x00-\x7f]\S*(?: \S+)* {2,}", cut, text)


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


def other_line_ends(layout: Layout, file: FileInTransit, *, written: str) -> list[FileInTransit]:
    """Lines end as another system writes them: one of the words that a layout may tolerate."""
    if written not in _WRITTEN:
        raise ValueError(f"'written' is one of {', '.join(_WRITTEN)}")
    return [replace(file, data=_WRITTEN[written](file.data))]


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
