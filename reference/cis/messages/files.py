"""Files that partners send, and payments in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from reference.cis.messages.money import Sum
from reference.common.file_channels.channel import OutgoingFile
from reference.common.file_channels.file_content import FileContent

__all__ = [
    "FileOutcome",
    "FileRefused",
    "FileResult",
    "OutgoingFile",
    "PaymentFile",
    "PaymentRecord",
    "ReceivedFile",
    "RecordOutcome",
    "SettledRecord",
]


class ReceivedFile:
    """A file as it came; the place where it lay says which partner it is from, `agent` is that one in the books."""

    def __init__(self, agent: str, name: str, content: bytes | FileContent) -> None:
        self.agent, self.name, self.content = agent, name, FileContent.of(content)

    @property
    def data(self) -> bytes:
        return self.content.read()


class FileOutcome(StrEnum):
    """The outcome of a whole file; each format has its own digits for these."""

    SETTLED = "settled"
    FIRST_NUMBER = "first_number"
    FRAME = "frame"
    ENCODING = "encoding"
    TOTALS = "totals"
    RECEIVED_BEFORE = "received_before"
    NAME = "name"
    UNREADABLE = "unreadable"
    NOT_ASKED = "not_asked"
    NOT_EXACT = "not_exact"
    RECORD = "record"
    OTHER = "other"


class FileRefused(Exception):
    """The file as a whole is not settled: its outcome, and in Thai why."""

    def __init__(self, outcome: FileOutcome, reason: str) -> None:
        super().__init__(reason)
        self.outcome = outcome


class PaymentRecord(NamedTuple):
    """One payment of a file. `problem` says in Thai why it cannot be used, `amount` is None when unreadable.

    `payment_key` is the same for the same payment wherever that agent tells it again. `line` is the record as it
    came, which only its format opens.
    """

    sequence: int
    branch: str
    registration: str
    invoice: str
    paid_on: date | None
    amount: int | None
    brings_money: bool
    payment_key: str
    problem: str | None
    line: bytes


@dataclass(frozen=True, slots=True)
class PaymentFile:
    """The content of a payment file; `effective` is its day, `stated` its own total.

    Its records are read as they are asked for.
    """

    effective: date
    stated: Sum
    records: Iterable[PaymentRecord]


class RecordOutcome(StrEnum):
    """The outcome of one payment of a file."""

    POSTED = "posted"
    REFERENCE_UNKNOWN = "reference_unknown"
    DUPLICATE = "duplicate"
    PAID_BEFORE = "paid_before"
    LATE = "late"
    INVALID = "invalid"


class SettledRecord(NamedTuple):
    """A payment of a file with what became of it: in Thai (`note`), and its receipt (empty where none was made)."""

    record: PaymentRecord
    outcome: RecordOutcome
    note: str
    receipt: str


@dataclass(frozen=True, slots=True)
class FileResult:
    """The answer to a payment file; a refused file has no `records` and no `effective` day.

    Records are settled as they are asked for, so that a large file takes little memory: they come only once.
    """

    outcome: FileOutcome
    reason: str = ""
    effective: date | None = None
    records: Iterable[SettledRecord] = ()
