"""Bills that go to a bank, and its answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
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
    """Why a bank did not debit: the names of ISO 20022's status reasons, and ours where there is none."""

    INSUFFICIENT_FUNDS = "insufficient_funds"  # AM04
    NOT_ALLOWED_AMOUNT = "not_allowed_amount"  # AM02
    DUPLICATION = "duplication"  # AM05
    CLOSED_ACCOUNT = "closed_account_number"  # AC04
    INCORRECT_ACCOUNT = "incorrect_account_number"  # AC01
    NO_MANDATE = "no_mandate"  # MD01
    OFFLINE_AGENT = "offline_agent"  # AB07
    SETTLEMENT_FAILED = "settlement_failed"  # ED05
    REFERENCE_WRONG = "reference_wrong"
    CARD_EXPIRED = "card_expired"
    UNKNOWN = "unknown"


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
    """What a bank says of one debit; `reason` is None where it was collected.

    `place` is the place of the debit in the batch as sent, None where it was not asked for. `code` is the bank's own
    word for the reason: kept and shown, never judged.
    """

    place: int | None
    amount: int
    paid: int
    reason: Reason | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class DebitResult:
    """The bank's answers to a batch, in the order of its file."""

    outcomes: Sequence[DebitOutcome]


class DebitTaken(StrEnum):
    """What became of one answer."""

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
    """What a bank's result led to; a refused file has no `debits`."""

    outcome: FileOutcome
    reason: str = ""
    debits: Sequence[SettledDebit] = ()
