"""The counter for online agents: inquiry, payment, reversal, and status of a payment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from reference.cis import suspensions
from reference.cis.messages import (
    AmountDue,
    CounterTerms,
    Customer,
    FeeKind,
    Inquiry,
    Item,
    Outcome,
    OutcomeCode,
    Payment,
    Reversal,
    ReversalUntil,
)
from reference.cis.money import agent_transactions, approval_records, billing, ledger, service_fees
from reference.cis.money.allocation import Allocation
from reference.cis.money.billing import Charge, Debtor
from reference.cis.numbers import next_number
from reference.common.clock import BANGKOK, Clock, stamp
from reference.common.database import Database
from reference.common.dates import is_business_day

_USUAL_TERMS = CounterTerms()


class Refused(Exception):
    """A business refusal."""

    def __init__(self, code: OutcomeCode) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Due:
    """A customer with what is due now; never without items."""

    debtor: Debtor
    items: list[Item]

    @property
    def total(self) -> int:
        return sum(item.amount for item in self.items)


class Counter:
    """The online agents' desk. Each call is one transaction; `terms` are each agent's, by its name in the books."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        allocation: Allocation,
        terms: Mapping[str, CounterTerms] | None = None,
        holidays: Set[date] = frozenset(),
    ) -> None:
        self._db = db
        self._clock = clock
        self._allocation = allocation
        self._terms = terms or {}
        self._holidays = holidays

    def inquiry(self, inquiry: Inquiry) -> AmountDue:
        """What the customer has to pay now."""
        try:
            self._require_service(inquiry.agent)
            with self._db.read() as db:
                due = self._due(db, inquiry)
        except Refused as refused:
            return AmountDue(refused.code)
        return AmountDue(OutcomeCode.DONE, due.debtor.name, due.items)

    def payment(self, payment: Payment) -> Outcome:
        """Take exactly what is due, once for each number."""
        return self._once(payment, lambda db: self._pay(db, payment))

    def reversal(self, reversal: Reversal) -> Outcome:
        """Take a payment back, once."""
        return self._once(reversal, lambda db: self._take_back(db, reversal))

    def payment_status(self, agent: str, number: str) -> Outcome:
        """The status of a payment, which an agent asks for after a time-out."""
        with self._db.read() as db:
            known = agent_transactions.find(db, agent, "payment", number)
            if known is None:
                return Outcome(OutcomeCode.PAYMENT_UNKNOWN)
            return _outcome(_receipt(db, known.receipt), "payment")

    def _once(self, message: Payment | Reversal, act: Callable[[Connection], str]) -> Outcome:
        """Act on a new number; a repeated one gets the first answer again."""
        operation = agent_transactions.operation_of(message)
        try:
            with self._db.write() as db:
                known = agent_transactions.find_same(db, message)
                if known is agent_transactions.OTHER:
                    raise Refused(OutcomeCode.NUMBER_REUSED)
                if known is not None:
                    return _outcome(_receipt(db, known.receipt), operation, repeated=True)
                self._require_service(message.agent)
                receipt, now = act(db), self._clock.now()
                day = message.day or self._of(message.agent).effective_day(now)
                agent_transactions.add(db, message, receipt, stamp(now), day)
                return _outcome(_receipt(db, receipt), operation)
        except Refused as refused:
            return Outcome(refused.code)

    def _pay(self, db: Connection, payment: Payment) -> str:
        at = stamp(self._clock.now())
        if payment.approval is not None and (code := approval_records.why_not_payable(db, payment, at[:10])):
            raise Refused(code)
        due = self._due(db, payment)
        if payment.amount != due.total:
            raise Refused(OutcomeCode.AMOUNT_WRONG)
        items = [_charged(db, due, payment.fee)] if payment.fee else due.items
        if payment.approval is not None:
            approval_records.become(db, payment.agent, payment.number, "PAID")
        return self._allocation.pay(db, payment.agent, due.debtor.registration, items, at).receipt

    def _take_back(self, db: Connection, reversal: Reversal) -> str:
        original = agent_transactions.find(db, reversal.agent, "payment", reversal.original)
        if original is None or not agent_transactions.identifies(reversal, original):
            raise Refused(OutcomeCode.PAYMENT_UNKNOWN)
        now = self._clock.now()
        if code := self._why_not_reversible(_receipt(db, original.receipt), reversal, now):
            raise Refused(code)
        self._allocation.take_back(db, original.receipt, stamp(now))
        return str(original.receipt)

    def _why_not_reversible(self, paid: Any, reversal: Reversal, now: datetime) -> OutcomeCode | None:
        if paid.state == "REVERSED":
            return OutcomeCode.ALREADY_REVERSED
        if reversal.amount is not None and reversal.amount != paid.amount:
            return OutcomeCode.AMOUNT_WRONG
        terms = self._of(reversal.agent)
        last_day = {
            ReversalUntil.SAME_DAY: paid.paid_at[:10] == now.date().isoformat(),
            ReversalUntil.UNTIL_CUT_OFF: _belongs_to(terms, paid) == terms.effective_day(now),
            ReversalUntil.NEVER: False,
        }
        return None if last_day[terms.reversal] else OutcomeCode.TOO_LATE

    def _due(self, db: Connection, asked: Inquiry | Payment) -> Due:
        """What is asked for: all that is open, one invoice, or the price of a service."""
        debtor = _debtor(db, asked.customer)
        today = self._clock.today().isoformat()
        if asked.fee:
            items = self._service(db, asked, debtor)
        else:
            charges = _only(db, debtor, asked.invoice) if asked.invoice else debtor.charges
            items = billing.asked_for(charges, today)
        if not items:
            with_bank = billing.is_with_bank(db, debtor.registration, asked.invoice)
            raise Refused(OutcomeCode.WITH_BANK if with_bank else OutcomeCode.NOTHING_OWED)
        due = Due(debtor, items)
        if code := _against_terms(self._of(asked.agent), due, today):
            raise Refused(code)
        if not self._of(asked.agent).accepts_debit_customers and billing.is_on_debit(db, debtor.registration):
            raise Refused(OutcomeCode.ON_AUTOMATIC_DEBIT)
        return due

    def _service(self, db: Connection, asked: Inquiry | Payment, debtor: Debtor) -> list[Item]:
        """The price of a service for this debtor: a waiver needs a recent suspension on record."""
        assert asked.fee is not None
        since, today = suspensions.suspended_on(db, debtor.registration), self._clock.today()
        if since is None:
            return []
        if (today - since).days > self._of(asked.agent).waiver_days:
            raise Refused(OutcomeCode.SERVICE_EXPIRED)
        day = today.isoformat()
        return [Item(asked.fee.value, "", day[:7], day, service_fees.price(asked.fee))]

    def _require_service(self, agent: str) -> None:
        """Refuse new transactions outside the agreed hours, and after the end of the agent's channel."""
        terms, now = self._of(agent), self._clock.now()
        if terms.ended_on is not None and now.date() >= terms.ended_on:
            raise Refused(OutcomeCode.CHANNEL_ENDED)
        if terms.hours is None:
            return
        on_this_day = terms.hours.every_day or is_business_day(now.date(), self._holidays)
        if not (on_this_day and terms.hours.opens <= now.time() < terms.hours.closes):
            raise Refused(OutcomeCode.OUT_OF_HOURS)

    def _of(self, agent: str) -> CounterTerms:
        return self._terms.get(agent, _USUAL_TERMS)


