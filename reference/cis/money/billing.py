"""Billing: the charges of accounts, and the fee for late payment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection, and_, bindparam, select

from reference.cis.messages import Item
from reference.cis.tables import account, charge, mandate
from reference.common.storage.bulk_rows import insert_rows, rows_among, update_rows

WATER_BILL, OVERDUE_FEE, INSTALLATION_FEE = "WATER_BILL", "OVERDUE_FEE", "INSTALLATION_FEE"
OVERDUE_FEE_SATANG = 1500
BEING_DEBITED = "being_debited"


@dataclass(frozen=True, slots=True)
class Charge:
    """Something a customer owes, or owed: `amount` in satang, `state` open, paid, cancelled or being_debited
    (by a bank)."""

    invoice: str
    registration: str
    item_type: str
    month: str
    due: str
    amount: int
    state: str


@dataclass(frozen=True, slots=True)
class Debtor:
    """A customer and what is open, oldest first."""

    registration: str
    branch: str
    name: str
    charges: list[Charge]


CHARGE_COLUMNS = (
    charge.c.invoice,
    charge.c.registration.label("owner"),
    charge.c.item_type,
    charge.c.month,
    charge.c.due,
    charge.c.amount,
    charge.c.state,
)
_DEBTOR = (
    select(account.c.registration, account.c.branch, account.c.name, *CHARGE_COLUMNS)
    .select_from(
        account.outerjoin(charge, and_(charge.c.registration == account.c.registration, charge.c.state == "open"))
    )
    .where(account.c.registration == bindparam("registration"))
    .order_by(charge.c.due, charge.c.invoice)
)
_OWED = tuple(getattr(charge.c, field.name) for field in fields(Charge))
_BY_INVOICE = select(*CHARGE_COLUMNS).where(charge.c.invoice == bindparam("invoice"))
_IN_FLIGHT = select(charge.c.invoice).where(
    charge.c.registration == bindparam("registration"), charge.c.state == BEING_DEBITED
)
_ON_DEBIT = select(mandate.c.number).where(
    mandate.c.registration == bindparam("registration"), mandate.c.state == "active"
)
_FACTS = tuple(field.name for field in fields(Charge))
_COLUMNS = (*_FACTS, "issued", "usage")


def debtor(db: Connection, registration: str) -> Debtor | None:
    """The customer with this registration number and all open charges; None when there is none."""
    rows: Sequence[Any] = db.execute(_DEBTOR, {"registration": registration}).all()
    if not rows:
        return None
    charges = [Charge(*row[3:]) for row in rows if row.invoice is not None]
    return Debtor(rows[0].registration, rows[0].branch, rows[0].name, charges)


def charge_by_invoice(db: Connection, invoice: str) -> Charge | None:
    row = db.execute(_BY_INVOICE, {"invoice": invoice}).first()
    return None if row is None else Charge(*row)


def charges_by_invoice(db: Connection, invoices: Sequence[str]) -> dict[str, Charge]:
    """Those of these charges that there are."""
    return {row[0]: Charge(*row) for row in rows_among(db, _OWED, invoices)}


def is_with_bank(db: Connection, registration: str, invoice: str | None) -> bool:
    """Whether any of the customer's charges (or this one of them) is being debited by a bank."""
    found = db.execute(_IN_FLIGHT, {"registration": registration}).scalars().all()
    return invoice in found if invoice else bool(found)


def is_on_debit(db: Connection, registration: str) -> bool:
    """Whether a bank pays the customer's bills, by a mandate that is in force."""
    return db.execute(_ON_DEBIT, {"registration": registration}).first() is not None


def add_charges(db: Connection, issued: Sequence[tuple[Charge, str, int | None]]) -> None:
    """Enter what is owed, each with the day that it was issued and the usage that it is for."""
    rows = [
        (owed.invoice, owed.registration, owed.item_type, owed.month, owed.due, owed.amount, owed.state, day, usage)
        for owed, day, usage in issued
    ]
    insert_rows(db, charge, _COLUMNS, rows)


def known_invoices(db: Connection, invoices: Sequence[str]) -> set[str]:
    """Those of these invoices that there are already."""
    return {row[0] for row in rows_among(db, (charge.c.invoice,), invoices)}


def add_charge(db: Connection, owed: Charge, issued: str, usage: int | None = None) -> None:
    """Enter something owed."""
    add_charges(db, [(owed, issued, usage)])


def set_state(db: Connection, invoices: list[str], state: str) -> None:
    """Give charges another state."""
    update_rows(db, charge, ("state",), "invoice", [(state, invoice) for invoice in invoices])


def set_named(db: Connection, invoices: list[str], file_id: int) -> None:
    """Remember that a payment file named these charges."""
    update_rows(db, charge, ("named_in",), "invoice", [(file_id, invoice) for invoice in invoices])


def asked_for(charges: list[Charge], today: str) -> list[Item]:
    """The lines to pay today: every charge, and after a water bill that is late its overdue fee.

    A bill is late when today is after its due date; on the due date it is in time.
    """
    items: list[Item] = []
    for owed in charges:
        items.append(Item(owed.item_type, owed.invoice, owed.month, owed.due, owed.amount))
        if owed.item_type == WATER_BILL and today > owed.due:
            items.append(Item(OVERDUE_FEE, owed.invoice, owed.month, owed.due, OVERDUE_FEE_SATANG))
    return items
