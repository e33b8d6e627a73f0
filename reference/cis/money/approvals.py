"""Agents that ask before they take money: what is due is approved under their number, then paid or cancelled."""

from __future__ import annotations

from reference.cis.messages import AmountDue, Approval, Customer, Inquiry, OutcomeCode
from reference.cis.money import approval_records
from reference.cis.money.counter import Counter
from reference.common.clock import Clock, stamp
from reference.common.database import Database


class Approvals:
    """The approvals of all agents. One is good for the day on which it was made."""

    def __init__(self, db: Database, clock: Clock, counter: Counter) -> None:
        self._db, self._clock, self._counter = db, clock, counter

    def approve(self, inquiry: Inquiry, number: str) -> Approval:
        """Approve the amount due and give it our reference; a repeated question gets the same reference."""
        due = self._counter.inquiry(inquiry)
        if due.code is not OutcomeCode.DONE:
            return Approval(due)
        at = stamp(self._clock.now())
        with self._db.write() as db:
            known = approval_records.find(db, inquiry.agent, number)
            if known is None:
                return Approval(due, approval_records.add(db, inquiry, number, at))
        told = (inquiry.customer.registration, approval_records.fee_of(inquiry), "OPEN", at[:10])
        if (known.registration, known.fee, known.state, known.made_at[:10]) != told:
            return Approval(AmountDue(OutcomeCode.NUMBER_REUSED))
        return Approval(due, known.reference)

    def cancel(self, agent: str, number: str, reference: str, customer: Customer) -> OutcomeCode:
        """Nothing will be paid under it; one that is paid stays as it is, and cancelling twice is as once."""
        with self._db.write() as db:
            known = approval_records.find(db, agent, number)
            if known is None or (known.reference, known.registration) != (reference, customer.registration):
                return OutcomeCode.APPROVAL_UNKNOWN
            if known.state == "PAID":
                return OutcomeCode.APPROVAL_USED
            approval_records.become(db, agent, number, "CANCELLED")
        return OutcomeCode.DONE
