"""Messages at the counter: inquiry, payment, reversal, their outcome, and an agent's totals of a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from reference.cis.messages.usage import ServiceHours


@dataclass(frozen=True, slots=True)
class Customer:
    """A registration number, and its branch where the agent knows it: then it must be right."""

    registration: str
    branch: str | None = None


@dataclass(frozen=True, slots=True)
class Till:
    """Where an agent took money: a card terminal's totals are sums over these."""

    agent_code: str | None = None
    branch: str | None = None
    terminal: str | None = None
    merchant: str | None = None
    batch: str | None = None


class ReversalUntil(StrEnum):
    """Until when an agent may take a payment back."""

    SAME_DAY = "same_day"
    UNTIL_CUT_OFF = "until_cut_off"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class CounterTerms:
    """The terms of an agent by its agreement with MWA; `minimum` and `maximum` are limits of one payment.

    Arrears are bills of earlier months beside the newest one. A debit customer's bills are paid by a bank. What is
    taken from `cut_off` on belongs to the next day. The fee that waives a suspension may be paid for `waiver_days`.
    Without `hours` the agent is served at any time, and until `ended_on`, if the channel has ended.
    """

    accepts_overdue: bool = True
    accepts_arrears: bool = True
    accepts_debit_customers: bool = True
    minimum: int | None = None
    maximum: int | None = None
    reversal: ReversalUntil = ReversalUntil.SAME_DAY
    cut_off: time | None = None
    waiver_days: int = 14
    hours: ServiceHours | None = None
    ended_on: date | None = None

    def effective_day(self, moment: datetime) -> date:
        """The day to which money that is taken at a moment belongs."""
        is_next = self.cut_off is not None and moment.time() >= self.cut_off
        return moment.date() + timedelta(days=1) if is_next else moment.date()


class FeeKind(StrEnum):
    """Service fees that can be paid without an invoice."""

    SUSPENSION_WAIVER = "SUSPENSION_WAIVER_FEE"


@dataclass(frozen=True, slots=True)
class Item:
    """One line that a customer is asked for."""

    item_type: str
    invoice: str
    month: str
    due: str
    amount: int


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question about what a customer owes: everything, one invoice, or the price of a service."""

    agent: str
    customer: Customer
    invoice: str | None = None
    fee: FeeKind | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """Money taken in. `number` is the agent's and unique for ever in its books.

    `marks` are further words that are kept with it (trace, approval code, channel): all must be the same when the
    number comes again. `day` is the agent's own day, of which its totals are; without it the one that the booking
    belongs to by the agent's cut-off.
    `approval` is our reference of an approval, under the same number, that must stand.
    """

    agent: str
    number: str
    customer: Customer
    amount: int
    invoice: str | None = None
    fee: FeeKind | None = None
    till: Till = field(default_factory=Till)
    marks: Mapping[str, str] = field(default_factory=dict)
    day: date | None = None
    approval: str | None = None


@dataclass(frozen=True, slots=True)
class Reversal:
    """A payment taken back. Without a `number` of its own it is known by the payment's, which goes back once.

    Then `till` and `marks`, as far as given, are the payment's too, and must be. `day` is the agent's own day, as of
    a payment.
    """

    agent: str
    original: str
    amount: int | None = None
    number: str | None = None
    till: Till = field(default_factory=Till)
    marks: Mapping[str, str] = field(default_factory=dict)
    day: date | None = None


class OutcomeCode(StrEnum):
    """How it went at the counter; each dialect has its own codes for these."""

    DONE = "done"
    MALFORMED = "malformed"
    CUSTOMER_UNKNOWN = "customer_unknown"
    INVOICE_UNKNOWN = "invoice_unknown"
    AMOUNT_WRONG = "amount_wrong"
    OVER_LIMIT = "over_limit"
    NOTHING_OWED = "nothing_owed"
    OVERDUE = "overdue"
    HAS_ARREARS = "has_arrears"
    WITH_BANK = "with_bank"
    ON_AUTOMATIC_DEBIT = "on_automatic_debit"
    PAYMENT_UNKNOWN = "payment_unknown"
    NUMBER_REUSED = "number_reused"
    ALREADY_REVERSED = "already_reversed"
    TOO_LATE = "too_late"
    APPROVAL_UNKNOWN = "approval_unknown"
    APPROVAL_OF_ANOTHER_DAY = "approval_of_another_day"
    APPROVAL_USED = "approval_used"
    SERVICE_EXPIRED = "service_expired"
    OUT_OF_HOURS = "out_of_hours"
    CHANNEL_ENDED = "channel_ended"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class AmountDue:
    """The answer to an inquiry: `items` and `name` only where there is something to pay."""

    code: OutcomeCode
    name: str = ""
    items: Sequence[Item] = ()

    @property
    def total(self) -> int:
        return sum(item.amount for item in self.items)


@dataclass(frozen=True, slots=True)
class Approval:
    """The answer to an agent that asks before it takes money: our `reference`, under which it may be paid today."""

    due: AmountDue
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to a payment, a reversal or a question about one.

    `amount` and `at` are those of the request; `state` is what the payment is today (POSTED, REVERSED), also where
    an earlier answer is given again (`repeated`).
    """

    code: OutcomeCode
    receipt: str = ""
    amount: int = 0
    at: str = ""
    state: str = ""
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class ChargeSettled:
    """A charge was paid, or with `undone` its payment was taken back."""

    registration: str
    item_type: str
    invoice: str
    at: str
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """How many, and satang together."""

    count: int = 0
    amount: int = 0


@dataclass(frozen=True, slots=True)
class DayTotal:
    """An agent's total of a till for one day, payments and reversals; an empty field of the till means any.

    A payment that was taken back later the same day counts in both.
    """

    agent: str
    till: Till
    day: date
    paid: Sum
    voided: Sum


@dataclass(frozen=True, slots=True)
class TotalsComparison:
    """What our books have for the same till and day, and in which of `paid` and `voided` the two differ."""

    paid: Sum
    voided: Sum
    differences: Sequence[str]

    @property
    def agrees(self) -> bool:
        return not self.differences
