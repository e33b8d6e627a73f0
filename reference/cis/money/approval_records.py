"""Approvals as they are kept: one for each number of an agent, open until it is paid or cancelled."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from reference.cis.messages import Inquiry, OutcomeCode, Payment
from reference.cis.numbers import next_number
from reference.cis.tables import approval

_FIND = select(approval).where(approval.c.agent == bindparam("agent"), approval.c.number == bindparam("number"))
_ADD = insert(approval)
_BECOME = (
    update(approval)
    .where(approval.c.agent == bindparam("of_agent"), approval.c.number == bindparam("of_number"))
    .values(state=bindparam("new_state"))
)


def find(db: Connection, agent: str, number: str) -> Any:
    """The agent's approval under this number, or None."""
    return db.execute(_FIND, {"agent": agent, "number": number}).first()


def add(db: Connection, inquiry: Inquiry, number: str, at: str) -> str:
    """A new one; our reference of it."""
    reference = f"AP{next_number(db, 'approval'):08d}"
    row = {"agent": inquiry.agent, "number": number, "reference": reference, "state": "OPEN", "made_at": at}
    db.execute(_ADD, row | {"registration": inquiry.customer.registration, "fee": fee_of(inquiry)})
    return reference


def become(db: Connection, agent: str, number: str, state: str) -> None:
    db.execute(_BECOME, {"of_agent": agent, "of_number": number, "new_state": state})


def why_not_payable(db: Connection, payment: Payment, today: str) -> OutcomeCode | None:
    """Why a payment cannot be made under the approval that it names, if so."""
    known = find(db, payment.agent, payment.number)
    told = (payment.approval, payment.customer.registration, fee_of(payment))
    if known is None or known.state != "OPEN" or (known.reference, known.registration, known.fee) != told:
        return OutcomeCode.APPROVAL_UNKNOWN
    return None if known.made_at[:10] == today else OutcomeCode.APPROVAL_OF_ANOTHER_DAY


def fee_of(message: Inquiry | Payment) -> str | None:
    return message.fee.value if message.fee else None
