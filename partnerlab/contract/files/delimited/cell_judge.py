"""Holds a delimited file against its layout: the line of names, then every line cell by cell."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from partnerlab.contract.files.code_pages import wide
from partnerlab.contract.files.delimited.cell_types import Cell
from partnerlab.contract.files.field_ties import FieldTies
from partnerlab.contract.files.field_types.field_type import FieldError
from partnerlab.contract.files.file_findings import FileLine, Findings
from partnerlab.contract.files.fixed_width.file_judge import Verdict
from partnerlab.contract.files.layout_model import Field, LayoutModel
from partnerlab.contract.findings import Side
from partnerlab.contract.open_lists import RULE, expected

MARK = b"\xef\xbb\xbf"
_MOMENT = "%Y-%m-%d %H:%M"
_TOLD = 200
"""Bytes of a wrong line of names that are told."""


@dataclass(frozen=True, slots=True)
class ColumnRules:
    """Rules between lines, by column: moments that follow each other, values that stay the same.

    `same` says the same on every line, `rises` more than on the line before, `every` so much more; `day_of` lies on
    the day of a part of the file's name, and with `every` the lines are all of that day. `needs` are codes each of
    which some line has.
    """

    same: frozenset[str] = frozenset()
    rises: frozenset[str] = frozenset()
    every: Mapping[str, timedelta] = dataclasses.field(default_factory=dict)
    day_of: Mapping[str, str] = dataclasses.field(default_factory=dict)
    needs: Mapping[str, Sequence[str]] = dataclasses.field(default_factory=dict)


class CellRow:
    """The cells of one line, by name."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def text(self, name: str) -> str:
        """What a cell holds."""
        return self._texts[name].strip()

    def value(self, name: str) -> str:
        """The same: cells that say the same are written alike."""
        return self.text(name)


