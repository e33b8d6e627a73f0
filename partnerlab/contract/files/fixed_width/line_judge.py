"""Judges a record file line by line: slower than `fast_check`, and with every finding."""

from __future__ import annotations

from partnerlab.contract.files.code_pages import UTF8_MARK, looks_utf8, shape, wide
from partnerlab.contract.files.field_ties import FieldTies
from partnerlab.contract.files.field_types.field_type import FieldError
from partnerlab.contract.files.file_findings import FileLine, Findings, Level, Place
from partnerlab.contract.files.fixed_width.control_totals import ControlTotals
from partnerlab.contract.files.fixed_width.record_format import RecordFormat, RecordRow, record_type_of
from partnerlab.contract.files.layout_model import LINE_ENDS, Field, LayoutModel, Record, RecordType
from partnerlab.contract.findings import Side
from partnerlab.contract.open_lists import RULE, expected

_END_NAMES = {b"\r\n": "CRLF", b"\n": "LF", b"": "no line end", None: "none in sight"}
_AFTER: dict[RecordType | None, tuple[RecordType, ...]] = {
    None: ("header",),
    "header": ("detail", "trailer"),
    "detail": ("detail", "trailer"),
    "trailer": (),
}


class LineJudge:
    """Judges lines in order. Between lines it keeps the last record type, those allowed next, and the totals."""

    def __init__(self, model: LayoutModel, records: dict[RecordType, RecordFormat], side: Side, limit: int) -> None:
        self._model, self._records = model, records
        self.findings = Findings(side, limit)
        self.tally = ControlTotals(model, records["detail"])
        self._ties = FieldTies(model)
        self.counts: dict[RecordType, int] = dict.fromkeys(records, 0)
        self.number = self.size = 0
        self.sequence = model.sequence_first
        self.line_end = LINE_ENDS[model.lines.end]
        self._framing: dict[RecordType, FileLine] = {}  # the first header and the first trailer
        self._last: RecordType | None = None
        self._ends_told: set[bytes | None] = set()
        self._blank_told = False
        self._is_wide = False  # no byte of it stands where the layout says: one finding says all
        self._lost = False  # a record whose columns cannot be trusted: the file is refused, no total means anything

    @property
    def in_details(self) -> bool:
        """Whether a detail may come next, so that blocks can be taken."""
        return "detail" in self._next()

    @property
    def header(self) -> bytes | None:
        """The first header, as far as it came."""
        line = self._framing.get("header")
        return line.raw if line else None

    def skip(self, count: int) -> None:
        """Some good details were tallied elsewhere."""
        self.number += count
        self.sequence += count if self._records["detail"].counts_on else 0
        self.counts["detail"] += count
        self._last = "detail"

    def take(self, line: FileLine, end: bytes | None) -> None:
        """Judge one line; `end` is its line end, None for a line that does not end."""
        self.number = line.number
        if line.number == 1 and (code_page := wide(line.raw)):
            self._is_wide = True
            self._file(line, 0, 2, "encoding", f"{self._model.lines.encoding}, one byte a character", code_page)
        if self._is_wide:
            return
        self._line_end(line, end)
        if line.number == 1 and line.raw.startswith(UTF8_MARK):
            self._file(line, 0, 3, "encoding", self._model.lines.encoding, "a byte order mark of UTF-8")
            line = FileLine(1, line.offset + 3, line.raw[3:])
        if not line.raw:
            self._blank(line)
            return
        role = record_type_of(self._model, line.raw)
        if role is None:
            self._unknown(line)
            return
        self._record(line, role)

    def end_mark(self, line: FileLine) -> None:
        """0x1A after the last record, as old systems end a text."""
        if "end-of-file mark" not in self._model.lines.tolerates:
            self._file(line, 0, len(line.raw), "end of file", "nothing after the last line", "the end mark 0x1A")

    def finish(self, size: int) -> None:
        """Judge the file as a whole: missing records and totals."""
        self.size = size
        if size == 0:
            self.findings.add("file", None, "empty file", "records", "0 bytes")
        if size == 0 or self._is_wide:
            return
        for role in ("header", "trailer"):
            if role in self._records and not self.counts[role]:
                self.findings.add("file", None, "order", f"a {role}, {_known_by(self._records[role].record)}", "none")
        self._only_if()
        if not self._lost:
            self._totals()

    def _record(self, line: FileLine, role: RecordType) -> None:
        self._order(line, role)
        self.counts[role] += 1
        self._last = role
        if not self._legible(line) or not self._long_enough(line, role):
            self._sequence(line, role)
            self._lost = True
            self.findings.bad_details += role == "detail"
            return
        self._fields(line, role)
        self._sequence(line, role)

    def _fields(self, line: FileLine, role: RecordType) -> None:
        level: Level = "record" if role == "detail" else "file"
        wrong = list(self._records[role].misfits(line.raw, self.header))
        for one, bad in wrong:
            if one.name != self._model.sequence_field:
                place = line.of(one, self._records[role].types[one.name].wrong(one.of(line.raw)))
                seen = bad.seen or _seen(self, line, one, place)
                self.findings.add(level, place, bad.rule, bad.expected, seen)
        for one in self._records[role].unknown_codes(line.raw):
            place = line.of(one)
            self.findings.notice(place, RULE, expected(one.codes), _seen(self, line, one, place))
        if role == "detail":
            names = frozenset(one.name for one, _ in wrong)
            is_tied = self._tied(line, names)
            self.findings.bad_details += bool(wrong) or not is_tied
            self.tally.add_line(line.raw, names)
        else:
            self._framing.setdefault(role, line)

    def _tied(self, line: FileLine, wrong: frozenset[str]) -> bool:
        """Whether the fields of a detail fit each other, and what came before."""
        detail = self._records["detail"]
        misfits = list(self._ties.misfits(RecordRow(detail, line.raw), line.number, wrong))
        for misfit in misfits:
            field = detail.record.named(misfit.field)
            place = line.of(field)
            seen = misfit.seen or _seen(self, line, field, place)
            self.findings.add("record", place, misfit.rule, misfit.expected, seen)
        return not misfits

    def _order(self, line: FileLine, role: RecordType) -> None:
        allowed = self._next()
        if role in allowed:
            return
        seen = f"a {role}" + (f" after the {self._last}" if self._last else " first")
        expected = f"a {' or a '.join(allowed)}" if allowed else "nothing after the trailer"
        self._file(line, 0, 1, "order", expected, seen)

    def _next(self) -> tuple[RecordType, ...]:
        """What may come next, leaving out record types that the layout does not have."""
        allowed = _AFTER[self._last]
        if self._last is None and "header" not in self._records:
            allowed = ("detail", "trailer")
        return tuple(role for role in allowed if role in self._records)

    def _sequence(self, line: FileLine, role: RecordType) -> None:
        name = self._model.sequence_field
        if name is None or not self._records[role].counts_on:
            return
        one = self._records[role].record.named(name)
        raw = one.of(line.raw)
        expected = f"{self.sequence:0{one.width}d}"
        seen = int(raw) if raw.isdigit() else None
        if seen != self.sequence or len(raw) != one.width:
            told = raw.decode(self._model.lines.encoding, "replace")
            self.findings.add("file", line.of(one), "sequence", expected, f"'{told}'")
        # After a gap the count goes on from what was seen, so that one gap is one finding.
        self.sequence = (self.sequence if seen is None else seen) + 1

    def _legible(self, line: FileLine) -> bool:
        """Whether the line is in the encoding of the file, so that its columns can be trusted."""
        encoding = self._model.lines.encoding
        if looks_utf8(line.raw):
            expected, seen = f"{encoding}, one byte a character", "Thai text in UTF-8, three bytes a character"
            first = next(i for i, byte in enumerate(line.raw) if byte > 0x7F)
            self._file(line, first, first + 3, "encoding", expected, f"{seen}: write the file in {encoding}")
            return False
        return True

    def _long_enough(self, line: FileLine, role: RecordType) -> bool:
        wanted = self._records[role].record.length
        if len(line.raw) != wanted:
            what = "short" if len(line.raw) < wanted else "long"
            seen = f"{len(line.raw)} bytes, {abs(len(line.raw) - wanted)} too {what}"
            start, end = sorted((len(line.raw), wanted))
            self._file(line, start, end, "record length", f"{wanted} bytes", seen)
        return len(line.raw) == wanted

    def _line_end(self, line: FileLine, end: bytes | None) -> None:
        """Report each kind of wrong line end once: a file has it in every line."""
        lines = self._model.lines
        if not end and b"\r" in line.raw and not self._ends_told:
            self._ends_told |= {b"", None}
            alone = line.raw.index(b"\r")
            self._file(line, alone, alone + 1, "line end", lines.end, "CR, here first")
            return
        if self.number == 1 and end:
            self.line_end = end
        tolerated = "missing last line end" if end == b"" else _END_NAMES[end]
        if end in self._ends_told or tolerated in lines.tolerates or end == LINE_ENDS[lines.end]:
            return
        self._ends_told.add(end)
        self._file(line, len(line.raw), None, "line end", lines.end, f"{_END_NAMES[end]}, here first")

    def _blank(self, line: FileLine) -> None:
        if "blank lines" not in self._model.lines.tolerates and not self._blank_told:
            self._blank_told = True
            self._file(line, 0, 0, "blank line", "a record on every line", "an empty line, here first")

    def _unknown(self, line: FileLine) -> None:
        markers = [record.sign for record in self._model.records.values()]
        seen = line.raw[:1].decode(self._model.lines.encoding, "replace")
        self._file(line, 0, 1, "record type", f"one of {', '.join(markers)}", f"'{seen}'")

    def _only_if(self) -> None:
        for role, one in self._records.items():
            for name, codes in one.record.only_if.items():
                if self.header is None or not self.counts[role]:
                    continue
                seen = self._model.records["header"].named(name).of(self.header).decode("ascii", "replace")
                if seen.rstrip() not in codes:
                    rule, told = f"{role} only if", f"no {role} unless {name} of the header is {' or '.join(codes)}"
                    self.findings.add("file", None, rule, told, f"{self.counts[role]}, and {name} {seen}")

    def _totals(self) -> None:
        for running in self.tally.running:
            line, record = self._framing.get(running.total.role), self._records[running.total.role]
            if line is None:
                continue
            one = record.record.named(running.total.field)
            try:
                stated = record.types[one.name].decode(one.of(line.raw))
            except FieldError:
                continue  # told already, as a field that cannot be read
            if isinstance(stated, int) and not running.allows(stated):
                self.findings.add("file", line.of(one), "total", running.expectation(one), one.told(stated))

    def _file(self, line: FileLine, start: int, end: int | None, rule: str, expected: str, seen: str) -> None:
        self.findings.add("file", line.at(start, end), rule, expected, seen)


def _known_by(record: Record) -> str:
    """How a record that is missing is known, for a message."""
    at = f"with '{record.marker.decode()}' in column {record.marker_at + 1}"
    return f"a line {at}" if record.marker_at else f"a line beginning with '{record.marker.decode()}'"


def _seen(judge: LineJudge, line: FileLine, one: Field, place: Place) -> str:
    """What a field holds, as text; of personal data only its shape, of room for nothing only what stands there."""
    raw = one.of(line.raw)
    if one.kind == "spare" and place.wrong:
        raw = line.raw[place.wrong[0] - 1 : place.wrong[1]]
    text = raw.decode(judge._model.lines.encoding, "replace")
    return f"text of the shape '{shape(text)}'" if one.personal else f"'{text}'"
