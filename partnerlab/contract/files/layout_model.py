"""A record layout as plain frozen data: what stands in which bytes, and how the records of a file hang together."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from partnerlab.contract.json_dates import AgreedDate
from partnerlab.contract.message_time import TimeTolerance
from partnerlab.world.accounts.money import baht_text

Kind = Literal["constant", "text", "digits", "number", "amount", "date", "time", "code", "spare"]
RecordType = Literal["header", "detail", "trailer"]
Value = str | int | date | time | None

LINE_ENDS: Mapping[str, bytes] = {"CRLF": b"\r\n", "LF": b"\n"}


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `start` and `end` are byte offsets as a slice takes them; `columns` is how people count them.

    `digits` is the least and the most digits a `digits` field holds; `empty` the forms (`spaces`, `zeros`) in which
    an optional field says nothing, the first of which is written. `not_after` and `not_before` name another date, of
    the same record or as `header.NAME`; `message_time` says that it is the time at which the file was made. `date`
    says of digits which of them are a date; `open` whether there may be codes that are not listed, if it is known;
    `not_taken` are codes of the list that make a record unusable between these two parties.
    """

    name: str
    kind: Kind
    start: int
    end: int
    value: str = ""
    digits: tuple[int, int] = (0, 0)
    justify: Literal["left", "right"] = "left"
    decimals: int = 2
    above_zero: bool = False
    format: str = ""
    era: Literal["ce", "be"] = "ce"
    codes: Mapping[str, str] = dataclasses.field(default_factory=dict)
    not_taken: tuple[str, ...] = ()
    date: AgreedDate | None = None
    open: bool | None = None
    required: bool = True
    empty: tuple[str, ...] = ("spaces",)
    repeats_header: bool = False
    not_after: str = ""
    not_before: str = ""
    message_time: TimeTolerance | None = None
    no_message_time: bool = False
    personal: str | None = None
    provenance: str = ""
    source: str = ""

    def told(self, number: int) -> str:
        """A value as people read it: an amount in baht."""
        return f"{baht_text(number)} baht" if self.kind == "amount" else str(number)

    @property
    def width(self) -> int:
        return self.end - self.start

    @property
    def columns(self) -> str:
        """`164-176`, or `153` for a field of one byte."""
        return f"{self.start + 1}-{self.end}" if self.width > 1 else str(self.end)

    def of(self, record: bytes) -> bytes:
        """The bytes of this field in a record."""
        return record[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Record:
    """One type of record; `only_if` names header values without which it must not appear.

    It is known by the bytes of `marker` at `marker_at`, its beginning unless told; without a marker it is every line
    that is known as nothing else.
    """

    role: RecordType
    marker: bytes
    length: int
    fields: tuple[Field, ...]
    only_if: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    marker_at: int = 0

    def marks(self, line: bytes) -> bool:
        """Whether a line is a record of this type, as far as its marker says."""
        return line.startswith(self.marker, self.marker_at)

    @property
    def sign(self) -> str:
        """How a message names a line of this type."""
        if not self.marker:
            return "a line without any of these"
        place = f" in column {self.marker_at + 1}" if self.marker_at else ""
        return f"{self.marker.decode()}{place}"

    def named(self, name: str) -> Field:
        """The field of that name; KeyError when there is none."""
        for one in self.fields:
            if one.name == name:
                return one
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Total:
    """A control total: how many details, or the sum of one of their fields, that hold `where`.

    It stands in a field of the trailer, or of the header. `is_hash` sums the digits of `sum` as one number, and keeps
    as many of the last digits as the field holds.
    """

    field: str
    sum: str | None
    where: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    role: RecordType = "trailer"
    is_hash: bool = False


@dataclass(frozen=True, slots=True)
class Requirement:
    """In a detail whose codes are among those of `when`, `field` has to be so: one of the others says how.

    A detail whose codes are among those of `unless` is free of it.
    """

    when: Mapping[str, tuple[str, ...]]
    field: str
    equals: str = ""
    state: Literal["", "empty", "filled", "zero"] = ""
    among: tuple[str, ...] = ()
    unless: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lines:
    """How records become lines: encoding, line end, and what is let pass besides.

    With a `separator` the fields of a record are the cells of a line; without, its columns.
    """

    encoding: str
    end: str
    tolerates: frozenset[str]
    separator: str = ""


@dataclass(frozen=True, slots=True)
class FileName:
    """`MWA_TMN_{date}_{sequence}.txt`: the parts by name, and the header field that a part must repeat.

    `not_after` are header fields whose date a part must not be after.
    """

    pattern: str
    parts: Mapping[str, Field]
    equals: Mapping[str, str]
    provenance: str = ""
    source: str = ""
    not_after: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileMoney:
    """How the records of a file move money; one of `takes`, `answers` and `asks` is set.

    `takes` and `asks` are fields of a detail that hold an amount; `answers` is the field of the header that names the
    file answered, which was taken up where the header's codes are among `accepted`; a record of it need not come again
    where the detail's codes are among `booked`. `once` are the fields of a detail
    by which the same payment, or debit, is known in another file, `day` is the header's date that is their day.
    """

    takes: str | None = None
    where: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    once: tuple[str, ...] = ()
    day: str | None = None
    never_taken_back: bool = False
    answers: str | None = None
    accepted: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    booked: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    asks: str | None = None


@dataclass(frozen=True, slots=True)
class LayoutModel:
    """Everything a layout says."""

    file: str
    title: Mapping[str, str]
    lines: Lines
    records: Mapping[RecordType, Record]
    sequence_field: str | None
    sequence_first: int
    totals: tuple[Total, ...]
    name: FileName | None
    answers: Mapping[str, tuple[str, ...]]
    provenance: str
    source: str
    money: FileMoney | None = None
    requires: tuple[Requirement, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()

    def total_field(self, name: str) -> tuple[RecordType, Field]:
        """The record in which a control total of that name stands, and its field."""
        role = next(total.role for total in self.totals if total.field == name)
        return role, self.records[role].named(name)