class CellJudge:
    """One pass over the lines of one file; `days` are the parts of its name that are dates."""

    def __init__(
        self, model: LayoutModel, separator: str, cells: Sequence[Cell], rules: ColumnRules, days: Mapping[str, date],
        side: Side, limit: int,
    ) -> None:  # fmt: skip
        self._lines, self._separator, self._cells, self._rules, self._days = model.lines, separator, cells, rules, days
        self._ties = FieldTies(model)
        self.findings = Findings(side, limit)
        self._missing = {(name, code) for name, codes in rules.needs.items() for code in codes}
        self._ends_told: set[bytes] = set()
        self._first: dict[str, str] = {}
        self._last: dict[str, str] = {}

    def run(self, lines: Iterable[tuple[FileLine, bytes]]) -> Verdict:
        """Judge everything but the file's name, in one pass, remembering only the line before."""
        number = size = 0
        code_page = None
        for line, end in lines:
            number, size = line.number, line.offset + len(line.raw) + len(end)
            code_page = code_page or (wide(line.raw) if number == 1 else None)
            if not code_page:
                self._line(line, end)
        if code_page:
            self.findings.add("file", None, "encoding", self._lines.encoding, code_page)
        else:
            self._between_lines(number)
        if not number:
            self.findings.add("file", None, "line of names", f"'{self._names}'", "an empty file")
        counts = {"header": min(number, 1), "detail": max(number - 1, 0)}
        found = self.findings
        return Verdict(found.all, found.count, found.file_level > 0, found.bad_details, number, size, counts)  # type: ignore[arg-type]

    def _line(self, line: FileLine, end: bytes) -> None:
        self._end(line, end)
        if line.number == 1:
            self._header(line)
        else:
            self._record(line)

    def _between_lines(self, number: int) -> None:
        self._whole_days()
        for name, code in sorted(self._missing if number else ()):
            self.findings.add("file", None, "lines that are needed", f"a line with {name} {code}", "none")

    @property
    def _names(self) -> str:
        return self._separator.join(cell.field.name for cell in self._cells)

    def _end(self, line: FileLine, end: bytes) -> None:
        wanted = {"LF": b"\n", "CRLF": b"\r\n"}[self._lines.end]
        if end != wanted and end not in self._ends_told:
            self._ends_told.add(end)
            alone = line.raw.find(b"\r") if not end else -1
            seen = "CR" if alone >= 0 else {b"": "no line end", b"\n": "LF", b"\r\n": "CRLF"}[end]
            place = line.at(alone, alone + 1) if alone >= 0 else line.at(len(line.raw))
            self.findings.add("file", place, "line end", self._lines.end, f"{seen}, here first")

    def _header(self, line: FileLine) -> None:
        if line.raw.startswith(MARK) and "byte order mark" not in self._lines.tolerates:
            self.findings.add("file", line.at(0, 3), "byte order mark", "none", "a byte order mark of UTF-8")
        if line.raw.removeprefix(MARK) != self._names.encode():
            seen = self._shown(line.raw.partition(b"\r")[0][:_TOLD])
            self.findings.add("file", line.at(), "line of names", f"'{self._names}'", seen)

    def _shown(self, names: bytes) -> str:
        """A wrong line of names, which may be a record: without its words where a record holds personal data."""
        if any(cell.field.personal for cell in self._cells):
            return f"another line of {len(names)} bytes"
        return f"'{names.decode(self._lines.encoding, 'replace')}'"

    def _record(self, line: FileLine) -> None:
        cells = line.raw.split(self._separator.encode())
        if len(cells) != len(self._cells):
            self._refuse(line, None, FieldError("cells", f"{len(self._cells)} cells", f"{len(cells)} cells"))
            return
        texts: dict[str, str] = {}
        places = dict(zip(self._cells, spans(line.raw, self._separator), strict=True))
        for cell, (start, end) in places.items():
            try:
                texts[cell.field.name] = self._cell(cell, line.raw[start:end])
            except FieldError as bad:
                self._refuse(line, (start, end, cell.field), bad)
            else:
                self._note_unknown(cell.field, line, start, end)
        self._missing -= set(texts.items())
        self._tied(line, texts, {cell.field.name: (*span, cell.field) for cell, span in places.items()})

    def _tied(self, line: FileLine, texts: Mapping[str, str], places: Mapping[str, tuple[int, int, Field]]) -> None:
        """Whether the cells of a line fit each other, and the lines before; `texts` are those that are right."""
        wrong = frozenset(places.keys() - texts.keys())
        for misfit in self._ties.misfits(CellRow(texts), line.number, wrong):
            seen = misfit.seen or f"'{texts[misfit.field]}'"
            self._refuse(line, places[misfit.field], FieldError(misfit.rule, misfit.expected, seen))

    def _note_unknown(self, field: Field, line: FileLine, start: int, end: int) -> None:
        text = line.raw[start:end].decode(self._lines.encoding, "replace")
        if field.kind == "code" and text not in field.codes:
            self.findings.notice(line.at(start, end, field.name), RULE, expected(field.codes), f"'{text}'")

    def _cell(self, cell: Cell, raw: bytes) -> str:
        """The text of a cell; `FieldError` where it is not as agreed."""
        try:
            text = raw.decode(self._lines.encoding)
        except UnicodeDecodeError:
            raise FieldError("encoding", f"text in {self._lines.encoding}", "bytes that are none") from None
        name = cell.field.name
        try:
            cell.check(text)
        except FieldError:
            self._last.pop(name, None)  # nothing can follow it
            raise
        first, last = self._first.setdefault(name, text), self._last.get(name, "")
        self._last[name] = text
        if name in self._rules.same and text != first:
            raise FieldError("the same on every line", f"'{first}'", f"'{text}'")
        if name in self._rules.rises and text <= last:
            self._last[name] = last
            raise FieldError("rises from line to line", f"more than '{last}'", f"'{text}'")
        self._times(name, text, last)
        return text

    def _times(self, name: str, text: str, last: str) -> None:
        """A moment stands on the day of the file's name, and follows the one before as it should."""
        day = self._days.get(self._rules.day_of.get(name, ""))
        if day and text[:10] != day.isoformat():
            raise FieldError("day of the file", f"{day}, as in the file's name", f"'{text}'")
        step = self._rules.every.get(name)
        if step and last and (wanted := datetime.fromisoformat(last) + step) != datetime.fromisoformat(text):
            raise FieldError("follows from line to line", f"'{wanted:%Y-%m-%d %H:%M}'", f"'{text}'")

    def _whole_days(self) -> None:
        """What follows in steps on one day begins with it and ends with it."""
        for name, step in self._rules.every.items():
            day = self._days.get(self._rules.day_of.get(name, ""))
            if day is None:
                continue
            start = datetime.combine(day, time())
            wanted = (start, start + timedelta(days=1) - step)
            seen = (self._first.get(name, ""), self._last.get(name, ""))
            if tuple(f"{moment:{_MOMENT}}" for moment in wanted) != seen and all(seen):
                told = " to ".join(f"'{moment:{_MOMENT}}'" for moment in wanted)
                self.findings.add("file", None, "whole day", told, f"'{seen[0]}' to '{seen[1]}'")
            elif not any(seen):
                self.findings.add("file", None, "whole day", f"lines of {day}", "none")

    def _refuse(self, line: FileLine, where: tuple[int, int, Field] | None, bad: FieldError) -> None:
        place = line.at(where[0], where[1], where[2].name) if where else line.at()
        self.findings.add("record", place, bad.rule, bad.expected, bad.seen or "")
        self.findings.bad_details += 1


def spans(raw: bytes, separator: str) -> list[tuple[int, int]]:
    """Where each cell of a line stands, as a slice takes it."""
    found, at = [], 0
    for cell in raw.split(separator.encode()):
        found.append((at, at + len(cell)))
        at += len(cell) + 1
    return found
