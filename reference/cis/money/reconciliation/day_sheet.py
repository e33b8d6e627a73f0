"""One sheet of the reconciliation: what one agent handed over in one way on one day, as we booked it and as it reports.

The day is the agent's own: of its message, of the head of its file, or on which a bank debits.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from reference.cis.messages import Sum


class Way(StrEnum):
    """How money is handed over."""

    MESSAGES = "messages"
    PAYMENT_FILES = "payment_files"
    DEBIT_RESULTS = "debit_results"


class SheetKey(NamedTuple):
    """Which sheet: agents by their names in the books."""

    agent: str
    way: Way
    day: str


class Kind(StrEnum):
    """What can differ: *here* are our books, *there* is the agent's report."""

    MISSING_HERE = "missing_here"
    MISSING_THERE = "missing_there"
    AMOUNT_DIFFERS = "amount_differs"
    REVERSED_BUT_REPORTED = "reversed_but_reported"
    IN_TWO_FILES = "in_two_files"
    FILE_REFUSED = "file_refused"
    FILE_MISSING = "file_missing"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: its number at the agent (a payment's, a till's) and the satang on both sides.

    `file` is the one in which the agent says it. `theirs` is None where the agent's amount is not known.
    """

    kind: Kind
    reference: str
    ours: int
    theirs: int | None
    file: str | None = None

    @property
    def missing(self) -> int:
        """By how much the agent's report exceeds our books."""
        return (self.theirs or 0) - self.ours


@dataclass(slots=True)
class DaySheet:
    """`booked` stands in our books, `reversed` was taken back; `reported` is None where the agent reports nothing."""

    booked: Sum = field(default_factory=Sum)
    reversed: Sum = field(default_factory=Sum)
    reported: Sum | None = None
    differences: list[Difference] = field(default_factory=list)


Sheets = dict[SheetKey, DaySheet]


def sheet_of(sheets: Sheets, agent: str, way: Way, day: str) -> DaySheet:
    """The sheet, made on first mention."""
    return sheets.setdefault(SheetKey(agent, way, day), DaySheet())


def added(one: Sum | None, other: Sum) -> Sum:
    """Both together; nothing and a sum is that sum."""
    return Sum(one.count + other.count, one.amount + other.amount) if one else other
