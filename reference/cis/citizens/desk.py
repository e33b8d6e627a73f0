"""The desk of a logged-in citizen: bills, payments and requests of the citizen's own accounts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from reference.cis.citizens import own_requests
from reference.cis.citizens.log_ins import LogIns
from reference.cis.citizens.own_accounts import AFTER_THE_DAY, holds, own_account, own_accounts
from reference.cis.messages import (
    CitizenRequest,
    Item,
    MonthUsage,
    NotFound,
    Outcome,
    OutcomeCode,
    OwnAccount,
    PastPayment,
    Payment,
    Received,
    SubjectKind,
    TrackedRequest,
    UsageFact,
)
from reference.cis.money import agent_transactions, billing
from reference.cis.money.counter import Counter
from reference.cis.service_requests.desk import RequestDesk
from reference.cis.tables import payment
from reference.cis.usage.statistics import usage_of
from reference.common.clock import Clock
from reference.common.database import Database

_MONTHS = 12
_FACTS = (UsageFact.VOLUME, UsageFact.AMOUNT)
_PAYMENTS = (
    select(payment)
    .where(payment.c.registration == bindparam("which"), payment.c.paid_at >= bindparam("since"))
    .order_by(payment.c.paid_at.desc(), payment.c.receipt.desc())
)


class CitizenDesk:
    """Each call names the channel and the session first. NotLoggedIn or NotFound where it opens nothing."""

    def __init__(self, db: Database, clock: Clock, log_ins: LogIns, counter: Counter, desk: RequestDesk) -> None:
        self._db = db
        self._clock = clock
        self.log_ins = log_ins
        self._counter = counter
        self._desk = desk

    def accounts(self, channel: str, token: str) -> list[OwnAccount]:
        """All accounts of the log-in."""
        with self._db.read() as db:
            return own_accounts(db, self._name(db, channel, token))

    def bills(self, channel: str, token: str, registration: str) -> list[Item]:
        """The open bills of an account today, the oldest first."""
        with self._db.read() as db:
            self._own(db, channel, token, registration)
            owed = billing.debtor(db, registration)
            return billing.asked_for(owed.charges if owed else [], self._clock.today().isoformat())

    def usage(self, channel: str, token: str, registration: str) -> Sequence[MonthUsage]:
        """The months of the present holder, at most twelve, the oldest first."""
        with self._db.read() as db:
            self._own(db, channel, token, registration)
            found = usage_of(db, SubjectKind.ACCOUNT, registration, _FACTS, self._clock.today(), _MONTHS)
            return found[0].months if found else ()

    def payments(self, channel: str, token: str, registration: str) -> list[PastPayment]:
        """What the present holder has paid, the newest first."""
        with self._db.read() as db:
            row = self._own(db, channel, token, registration)
            since = f"{row.held_since}{AFTER_THE_DAY}" if row.held_since else ""
            paid = db.execute(_PAYMENTS, {"which": registration, "since": since})
            return [PastPayment(each.receipt, each.paid_at, each.amount, each.state) for each in paid]

    def pay(self, channel: str, token: str, payment: Payment) -> Outcome:
        """Take a payment for one of the citizen's accounts, by the terms of the channel."""
        with self._db.read() as db:
            self._own(db, channel, token, payment.customer.registration)
        return self._counter.payment(payment)

    def payment_status(self, channel: str, token: str, agent: str, number: str) -> Outcome:
        """The status of a payment; one made for another person's account is not found."""
        with self._db.read() as db:
            name = self._name(db, channel, token)
            known = agent_transactions.find(db, agent, "payment", number)
            if known is None:
                return Outcome(OutcomeCode.PAYMENT_UNKNOWN)
            if not holds(db, name, known.registration):
                raise NotFound("ไม่พบรายการชำระเงินนี้ในรายการของท่าน")
        return self._counter.payment_status(agent, number)

    def ask(self, channel: str, token: str, asked: CitizenRequest) -> Received:
        """Hand a request in; RequestRefused with all that keeps it from being taken."""
        with self._db.read() as db:
            who = self.log_ins.who(db, channel, token)
            row = own_account(db, who.name, asked.registration) if asked.registration else None
        return self._desk.receive(own_requests.request_of(channel, who, asked, row))

    def requests(self, channel: str, token: str) -> list[TrackedRequest]:
        """All requests of the log-in and of its accounts, the newest first."""
        with self._db.read() as db:
            return own_requests.tracked(db, channel, self._name(db, channel, token))

    def request(self, channel: str, token: str, number: str) -> TrackedRequest:
        """One of them."""
        found = [each for each in self.requests(channel, token) if each.number == number]
        if not found:
            raise NotFound("ไม่พบคำร้องนี้ในรายการของท่าน")
        return found[0]

    def _name(self, db: Connection, channel: str, token: str) -> str:
        return str(self.log_ins.who(db, channel, token).name)

    def _own(self, db: Connection, channel: str, token: str, registration: str) -> Any:
        return own_account(db, self._name(db, channel, token), registration)
