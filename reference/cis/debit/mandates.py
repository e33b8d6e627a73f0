"""Customers' mandates: given, suspended after a rejection, given anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, update

from reference.cis.messages import Instrument, Reason
from reference.cis.tables import mandate
from reference.common.storage.bulk_rows import delete_rows, insert_rows

_COLUMNS = ("number", "registration", "bank", "instrument", "account_number", "state")
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


def enter(db: Connection, given: Sequence[Mandate]) -> None:
    """Customers' mandates, in force; each takes the place of any that the customer had, or that had its number."""
    kept: dict[str, Mandate] = {}
    numbers: dict[str, str] = {}
    for new in given:
        kept.pop(numbers.get(new.registration, ""), None)
        kept[new.number], numbers[new.registration] = new, new.number
    delete_rows(db, mandate, "registration", [new.registration for new in given])
    delete_rows(db, mandate, "number", [new.number for new in given])
    insert_rows(db, mandate, _COLUMNS, [_row(new) for new in kept.values()])


def _row(new: Mandate) -> tuple[str, ...]:
    return (new.number, new.registration, new.bank, new.instrument.value, new.account_number, "active")


def suspend(db: Connection, number: str, reason: Reason) -> None:
    """Debit no more by this mandate."""
    db.execute(_SUSPEND, {"which": number, "why": reason.value})
