"""Records as tables of columns: a partner's file is its list of columns, written and read by one small codec.

The columns stand side by side, or as cells between separators. Text is cp874, amounts are satang.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from reference.cis.messages import FileOutcome, FileRefused
from reference.cis.partners._common.fixed_width import CHARSET
from reference.common.dates import FIRST_YEAR, LAST_YEAR

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how a value is written in its width, and what a text says; ValueError where it says nothing."""

    name: str
    width: int
    write: Callable[[Any, int], str]
    read: Callable[[str], Any]


def fixed(value: str) -> Column:
    """The same in every record."""

    def read(text: str) -> str:
        if text.rstrip() != value.rstrip():
            raise ValueError(f"ต้องเป็น {value}")
        return value

    return Column("", len(value), lambda _, width: value, read)


def spare(width: int) -> Column:
    """An unused column; its content is ignored."""
    return Column("", width, lambda _, width: "", lambda text: None)


def words(name: str, width: int) -> Column:
    return Column(name, width, lambda value, width: str(value or "")[:width], str.strip)


def digits(name: str, width: int, *, zero_filled: bool = False) -> Column:
    """An identifier; it may be shorter than its column, and is then filled up on the left with zeros or left so."""

    def read(text: str) -> str:
        if not text.strip().isdecimal() or not text.isascii():
            raise ValueError("ต้องเป็นตัวเลข")
        return text.strip()

    return Column(name, width, lambda value, width: str(value).zfill(width) if zero_filled else str(value), read)


def number(name: str, width: int) -> Column:
    """A count, or an amount in satang: filled up with zeros."""

    def read(text: str) -> int:
        if len(text) != width or not text.isdecimal() or not text.isascii():
            raise ValueError(f"ต้องเป็นตัวเลข {width} หลัก")
        return int(text)

    return Column(name, width, lambda value, width: f"{value:0{width}d}", read)


def day(name: str, form: str) -> Column:
    """A Gregorian date, such as `%d%m%Y`."""
    width = len(f"{date(2000, 1, 1):{form}}")

    def read(text: str) -> date:
        found = datetime.strptime(text, form).date() if text.isdecimal() and len(text) == width else None
        if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise ValueError("ไม่ใช่วันที่")
        return found

    return Column(name, width, lambda value, width: f"{value:{form}}", read)


@dataclass(frozen=True, slots=True)
class Record:
    """The columns of one type of record; with a `separator` they are cells."""

    columns: Sequence[Column]
    separator: str = ""

    @property
    def length(self) -> int:
        """Bytes of a record in columns."""
        return sum(column.width for column in self.columns)

    def write(self, values: Values) -> bytes:
        texts = [column.write(values.get(column.name), column.width) for column in self.columns]
        if self.separator:
            return self.separator.join(text.replace(self.separator, " ") for text in texts).encode(CHARSET, "replace")
        fields = zip(texts, self.columns, strict=True)
        return b"".join(text.encode(CHARSET, "replace")[: column.width].ljust(column.width) for text, column in fields)

    def fits(self, line: bytes) -> bool:
        """Whether a line has the length, or the number of cells, of this record."""
        return (
            line.count(self.separator.encode()) + 1 == len(self.columns) if self.separator else len(line) == self.length
        )

    def read(self, line: bytes, place: str) -> dict[str, Any]:
        """The values by name; `FileRefused` at the first column that cannot be read, told with `place`."""
        values, problem = self.read_what_can_be(line, place)
        if problem:
            raise FileRefused(FileOutcome.UNREADABLE, problem)
        return values

    def read_what_can_be(self, line: bytes, place: str) -> tuple[dict[str, Any], str]:
        """The values of the columns that can be read, and what is wrong with the first other one (empty if none)."""
        values: dict[str, Any] = {}
        problem = ""
        for index, (column, text) in enumerate(zip(self.columns, self._texts(line), strict=True), 1):
            try:
                values[column.name] = column.read(text)
            except ValueError as wrong:
                where = f"ช่อง {index} {column.name}".rstrip()
                problem = problem or f"{place} {where}: {wrong}"
        return values, problem

    def _texts(self, line: bytes) -> list[str]:
        text = line.decode(CHARSET)  # a single-byte charset: columns of bytes are columns of letters
        if self.separator:
            return text.split(self.separator)
        ends = [sum(column.width for column in self.columns[: index + 1]) for index in range(len(self.columns))]
        return [text[end - column.width : end] for column, end in zip(self.columns, ends, strict=True)]
