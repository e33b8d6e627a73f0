"""Bills that go to a bank, and its answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from reference.cis.messages.files import FileOutcome


class Instrument(StrEnum):
    """What a mandate debits."""

    ACCOUNT = "account"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class Debit:
    """One bill to debit: `account_number` of the bank account or card, and whose bill it is."""

    mandate: str
    instrument: Instrument
    account_number: str
    name: str
    branch: str
    registration: str
    invoice: str
    due: date
    amount: int


@dataclass(frozen=True, slots=True)
class DebitTerms:
    """The terms agreed with a bank: limits in satang, tries for each bill, service hours."""

    minimum: int = 0
    maximum: int | None = None
    tries: int = 3
    opens: time | None = None
    closes: time | None = None

    def next_opening(self, now: datetime) -> datetime | None:
        """When a service that is closed now opens; None while it is open."""
        if self.opens is None or self.closes is None or self.opens <= now.time() < self.closes:
            return None
        day = now.date() if now.time() < self.opens else now.date() + timedelta(days=1)
        return datetime.combine(day, self.opens, now.tzinfo)


@dataclass(frozen=True, slots=True)
class BatchDates:
    """When a batch was made, when the bank debits, and the day of its answer."""

    cut: date
    effective: date
    answer_by: date


@dataclass(frozen=True, slots=True)
class Batch:
    """Bills that are about to go to a bank; `number` is ours: the day of the debit and a running number."""

    number: str
    dates: BatchDates
    debits: Sequence[Debit]


@dataclass(frozen=True, slots=True)
class BatchReference:
    """Which batch a result says it answers: by our number where the bank returns it, and by the day of the debit."""

    number: str | None
    effective: date | None


class Reason(StrEnum):
    """Why a bank did not debit: one set for all banks, whose own codes are only kept beside it."""

    INSUFFICIENT_FUNDS = "insufficient_funds"
    LIMIT_EXCEEDED = "limit_exceeded"
    INVALID_AMOUNT = "invalid_amount"
    DUPLICATION = "duplication"
    CLOSED_ACCOUNT = "closed_account_number"
    INCORRECT_ACCOUNT = "incorrect_account_number"
    BLOCKED_ACCOUNT = "blocked_account"
    NO_MANDATE = "no_mandate"
    MANDATE_CANCELLED = "mandate_cancelled"
    OFFLINE_AGENT = "offline_agent"
    SETTLEMENT_FAILED = "settlement_failed"
    REFERENCE_WRONG = "reference_wrong"
    CARD_EXPIRED = "card_expired"
    NOT_TOLD = "not_told"
    UNKNOWN = "unknown"


ISO_20022 = {
    Reason.INSUFFICIENT_FUNDS: "AM04",
    Reason.LIMIT_EXCEEDED: "AM14",
    Reason.INVALID_AMOUNT: "AM12",
    Reason.DUPLICATION: "AM05",
    Reason.CLOSED_ACCOUNT: "AC04",
    Reason.INCORRECT_ACCOUNT: "AC01",
    Reason.BLOCKED_ACCOUNT: "AC06",
    Reason.NO_MANDATE: "MD01",
    Reason.MANDATE_CANCELLED: "MD01",
    Reason.OFFLINE_AGENT: "AB07",
    Reason.SETTLEMENT_FAILED: "ED05",
    Reason.NOT_TOLD: "MS03",
}
"""The status reasons of ISO 20022; for a reference of ours, a card that has run out and an unknown code it has none."""


@dataclass(frozen=True, slots=True)
class AskedDebit:
    """One debit of a batch that a bank has, in its place of the file as sent (from 1)."""

    place: int
    mandate: str
    branch: str
    registration: str
    invoice: str
    amount: int


@dataclass(frozen=True, slots=True)
class DebitOutcome:
    """A bank's answer to one debit; `reason` is None if it was collected.

    `place` is the place of the debit in the batch as sent, None where it was not asked for. `code` is the bank's own
    word for the reason: kept and shown, never judged. `problem` says in Thai why the record cannot be used, though it
    is known which debit it is about: nothing is booked by it, not even what it says was `paid`, and a person decides.
    """

    place: int | None
    amount: int
    paid: int
    reason: Reason | None = None
    code: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class DebitResult:
    """The bank's answers to a batch, in the order of its file."""

    outcomes: Sequence[DebitOutcome]


class DebitTaken(StrEnum):
    """The result of taking up one answer."""

    PAID = "paid"
    DEPOSITED = "deposited"
    NOTED = "noted"
    PARKED = "parked"


@dataclass(frozen=True, slots=True)
class SettledDebit:
    """A debit with the bank's answer, what became of it, and the receipt of its money (empty where none came)."""

    asked: AskedDebit
    outcome: DebitOutcome
    taken: DebitTaken
    receipt: str


@dataclass(frozen=True, slots=True)
class DebitSettlement:
    """What a bank's result led to; a refused file has no `debits` and no `effective` day."""

    outcome: FileOutcome
    reason: str = ""
    debits: Sequence[SettledDebit] = ()
    effective: date | None = None
