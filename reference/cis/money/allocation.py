"""Applies money to what is owed: pays charges, takes a payment back, draws deposits; announces each settled charge."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, select

from reference.cis.messages import ChargeSettled, Item
from reference.cis.money import billing, ledger, service_fees
from reference.cis.money.billing import OVERDUE_FEE, WATER_BILL
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


Listener = Callable[[Connection, ChargeSettled], None]
"""Hears of each charge that was paid or taken back, inside the same transaction; it must open none of its own."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A booking: its receipt and its satang."""

    receipt: str
    amount: int


class Allocation:
    """Pays charges and undoes it; `listeners` hear of each, in the order in which they were added."""

    def __init__(self, listeners: Sequence[Listener] = ()) -> None:
        self.listeners = list(listeners)

    def pay(self, db: Connection, agent: str, registration: str, items: Sequence[Item], at: str) -> Posted:
        """Book money for exactly these items."""
        booking = Booking(registration, [applied(item, registration) for item in items])
        (receipt,) = ledger.receive(db, agent, [booking], at)
        self.settle(db, [(registration, item) for item in items], at)
        return Posted(receipt, booking.amount)

    def settle(self, db: Connection, items: Sequence[tuple[str, Item]], at: str) -> None:
        """Mark the bills and services behind these customers' items as paid."""
        billing.set_state(db, [item.invoice for _, item in items if item.item_type != OVERDUE_FEE], "paid")
        for registration, item in items:
            if item.item_type != OVERDUE_FEE:
                self._announce(db, ChargeSettled(registration, item.item_type, item.invoice, at))

    def take_back(self, db: Connection, receipt: str, at: str) -> None:
        """Reverse a receipt: its bills are open again, its late fees gone, services that it paid for cancelled."""
        for undone in ledger.reverse(db, receipt, at):
            if undone.bucket == APPLIED and undone.item_type != OVERDUE_FEE and undone.registration and undone.invoice:
                state = "cancelled" if undone.item_type in service_fees.KINDS else "open"
                billing.set_state(db, [undone.invoice], state)
                self._announce(
                    db, ChargeSettled(undone.registration, undone.item_type, undone.invoice, at, undone=True)
                )

    def draw_deposits(self, db: Connection, at: str) -> int:
        """Pay open water bills from deposits, oldest first, whole bills only; how many were paid."""
        drawn = 0
        for registration, balance in db.execute(_DEPOSITS).all():
            for invoice, amount in db.execute(_OPEN_BILLS, {"registration": registration}).all():
                if amount > balance:
                    break
                self._draw(db, at, registration, invoice, amount)
                balance -= amount
                drawn += 1
        return drawn

    def _draw(self, db: Connection, at: str, registration: str, invoice: str, amount: int) -> None:
        moved = [
            Line(DEPOSITS, ADVANCE_DEPOSIT, -amount, registration, invoice),
            Line(APPLIED, WATER_BILL, amount, registration, invoice),
        ]
        ledger.move(db, at, None, moved)
        billing.set_state(db, [invoice], "paid")
        self._announce(db, ChargeSettled(registration, WATER_BILL, invoice, at))

    def _announce(self, db: Connection, event: ChargeSettled) -> None:
        for listener in self.listeners:
            listener(db, event)


def applied(item: Item, registration: str) -> Line:
    """The line that puts money to an item."""
    return Line(APPLIED, item.item_type, item.amount, registration, item.invoice)
