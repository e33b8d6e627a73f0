"""The ledger: every satang is applied to a charge, kept as a deposit, or in suspense.

Money received is written once in `payment`, and where it stands in `line`; the two are kept apart so that
`books` can show whether they agree: received - reversed = applied + deposits + suspense.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, select, update

from reference.cis.numbers import next_number
from reference.cis.tables import line, payment
from reference.common.storage.bulk_rows import Rows, insert_rows

APPLIED, DEPOSITS, SUSPENSE = "applied", "deposits", "suspense"
ADVANCE_DEPOSIT, UNIDENTIFIED = "ADVANCE_DEPOSIT", "UNIDENTIFIED"


class Line(NamedTuple):
    """An amount (satang, negative to take away) for a bucket, with customer and invoice where known."""

    bucket: str
    item_type: str
    amount: int
    registration: str | None = None
    invoice: str | None = None


_PAYMENT_COLUMNS = ("receipt", "agent", "registration", "amount", "paid_at", "state")
_LINE_COLUMNS = ("at", "receipt", *Line._fields)
_LINES_OF = select(line).where(line.c.receipt == bindparam("receipt")).order_by(line.c.id)
_REVERSE = (
    update(payment).where(payment.c.receipt == bindparam("which")).values(state="REVERSED", reversed_at=bindparam("at"))
)
PAYMENT = select(payment).where(payment.c.receipt == bindparam("receipt"))
_BUCKETS = select(line.c.bucket, func.sum(line.c.amount)).group_by(line.c.bucket)
_AGENTS = select(payment.c.agent, payment.c.state, func.sum(payment.c.amount)).group_by(
    payment.c.agent, payment.c.state
)


@dataclass(frozen=True, slots=True)
class Booking:
    """Money of one customer (None: unknown) and the accounts it goes to."""

    registration: str | None
    lines: Sequence[Line]

    @property
    def amount(self) -> int:
        return sum(each.amount for each in self.lines)


def receive(db: Connection, agent: str, bookings: Sequence[Booking], at: str) -> list[str]:
    """Book money that came in, a receipt for each booking; the receipts' numbers."""
    first = next_number(db, "receipt", count=len(bookings))
    receipts = [f"{at[:4]}{at[5:7]}{first + index:08d}" for index in range(len(bookings))]
    pairs = list(zip(receipts, bookings, strict=True))
    rows = [(receipt, agent, booking.registration, booking.amount, at, "POSTED") for receipt, booking in pairs]
    insert_rows(db, payment, _PAYMENT_COLUMNS, rows)
    _add_lines(db, [(at, receipt, *entry) for receipt, booking in pairs for entry in booking.lines])
    return receipts


def _add_lines(db: Connection, rows: Rows) -> None:
    insert_rows(db, line, _LINE_COLUMNS, rows)


def move(db: Connection, at: str, receipt: str | None, lines: Sequence[Line]) -> None:
    """Write lines; between buckets the amounts of one move must add up to nothing."""
    _add_lines(db, [(at, receipt, *entry) for entry in lines])


def reverse(db: Connection, receipt: str, at: str) -> list[Line]:
    """Undo a receipt: the opposite of each of its lines. Returns the lines undone."""
    lines = lines_of(db, receipt)
    move(db, at, receipt, [Line(x.bucket, x.item_type, -x.amount, x.registration, x.invoice) for x in lines])
    db.execute(_REVERSE, {"which": receipt, "at": at})
    return lines


def lines_of(db: Connection, receipt: str) -> list[Line]:
    rows = db.execute(_LINES_OF, {"receipt": receipt}).all()
    return [Line(row.bucket, row.item_type, row.amount, row.registration, row.invoice) for row in rows]


def books(db: Connection) -> dict[str, Any]:
    """The sums, in satang: received and reversed from the receipts, the rest from the lines."""
    by_agent: dict[str, dict[str, int]] = {}
    for agent, state, amount in db.execute(_AGENTS).all():
        sums = by_agent.setdefault(agent, {"received": 0, "reversed": 0})
        sums["received"] += int(amount)
        if state == "REVERSED":
            sums["reversed"] += int(amount)
    buckets = {bucket: int(amount) for bucket, amount in db.execute(_BUCKETS).all()}
    return {
        "received": sum(each["received"] for each in by_agent.values()),
        "reversed": sum(each["reversed"] for each in by_agent.values()),
        **{name: buckets.get(name, 0) for name in (APPLIED, DEPOSITS, SUSPENSE)},
        "by_agent": by_agent,
    }
