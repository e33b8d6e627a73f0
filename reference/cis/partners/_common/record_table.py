"""Records as tables of columns: a partner's file is its list of columns, written and read by one small codec.

The columns stand side by side, or as cells between separators.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from reference.cis.messages import FileOutcome, FileRefused
from reference.cis.partners._common.fixed_width import CHARSET
from reference.cis.partners._common.records.record_columns import Column

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Record:
    """The columns of one type of record; with a `separator` they are cells.

    `orders` are pairs of dates, by name: the first must not be after the second.
    """

    columns: Sequence[Column]
    separator: str = ""
    orders: Sequence[tuple[str, str]] = ()

    @property
    def length(self) -> int:
        """Bytes of a record in columns."""
        return sum(column.width for column in self.columns)

    @property
    def has_marker(self) -> bool:
        """Whether its type is known by what stands in it."""
        return any(column.marks for column in self.columns)

    @property
    def form(self) -> bytes:
        """What a record in columns looks like, as a regular expression."""
        return b"".join(column.form for column in self.columns)

    @property
    def ends(self) -> list[int]:
        """Where each column ends, as a slice takes it."""
        return list(accumulate(column.width for column in self.columns))

    def write(self, values: Values) -> bytes:
        texts = [column.write(values.get(column.name), column.width) for column in self.columns]
        if self.separator:
            return self.separator.join(text.replace(self.separator, " ") for text in texts).encode(CHARSET, "replace")
        fields = zip(texts, self.columns, strict=True)
        return b"".join(text.encode(CHARSET, "replace")[: column.width].ljust(column.width) for text, column in fields)

    def marked_by(self, line: bytes) -> int:
        """How many bytes of a line say that it is of this type; 0 where it is not."""
        at = 0
        for column in self.columns:
            if column.marks:
                held = line[at : at + column.width]
                return column.width if len(held) == column.width and _reads(column, held) else 0
            at += column.width
        return 0

    def fits(self, line: bytes) -> bool:
        """Whether a line has the length of this record, or its number of cells and none too long."""
        if not self.separator:
            return len(line) == self.length
        cells = line.split(self.separator.encode())
        return len(cells) == len(self.columns) and all(
            len(cell) <= column.width for cell, column in zip(cells, self.columns, strict=True)
        )

    def read(self, line: bytes, place: str) -> dict[str, Any]:
        """The values by name; `FileRefused` at the first column that cannot be read, told with `place`."""
        values, problem = self.read_what_can_be(line, place)
        if problem:
            raise FileRefused(FileOutcome.UNREADABLE, problem)
        return values

    def read_what_can_be(self, line: bytes, place: str) -> tuple[dict[str, Any], str]:
        """The values of the columns that can be read, and the first thing that is wrong with it (empty if none)."""
        values: dict[str, Any] = {}
        problem = ""
        for index, (column, held) in enumerate(zip(self.columns, self._held(line), strict=True)):
            try:
                values[column.name] = column.read(held)
            except ValueError as wrong:
                problem = problem or f"{place} {self.place_of(index)} {wrong}"
        return values, problem or self.disorder(values, place)

    def place_of(self, index: int) -> str:
        """Where a column stands, as people count: `ตำแหน่ง 21-28`, or the number of a cell."""
        if self.separator:
            return f"ช่อง {index + 1}"
        last, width = self.ends[index], self.columns[index].width
        return f"ตำแหน่ง {last - width + 1}-{last}" if width > 1 else f"ตำแหน่ง {last}"

    def disorder(self, values: Values, place: str) -> str:
        """Which dates are not in the order that they must have (empty if all are)."""
        for earlier, later in self.orders:
            if earlier in values and later in values and values[earlier] > values[later]:
                return f"{place} วันที่ {earlier} ต้องไม่หลังวันที่ {later}"
        return ""

    def _held(self, line: bytes) -> Iterator[bytes]:
        """The bytes of each column; a cell is filled up to its width."""
        if self.separator:
            cells = line.split(self.separator.encode())
            yield from (cell.ljust(column.width) for cell, column in zip(cells, self.columns, strict=True))
            return
        for end, column in zip(self.ends, self.columns, strict=True):
            yield line[end - column.width : end]


def _reads(column: Column, held: bytes) -> bool:
    try:
        column.read(held)
    except ValueError:
        return False
    return True
