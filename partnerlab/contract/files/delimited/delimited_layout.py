"""A delimited layout at work, with the words of a record layout."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

from partnerlab.contract.files.delimited.cell_judge import CellJudge, ColumnRules, spans
from partnerlab.contract.files.delimited.cell_mask import CellMask
from partnerlab.contract.files.delimited.cell_types import TYPES
from partnerlab.contract.files.file_findings import FileLine, Place
from partnerlab.contract.files.file_name import FileNamePattern
from partnerlab.contract.files.fixed_width.file_judge import Verdict
from partnerlab.contract.files.fixed_width.layout_parser import requirements_of
from partnerlab.contract.files.fixed_width.record_reader import RecordFile, Values
from partnerlab.contract.files.layout import KEPT, Layout
from partnerlab.contract.files.layout_model import (
    LINE_ENDS,
    Field,
    FileName,
    Kind,
    LayoutModel,
    Lines,
    Record,
    RecordType,
)
from partnerlab.contract.files.line_stream import Data, split
from partnerlab.contract.findings import Side
from partnerlab.schemas.validation import check
from partnerlab.world.calendar.durations import parse_duration
from partnerlab.yamlio import Document, KeyPath

_KINDS: dict[str, Kind] = {"code": "code", "decimal": "number", "moment": "time", "date": "date", "text": "text"}


class Delimited(Layout):
    """One kind of delimited file: no header or trailer record, its cells without quotes, its values their text."""

    def __init__(self, model: LayoutModel, separator: str, rules: ColumnRules) -> None:
        self.model, self.separator, self._rules = model, separator, rules
        self._records = {}  # of cells, not of bytes in columns
        self._naming = FileNamePattern(model.name) if model.name else None
        fields = model.records["detail"].fields
        self._cells = [TYPES[field.kind](field) for field in fields]
        self._mask = CellMask(fields, separator, model.lines.encoding)

    @classmethod
    def of(cls, document: Document, path: Path) -> Delimited:
        """The layout that a YAML document describes; its first mistake is raised."""
        data = check(document, "delimited")
        columns = data["columns"]
        for index, column in enumerate(columns):
            try:
                re.compile(column.get("pattern", ""))
            except re.error as bad:
                raise document.error(("columns", index, "pattern"), f"no regular expression: {bad}") from None
        fields = tuple(_field(column, index, data) for index, column in enumerate(columns))
        parts = data.get("name", {}).get("parts", {})
        for index, column in enumerate(columns):
            if column.get("day_of", "date") not in parts and "day_of" in column:
                raise document.error(("columns", index, "day_of"), f"the file's name has no part '{column['day_of']}'")
        _check_ties(document, fields)
        return cls(_model(str(path), data, fields), data["lines"]["separator"], _rules(columns))

    @property
    def length(self) -> int:
        """Bytes of the line of names: about those of any other line."""
        return len(self._names)

    def lines(self, header: Any, details: Iterable[Any], trailer: Any = None) -> Iterator[bytes]:
        """The line of names, and a line for each record; what is given is written as it is, right or wrong."""
        end, encoding = LINE_ENDS[self.model.lines.end], self.model.lines.encoding
        yield self._names + end
        for detail in details:
            texts = (cell.text(detail.get(cell.field.name, "")) for cell in self._cells)
            yield self.separator.join(texts).encode(encoding) + end

    def read(self, data: Data) -> RecordFile:
        """Every cell's text by column. Judges nothing; a line too short says nothing in its last columns."""
        return RecordFile(details=[values for _, values in self.each(data)])

    def each(self, data: Data) -> Iterator[tuple[RecordType, Values]]:
        names = [cell.field.name for cell in self._cells]
        for number, (raw, _) in enumerate(split(data)):
            if number:
                texts = raw.decode(self.model.lines.encoding, "replace").split(self.separator)
                yield "detail", dict(zip(names, texts + [""] * len(names), strict=False))

    def judge(self, data: Data, name: str | None = None, *, side: Side = "request", limit: int = KEPT) -> Verdict:
        """Hold the file, and its name when given, against the layout; keeps the first `limit` findings."""
        parts = self.parse_name(name) if name is not None and self.named(name) else {}
        days = {part: day for part, day in parts.items() if isinstance(day, date)}
        judge = CellJudge(self.model, self.separator, self._cells, self._rules, days, side, limit)
        if name is not None and self._naming:
            self._naming.judge(name, {}, judge.findings)
        return judge.run(_lines(data))

    def columns(self, line: bytes, field: str) -> tuple[int, int]:
        """Where a cell stands in that line; KeyError where there is no such column."""
        names = [cell.field.name for cell in self._cells]
        if field not in names:
            raise KeyError(field)
        return spans(line.rstrip(b"\r\n"), self.separator)[names.index(field)]

    def mask(self, data: Data) -> str:
        """The text of the file with every personal cell blanked by x, for reports."""
        masked = b"".join(self._mask.masked(raw) + end for raw, end in split(data))
        return masked.decode(self.encoding, "backslashreplace")

    def personal(self, data: Data) -> Iterator[tuple[Place, str, str]]:
        """Every personal cell that holds anything: its place, its category and its text."""
        return self._mask.personal(_lines(data))

    def unmarked(self, data: Data) -> Iterator[tuple[Place, str]]:
        """Every field that is not personal and holds anything: its place and its text."""
        return self._mask.unmarked(_lines(data))

    def masked_line(self, line: bytes) -> bytes:
        """The bytes of a line without its end, personal data blanked."""
        return self._mask.masked(line.rstrip(b"\r\n"))

    @property
    def _names(self) -> bytes:
        return self.separator.join(cell.field.name for cell in self._cells).encode()


