"""Customers' mandates: given, suspended after a rejection, given anew."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, bindparam, delete, insert, update

from reference.cis.messages import Instrument, Reason
from reference.cis.tables import mandate

_ADD = insert(mandate)
_FORGET = delete(mandate).where(
    (mandate.c.registration == bindparam("registration")) | (mandate.c.number == bindparam("number"))
)
_SUSPEND = (
    update(mandate).where(mandate.c.number == bindparam("which")).values(state="suspended", reason=bindparam("why"))
)


@dataclass(frozen=True, slots=True)
class Mandate:
    """`bank` by our code for it; `account_number` is of the bank account or card that it debits."""

    number: str
    registration: str
    bank: str
    instrument: Instrument
    account_number: str


def enter(db: Connection, given: Mandate) -> None:
    """A customer's mandate, in force; it takes the place of any that they had."""
    db.execute(_FORGET, {"registration": given.registration, "number": given.number})
    db.execute(_ADD, {**asdict(given), "instrument": given.instrument.value, "state": "active", "reason": None})


def suspend(db: Connection, number: str, reason: Reason) -> None:
    """Debit no more by this mandate."""
    db.execute(_SUSPEND, {"which": number, "why": reason.value})
