"""Judges good detail lines fast: one pattern over hundreds of lines, then whole columns at a time.

A block that holds anything odd is left alone, and the judge looks at its lines one by one.
"""

from __future__ import annotations

from partnerlab.contract.files.code_pages import looks_utf8
from partnerlab.contract.files.fixed_width.control_totals import Columns, ControlTotals
from partnerlab.contract.files.fixed_width.record_format import RecordFormat
from partnerlab.contract.files.layout_model import Field, LayoutModel

LINES = 256  # a block of 66 kB stays in the processor's cache


class Blocks:
    """Takes blocks of details that follow one header, all with the same line end."""

    def __init__(
        self, model: LayoutModel, detail: RecordFormat, tally: ControlTotals, header: bytes | None, line_end: bytes
    ) -> None:
        self.step = detail.record.length + len(line_end)
        self._sequence, self._tally, self._dates = model.sequence_field, tally, detail.dates()
        self._detail, self._header, self._ordered = detail, header, detail.ordered_dates()
        self._dated = detail.dated_digits()
        wanted = tally.fields | set(self._dates) | set(self._dated) | ({self._sequence} if self._sequence else set())
        wanted = wanted or {detail.record.fields[0].name}  # without a group, `findall` gives whole lines
        self._names = [one.name for one in detail.record.fields if one.name in wanted]
        self._find = detail.pattern(header, wanted, line_end).findall
        self._days: dict[str, set[bytes]] = {name: set() for name in self._dates}

    def take(self, block: bytes, count: int, sequence: int) -> bool:
        """Tally `count` lines of a block whose first has that sequence number, if nothing is wrong with any."""
        rows = self._find(block)
        # Matches do not overlap and each is a line long: as many as there are lines means every line matched.
        if len(rows) != count or looks_utf8(block):
            return False
        columns = dict(zip(self._names, zip(*rows, strict=True) if len(self._names) > 1 else [rows], strict=True))
        if not self._runs_on(columns, count, sequence) or not self._days_exist(columns):
            return False
        if not all(self._in_order(one, named, columns) for one, named in self._ordered):
            return False
        self._tally.add_columns(columns, count)
        return True

    def _runs_on(self, columns: Columns, count: int, sequence: int) -> bool:
        if self._sequence is None:
            return True
        return list(map(int, columns[self._sequence])) == list(range(sequence, sequence + count))

    def _in_order(self, one: Field, named: str, columns: Columns) -> bool:
        """Whether the dates of a column may stand beside the other date, of the header or of each line."""
        if named in columns:
            pairs = set(zip(columns[one.name], columns[named], strict=True))
        else:
            other = self._detail.other_date(named, b"", self._header)
            pairs = {(day, other) for day in columns[one.name]} if other is not None else set()
        return all(self._detail.in_order(one, day, other, named) for day, other in pairs)

    def _days_exist(self, columns: Columns) -> bool:
        if not all(kind.exists(raw) for name, kind in self._dated.items() for raw in set(columns[name])):
            return False  # of such there are too many to remember
        for name, kind in self._dates.items():
            days, known = set(columns[name]), self._days[name]
            if not days <= known:
                if not all(kind.exists(day) for day in days):
                    return False
                known |= days
        return True