def _debtor(db: Connection, customer: Customer) -> Debtor:
    debtor = billing.debtor(db, customer.registration)
    if debtor is None or customer.branch not in (None, debtor.branch):
        raise Refused(OutcomeCode.CUSTOMER_UNKNOWN)
    return debtor


def _only(db: Connection, debtor: Debtor, invoice: str) -> list[Charge]:
    """The open charge with this invoice number, or nothing when it is settled."""
    open_charges = [charge for charge in debtor.charges if charge.invoice == invoice]
    if not open_charges:
        known = billing.charge_by_invoice(db, invoice)
        if known is None or known.registration != debtor.registration:
            raise Refused(OutcomeCode.INVOICE_UNKNOWN)
    return open_charges


def _against_terms(terms: CounterTerms, due: Due, today: str) -> OutcomeCode | None:
    """Why the agent may not take this, if it may not."""
    if not terms.accepts_overdue and any(today > item.due for item in due.items):
        return OutcomeCode.OVERDUE
    bills = [charge for charge in due.debtor.charges if charge.item_type == billing.WATER_BILL]
    if not terms.accepts_arrears and len(bills) > 1:
        return OutcomeCode.HAS_ARREARS
    too_little = terms.minimum is not None and due.total < terms.minimum
    too_much = terms.maximum is not None and due.total > terms.maximum
    return OutcomeCode.OVER_LIMIT if too_little or too_much else None


def _charged(db: Connection, due: Due, kind: FeeKind) -> Item:
    """Charge the price of a service, which has no invoice but one of ours."""
    (asked,) = due.items
    invoice = f"99{next_number(db, 'service_fee'):010d}"
    charge = Charge(invoice, due.debtor.registration, kind.value, asked.month, asked.due, asked.amount, "open")
    billing.add_charge(db, charge, asked.due)
    return Item(kind.value, invoice, asked.month, asked.due, asked.amount)


def _belongs_to(terms: CounterTerms, paid: Any) -> date:
    """The day to which a payment belongs by the agent's cut-off."""
    return terms.effective_day(datetime.fromisoformat(paid.paid_at).astimezone(BANGKOK))


def _receipt(db: Connection, receipt: str) -> Any:
    return db.execute(ledger.PAYMENT, {"receipt": receipt}).one()


def _outcome(paid: Any, operation: str, *, repeated: bool = False) -> Outcome:
    at = paid.paid_at if operation == "payment" else paid.reversed_at
    return Outcome(OutcomeCode.DONE, paid.receipt, paid.amount, at, paid.state, repeated)
