"""Reads a record file into values by the names of its fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from partnerlab.contract.files.code_pages import shape
from partnerlab.contract.files.field_types.field_type import FieldError
from partnerlab.contract.files.file_findings import FileFinding, FileLine
from partnerlab.contract.files.fixed_width.record_format import RecordFormat, record_type_of
from partnerlab.contract.files.layout_model import LayoutModel, RecordType, Value
from partnerlab.contract.files.line_stream import Data, split

Values = dict[str, Value]


@dataclass(slots=True)
class RecordFile:
    """The values of a file. Text that says nothing is "", anything else that says nothing is None."""

    header: Values = field(default_factory=dict)
    details: list[Values] = field(default_factory=list)
    trailer: Values = field(default_factory=dict)


class ReadError(Exception):
    """A file that cannot be read; `finding` says where, and what was meant to stand there."""

    def __init__(self, finding: FileFinding) -> None:
        super().__init__(str(finding))
        self.finding = finding


def read(model: LayoutModel, records: dict[RecordType, RecordFormat], data: Data) -> RecordFile:
    """Every record of the file. Does not judge: totals, sequence and order may be wrong."""
    file = RecordFile()
    for role, values in each(model, records, data):
        if role == "header":
            file.header = values
        elif role == "trailer":
            file.trailer = values
        else:
            file.details.append(values)
    return file


def each(
    model: LayoutModel, records: dict[RecordType, RecordFormat], data: Data
) -> Iterator[tuple[RecordType, Values]]:
    """The records one after the other, for files too large to hold."""
    for line in content(data):
        yield _record(model, records, line)


def content(data: Data) -> Iterator[FileLine]:
    """The lines that hold anything: without blank lines, line ends and the mark at the end of the file."""
    offset, held = 0, list[FileLine]()
    for number, (raw, end) in enumerate(split(data), 1):
        line = FileLine(number, offset, raw)
        offset += len(raw) + len(end)
        if raw.strip(b"\x1a"):
            yield from held
            held = []
        if raw.endswith(b"\x1a"):
            held.append(line)
        elif raw:
            yield line
    yield from (replace(line, raw=text) for line in held if (text := line.raw.rstrip(b"\x1a")))


def _record(model: LayoutModel, records: dict[RecordType, RecordFormat], line: FileLine) -> tuple[RecordType, Values]:
    role = record_type_of(model, line.raw)
    if role is None:
        markers = ", ".join(record.sign for record in model.records.values())
        seen = line.raw[:1].decode(model.lines.encoding, "replace")
        raise ReadError(_finding(line, 0, 1, None, FieldError("record type", f"one of {markers}", f"'{seen}'")))
    one = records[role]
    if len(line.raw) != one.record.length:
        bad = FieldError("record length", f"{one.record.length} bytes", f"{len(line.raw)} bytes")
        start, end = sorted((len(line.raw), one.record.length))
        raise ReadError(_finding(line, start, end, None, bad))
    try:
        return role, one.values(line.raw)
    except FieldError:
        field, bad = next(iter(one.misfits(line.raw, None)))
        text = field.of(line.raw).decode(model.lines.encoding, "replace")
        bad.seen = bad.seen or (f"text of the shape '{shape(text)}'" if field.personal else f"'{text}'")
        raise ReadError(_finding(line, field.start, field.end, field.name, bad)) from None


def _finding(line: FileLine, start: int, end: int, name: str | None, bad: FieldError) -> FileFinding:
    place = line.at(start, end, name)
    return FileFinding("request", str(place), bad.rule, bad.expected, bad.seen or "", "record", place)
