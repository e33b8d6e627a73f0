"""Money meets what is owed: paying charges, taking a payment back, drawing deposits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, select

from reference.cis.messages import ChargeSettled
from reference.cis.money import billing, ledger
from reference.cis.money.billing import INSTALLATION_FEE, OVERDUE_FEE, WATER_BILL, Item
from reference.cis.money.ledger import ADVANCE_DEPOSIT, APPLIED, DEPOSITS, Booking, Line
from reference.cis.tables import charge, line

_DEPOSITS = (
    select(line.c.registration, func.sum(line.c.amount).label("balance"))
    .where(line.c.bucket == DEPOSITS)
    .group_by(line.c.registration)
    .having(func.sum(line.c.amount) > 0)
    .order_by(line.c.registration)
)
_OPEN_BILLS = (
    select(charge.c.invoice, charge.c.amount)
    .where(
        charge.c.registration == bindparam("registration"),
        charge.c.state == "open",
        charge.c.item_type == WATER_BILL,
    )
    .order_by(charge.c.due, charge.c.invoice)
)
listeners: list[Callable[[Connection, ChargeSettled], None]] = []
"""Hear of each charge that was settled or reopened, inside the transaction that does it."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A booking: its receipt, its satang, and whether a request moved on, of which the portal must hear."""

    receipt: str
    amount: int
    news: bool


def pay(db: Connection, agent: str, registration: str, items: list[Item], at: str) -> Posted:
    """Book money for exactly these items."""
    booking = Booking(registration, [applied(each, registration) for each in items])
    (receipt,) = ledger.receive(db, agent, [booking], at)
    return Posted(receipt, booking.amount, settle(db, [(registration, each) for each in items], at))


def applied(item: Item, registration: str) -> Line:
    """The line that puts money to an item."""
    return Line(APPLIED, item.item_type, item.amount, registration, item.invoice)


def settle(db: Connection, items: Sequence[tuple[str, Item]], at: str) -> bool:
    """Mark what these customers' items belong to as paid; whether a request moved on by it."""
    billing.set_state(db, [item.invoice for _, item in items if item.item_type != OVERDUE_FEE], "paid")
    for registration, item in items:
        _announce(db, ChargeSettled(registration, item.item_type, item.invoice, at, undone=False))
    return any(item.item_type == INSTALLATION_FEE for _, item in items)


def take_back(db: Connection, receipt: str, at: str) -> Posted:
    """Reverse a receipt: its bills are open again, its late fees are gone."""
    undone = [each for each in ledger.reverse(db, receipt, at) if each.bucket == APPLIED]
    reopened = [each for each in undone if each.item_type != OVERDUE_FEE]
    billing.set_state(db, [each.invoice for each in reopened if each.invoice], "open")
    for each in reopened:
        if each.registration and each.invoice:
            _announce(db, ChargeSettled(each.registration, each.item_type, each.invoice, at, undone=True))
    fees = any(each.item_type == INSTALLATION_FEE for each in reopened)
    return Posted(receipt, sum(each.amount for each in undone), fees)


def _announce(db: Connection, settled: ChargeSettled) -> None:
    for listener in listeners:
        listener(db, settled)


def draw_deposits(db: Connection, at: str) -> int:
    """Pay open water bills from deposits, oldest first, whole bills only; how many were paid."""
    drawn = 0
    for registration, balance in db.execute(_DEPOSITS).all():
        for invoice, amount in db.execute(_OPEN_BILLS, {"registration": registration}).all():
            if amount > balance:
                break
            _draw(db, at, registration, invoice, amount)
            balance -= amount
            drawn += 1
    return drawn


def _draw(db: Connection, at: str, registration: str, invoice: str, amount: int) -> None:
    moved = [
        Line(DEPOSITS, ADVANCE_DEPOSIT, -amount, registration, invoice),
        Line(APPLIED, WATER_BILL, amount, registration, invoice),
    ]
    ledger.move(db, at, None, moved)
    billing.set_state(db, [invoice], "paid")
