"""Records of a delimited file: each cell is laid into fixed columns, so that they are judged like a record file's.

The columns are as wide as a cell may be; a finding names the cell's place in the line as it was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from partnerlab.contract.files.delimited.cell_judge import spans
from partnerlab.contract.files.file_findings import FileFinding, FileLine, Place
from partnerlab.contract.files.fixed_width.file_judge import Verdict
from partnerlab.contract.files.fixed_width.record_format import record_type_of
from partnerlab.contract.files.fixed_width.record_reader import RecordFile, Values
from partnerlab.contract.files.fixed_width.record_writer import Given
from partnerlab.contract.files.layout import KEPT, Layout
from partnerlab.contract.files.layout_model import Field, LayoutModel, Record, RecordType
from partnerlab.contract.files.line_stream import Data, chunks, end_mark_in, split
from partnerlab.contract.files.ruler import drawing, ruler
from partnerlab.contract.findings import Side
from partnerlab.contract.unmarked_personal_data import mask_numbers

COUNTED = ("amount", "number")
"""Kinds of fields whose digits are nobody's number: long amounts look like one by chance."""


class DelimitedRecords(Layout):
    """One kind of file of header, details and trailer, its fields between separators."""

    def __init__(self, model: LayoutModel) -> None:
        super().__init__(model)
        self._separator = model.lines.separator.encode()

    def lines(self, header: Given, details: Iterable[Given], trailer: Given | None = None) -> Iterator[bytes]:
        """The file line by line."""
        for line in super().lines(header, details, trailer):
            raw = line.rstrip(b"\r\n")
            yield self._separator.join(self._cells(raw)) + line[len(raw) :]

    def read(self, data: Data) -> RecordFile:
        return super().read(self.in_columns(data))

    def each(self, data: Data) -> Iterator[tuple[RecordType, Values]]:
        return super().each(self.in_columns(data))

    def in_columns(self, data: Data) -> Data:
        """The file with every cell in its columns; a line with other cells than its record has fits none."""
        text, mark = _without_mark(data)
        return b"".join(self._columns(raw) + end for raw, end in split(text)) + mark

    def judge(self, data: Data, name: str | None = None, *, side: Side = "request", limit: int = KEPT) -> Verdict:
        """Hold a file, and its name when given, against the layout; keeps the first `limit` findings."""
        text, mark = _without_mark(data)
        lines = list(_lines(text))
        columns = b"".join(self._columns(line.raw) + end for line, end in lines) + mark
        verdict = super().judge(columns, name, side=side, limit=limit)
        findings = [self._in_line(finding, lines) for finding in verdict.findings]
        return replace(verdict, findings=findings, bytes=len(text) + len(mark))

    def columns(self, line: bytes, field: str) -> tuple[int, int]:
        """Where a cell stands in that line; KeyError when its record has no such field."""
        for one, place in self._places(line.rstrip(b"\r\n")):
            if one.name == field:
                return place
        raise KeyError(field)

    def mask(self, data: Data) -> str:
        """The text of a file with every personal cell blanked by x, for reports."""
        masked = b"".join(self._masked(raw) + end for raw, end in split(data))
        return masked.decode(self.encoding, "backslashreplace")

    def personal(self, data: Data) -> Iterator[tuple[Place, str, str]]:
        """Every personal cell that holds anything: its place, its category and its text."""
        return ((place, one.personal, text) for place, one, text in self._texts(data) if one.personal)

    def unmarked(self, data: Data) -> Iterator[tuple[Place, str]]:
        """Every cell that is not personal and holds anything: its place and its text."""
        return ((place, text) for place, one, text in self._texts(data) if not one.personal and one.kind not in COUNTED)

    def ruler(self, finding: FileFinding, line: bytes) -> str:
        """The finding drawn under its line, personal data masked."""
        return ruler(finding, self._masked(line.rstrip(b"\r\n")), self.encoding)

    def drawing(self, finding: FileFinding, line: bytes) -> list[str]:
        """The same without words: column, line and carets."""
        return drawing(finding, self._masked(line.rstrip(b"\r\n")), self.encoding)

    def _cells(self, raw: bytes) -> Iterator[bytes]:
        """The cells of a record in columns, without what fills them up."""
        role = record_type_of(self.model, raw)
        for one in self.model.records[role].fields if role else ():
            yield one.of(raw).strip(b" ")

    def _columns(self, raw: bytes) -> bytes:
        record = self._record(raw)
        cells = raw.split(self._separator)
        if record is None or self._misfit(record, cells):
            return raw + b"~" if record is not None and len(raw) == record.length else raw
        return b"".join(
            cell.ljust(one.width) if one.justify == "left" else cell.rjust(one.width)
            for one, cell in zip(record.fields, cells, strict=True)
        )

    def _misfit(self, record: Record, cells: list[bytes]) -> bool:
        """Whether a line cannot be laid into the columns of its record."""
        if len(cells) != len(record.fields):
            return True
        return any(len(cell) > one.width for one, cell in zip(record.fields, cells, strict=True))

    def _record(self, raw: bytes) -> Record | None:
        role = record_type_of(self.model, raw)
        return None if role is None else self.model.records[role]

    def _places(self, raw: bytes) -> Iterator[tuple[Field, tuple[int, int]]]:
        """Each field of a line with the slice of its cell; those that stand where a cell should."""
        record = self._record(raw)
        return zip(record.fields if record else (), spans(raw, self.model.lines.separator), strict=False)

    def _in_line(self, finding: FileFinding, lines: list[tuple[FileLine, bytes]]) -> FileFinding:
        """The finding with its place in the line as it came."""
        if finding.place is None or finding.place.line > len(lines):
            return finding
        line, _ = lines[finding.place.line - 1]
        if finding.rule == "record length":
            return self._misfitting(finding, line)
        cells = {one.name: span for one, span in self._places(line.raw)}
        start, end = cells.get(finding.place.field or "", (0, len(line.raw)))
        place = line.at(start, end, finding.place.field)
        return replace(finding, where=str(place), place=place)

    def _misfitting(self, finding: FileFinding, line: FileLine) -> FileFinding:
        """Why a line could not be laid into columns: too many cells, too few, or one too long."""
        record, cells = self._record(line.raw), list(self._places(line.raw))
        count = len(line.raw.split(self._separator))
        if record is None or count != len(record.fields):
            wanted = len(record.fields) if record else 0
            place = line.at()
            return replace(
                finding, where=str(place), place=place, rule="cells", expected=f"{wanted} cells", seen=f"{count} cells"
            )
        one, (start, end) = next((one, span) for one, span in cells if span[1] - span[0] > one.width)
        place = line.at(start, end, one.name)
        expected, seen = f"at most {one.width} bytes", f"{end - start} bytes"
        return replace(finding, where=str(place), place=place, rule="cell length", expected=expected, seen=seen)

    def _masked(self, raw: bytes) -> bytes:
        """A line without personal data; one of other cells than its record has loses all but its first."""
        record, cells = self._record(raw), raw.split(self._separator)
        if record is None or len(cells) != len(record.fields):
            kept = len(cells[0]) if record else 0
            return raw[:kept] + b"".join(self._kept_or_x(byte) for byte in raw[kept:])
        covered = (
            b"x" * len(cell) if one.personal else cell if one.kind in COUNTED else mask_numbers(cell)
            for one, cell in zip(record.fields, cells, strict=True)
        )
        return self._separator.join(covered)

    def _kept_or_x(self, byte: int) -> bytes:
        return bytes((byte,)) if bytes((byte,)) in (self._separator, b" ") else b"x"

    def _texts(self, data: Data) -> Iterator[tuple[Place, Field, str]]:
        for line, _ in _lines(data):
            for one, (start, end) in self._places(line.raw):
                if text := line.raw[start:end].strip(b" "):
                    yield line.at(start, end, one.name), one, text.decode(self.encoding, "replace")


def _without_mark(data: Data) -> tuple[bytes, bytes]:
    """The text of a file, and the mark with which old systems end it."""
    whole = b"".join(chunks(data))
    end = end_mark_in(whole)
    return whole[:end], whole[end:]


def _lines(data: Data) -> Iterator[tuple[FileLine, bytes]]:
    offset = 0
    for number, (raw, end) in enumerate(split(data), 1):
        yield FileLine(number, offset, raw), end
        offset += len(raw) + len(end)
