"""A layout at work: writes, reads, judges, names and masks the record files it describes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from partnerlab.contract.files.field_types.field_type import FieldError
from partnerlab.contract.files.file_findings import FileFinding, Place
from partnerlab.contract.files.file_name import FileNamePattern
from partnerlab.contract.files.fixed_width import control_totals, record_mask, record_reader, record_times
from partnerlab.contract.files.fixed_width.file_judge import FileJudge, Verdict
from partnerlab.contract.files.fixed_width.layout_parser import build
from partnerlab.contract.files.fixed_width.record_format import RecordFormat, compiled, record_type_of
from partnerlab.contract.files.fixed_width.record_reader import RecordFile, Values
from partnerlab.contract.files.fixed_width.record_writer import Given, Writer
from partnerlab.contract.files.layout_model import LayoutModel, RecordType, Value
from partnerlab.contract.files.line_stream import Data
from partnerlab.contract.files.ruler import drawing, ruler
from partnerlab.contract.findings import Side
from partnerlab.contract.message_time import StatedTime

KEPT = 1000  # findings a verdict holds unless told otherwise


class Layout:
    """One kind of record file. Files are given as bytes, as a path, or as chunks of bytes."""

    def __init__(self, model: LayoutModel) -> None:
        self.model = model
        self._records: dict[RecordType, RecordFormat] = compiled(model)
        self._naming = FileNamePattern(model.name) if model.name else None

    @classmethod
    def load(cls, path: Path | str) -> Layout:
        """Read a `*.layout.yaml` and what it extends; `LayoutError` tells all its mistakes with file and line."""
        return cls(build(path))

    @property
    def encoding(self) -> str:
        return self.model.lines.encoding

    @property
    def length(self) -> int:
        """Bytes of a detail, without its line end."""
        return self.model.records["detail"].length

    @property
    def name_pattern(self) -> str:
        """`MWA_TMN_{date}_{sequence}.txt`; "" when files of this layout have any name."""
        return self.model.name.pattern if self.model.name else ""

    def write(self, header: Given, details: Iterable[Given], trailer: Given | None = None) -> bytes:
        """A whole file. Constants, sequence and totals fill themselves in; what is given wins over them."""
        return b"".join(self.lines(header, details, trailer))

    def lines(self, header: Given, details: Iterable[Given], trailer: Given | None = None) -> Iterator[bytes]:
        """The file line by line, for one too large to hold."""
        return Writer(self.model, self._records).lines(header, details, trailer)

    def read(self, data: Data) -> RecordFile:
        """The values of a file by field; `ReadError` for the first field that has none. Judges nothing else."""
        return record_reader.read(self.model, self._records, data)

    def each(self, data: Data) -> Iterator[tuple[RecordType, Values]]:
        """The records of a file one after the other, for one too large to hold."""
        return record_reader.each(self.model, self._records, data)

    def peek(self, data: Data) -> RecordFile | None:
        """The values of a file, or None when it cannot be read."""
        try:
            return self.read(data)
        except record_reader.ReadError:
            return None

    def judge(self, data: Data, name: str | None = None, *, side: Side = "request", limit: int = KEPT) -> Verdict:
        """Hold a file, and its name when given, against the layout; keeps the first `limit` findings."""
        judged = FileJudge(self.model, self._records, side, limit).run(data)
        if name is not None and self._naming:
            self._naming.judge(name, self._readable(judged.header), judged.findings)
        found = judged.findings
        return Verdict(
            findings=found.all,
            finding_count=found.count,
            file_refused=found.file_level > 0,
            bad_details=found.bad_details,
            lines=judged.number,
            bytes=judged.size,
            counts=judged.counts,
            totals=judged.tally.totals,
        )

    def in_columns(self, data: Data) -> Data:
        """The file with every field in the columns that the model names; a record file is so already."""
        return data

    def unaccounted(self, received: Verdict, answer: Verdict) -> list[FileFinding]:
        """Of a layout that answers another: what the answer does not account for."""
        return control_totals.unaccounted(self.model, received.totals, answer.totals)

    def file_name(self, **parts: Any) -> str:
        """The name of a file with these parts, `date=date(2026, 11, 23), sequence=1`."""
        return self._named().write(parts)

    def parse_name(self, name: str) -> dict[str, Value]:
        """The parts of a file name; ValueError when it does not keep the pattern."""
        try:
            return self._named().read(name)
        except FieldError as bad:
            raise ValueError(str(bad)) from None

    def named(self, name: str) -> bool:
        """Whether a file of that name is one of this layout."""
        try:
            return bool(self._naming) and bool(self.parse_name(name))
        except ValueError:
            return False

    def columns(self, line: bytes, field: str) -> tuple[int, int]:
        """Where a field stands in that line, as a slice takes it; KeyError when its record has no such field."""
        role = record_type_of(self.model, line)
        if role is None:
            raise KeyError(field)
        one = self.model.records[role].named(field)
        return one.start, one.end

    def mask(self, data: Data) -> str:
        """The text of a file with every personal field blanked by x, for reports."""
        masked = b"".join(record_mask.masked_lines(self.model, data))
        return masked.decode(self.encoding, "backslashreplace")

    def personal(self, data: Data) -> Iterator[tuple[Place, str, str]]:
        """Every personal field that holds anything: its place, its category and its text."""
        return record_mask.personal(self.model, data)

    def unmarked(self, data: Data) -> Iterator[tuple[Place, str]]:
        """Every field that is not personal and holds anything: its place and its text."""
        return record_mask.unmarked(self.model, data)

    def stated_times(self, data: Data) -> Iterator[StatedTime]:
        """When the file says that it was made."""
        return record_times.stated_times(self.model, self._records, data)

    def ruler(self, finding: FileFinding, line: bytes) -> str:
        """The finding drawn under its line, personal data masked."""
        return ruler(finding, self.masked_line(line), self.encoding)

    def drawing(self, finding: FileFinding, line: bytes) -> list[str]:
        """The same without words: column, line and carets."""
        return drawing(finding, self.masked_line(line), self.encoding)

    def masked_line(self, line: bytes) -> bytes:
        """The bytes of a line without its end, personal data blanked."""
        return record_mask.masked(self.model, line.rstrip(b"\r\n"))

    def _named(self) -> FileNamePattern:
        if self._naming is None:
            raise ValueError(f"{self.model.file}: says nothing about the names of its files")
        return self._naming

    def _readable(self, header: bytes | None) -> Values:
        """What can be read of a header."""
        if header is None:
            return {}
        wrong = {one.name for one, _ in self._records["header"].misfits(header, None)}
        kinds = self._records["header"].fields
        return {one.name: kind.decode(one.of(header)) for one, kind in kinds if one.name not in wrong}