def _lines(data: Data) -> Iterator[tuple[FileLine, bytes]]:
    offset = 0
    for number, (raw, end) in enumerate(split(data), 1):
        yield FileLine(number, offset, raw), end
        offset += len(raw) + len(end)


def _model(file: str, data: dict[str, Any], fields: tuple[Field, ...]) -> LayoutModel:
    lines = data["lines"]
    return LayoutModel(
        file=file,
        title=data["title"],
        lines=Lines(lines["encoding"], lines["end"], frozenset(lines.get("tolerates", ()))),
        records={"detail": Record("detail", b"", 0, fields)},
        sequence_field=None,
        sequence_first=1,
        totals=(),
        name=_name(data),
        answers={},
        provenance=data["provenance"],
        source=data.get("source", ""),
        requires=requirements_of(data),
        unique=tuple(tuple(names) for names in data.get("unique", ())),
    )


def _check_ties(document: Document, fields: tuple[Field, ...]) -> None:
    """What `requires` and `unique` name must be columns, and codes of theirs; the first mistake is raised."""
    data, known = document.data, {field.name: field for field in fields}
    for index, told in enumerate(data.get("requires", ())):
        path: KeyPath = ("requires", index)
        codes = [*told.get("when", {}).items(), *told.get("unless", {}).items(), (told["field"], told.get("among", []))]
        codes += [(told["equals"], [])] if "equals" in told else []
        for name, wanted in codes:
            _check_column(document, path, name, known)
            if unknown := sorted(set(wanted) - known[name].codes.keys()):
                raise document.error(path, f"'{unknown[0]}' is no code of '{name}'")
    for index, names in enumerate(data.get("unique", ())):
        for name in names:
            _check_column(document, ("unique", index), name, known)


def _check_column(document: Document, path: KeyPath, name: str, known: Mapping[str, Field]) -> None:
    if name not in known:
        raise document.error(path, f"there is no column '{name}'; there are: {', '.join(known)}")


def _name(data: dict[str, Any]) -> FileName | None:
    name = data.get("name")
    if name is None:
        return None
    parts = {
        part: Field(
            part, cast("Kind", told["type"]), 0, told.get("length", len(told.get("format", ""))),
            format=told.get("format", ""), era=told.get("era", "ce"),
        )
        for part, told in name["parts"].items()
    }  # fmt: skip
    known = {"provenance": data["provenance"], "source": data.get("source", "")} | name
    return FileName(name["pattern"], parts, {}, known["provenance"], known["source"])


def _rules(columns: list[dict[str, Any]]) -> ColumnRules:
    named = {
        word: {column["name"]: column[word] for column in columns if column.get(word)}
        for word in ("same", "rises", "every", "day_of", "needs")
    }
    every = {name: timedelta(seconds=parse_duration(step)) for name, step in named["every"].items()}
    return ColumnRules(frozenset(named["same"]), frozenset(named["rises"]), every, named["day_of"], named["needs"])


def _field(column: dict[str, Any], index: int, data: dict[str, Any]) -> Field:
    return Field(
        name=column["name"],
        kind=_KINDS[column["type"]],
        start=index,
        end=index + 1,
        decimals=column.get("decimals", 0),
        codes=column.get("codes", {}),
        open=column.get("open"),
        value=column.get("pattern", ""),
        required=column.get("required", True),
        personal=column.get("personal"),
        provenance=column.get("provenance", data["provenance"]),
        source=column.get("source", data.get("source", "")),
    )
