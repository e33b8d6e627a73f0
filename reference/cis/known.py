"""What the store knows about the records of a payment file, fetched for all of them at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, or_, select

from reference.cis.billing import CHARGE_COLUMNS, WATER_BILL, Charge
from reference.cis.file256 import Detail
from reference.cis.tables import account, charge, file_record

_AT_ONCE = 400


def _among(column: ColumnElement[Any]) -> ColumnElement[bool]:
    return column.in_(bindparam("wanted", expanding=True))


_CUSTOMERS = select(account.c.registration, account.c.branch).where(_among(account.c.registration))
_CHARGES = select(*CHARGE_COLUMNS).where(
    _among(charge.c.registration),
    or_(charge.c.state != "paid", charge.c.invoice.in_(bindparam("named", expanding=True))),
)
_SLIPS = select(file_record.c.slip).where(_among(file_record.c.slip), file_record.c.receipt.is_not(None))


class Known:
    """Customers, charges and earlier payments that a file's records speak of."""

    def __init__(self, db: Connection, details: Sequence[Detail]) -> None:
        self.slips: set[str] = set()
        self._branches: dict[str, str] = {}
        self._charges: dict[str, Charge] = {}
        self._open: dict[str, list[Charge]] = {}
        for some in _chunks(details):
            self._fetch(db, some)

    def registration(self, reference1: str) -> str | None:
        """The customer of a reference 1 (branch and registration), None when there is none."""
        branch, registration = reference1[:2], reference1[2:]
        return registration if self._branches.get(registration) == branch else None

    def invoice(self, registration: str, number: str) -> Charge | None:
        """The customer's charge with this invoice number."""
        found = self._charges.get(number)
        return found if found is not None and found.registration == registration else None

    def open_bill(self, registration: str, amount: int, settled: AbstractSet[str]) -> Charge | None:
        """For money without an invoice number: the oldest open bill of just this amount, else the oldest."""
        bills = [each for each in self._open.get(registration, ()) if each.invoice not in settled]
        return next((each for each in bills if each.amount == amount), bills[0] if bills else None)

    def _fetch(self, db: Connection, details: Sequence[Detail]) -> None:
        wanted = sorted({each.reference1[2:] for each in details})
        named = sorted({each.reference2 for each in details if each.reference2})
        self._branches.update(row for row in _pairs(db, _CUSTOMERS, wanted))
        for row in db.execute(_CHARGES, {"wanted": wanted, "named": named}):
            self._keep(Charge(*row))
        slips = [each.slip for each in details]
        self.slips.update(db.execute(_SLIPS, {"wanted": slips}).scalars())

    def _keep(self, found: Charge) -> None:
        if found.invoice in self._charges:
            return
        self._charges[found.invoice] = found
        if found.state != "paid" and found.item_type == WATER_BILL:
            bills = self._open.setdefault(found.registration, [])
            bills.append(found)
            bills.sort(key=lambda each: (each.due, each.invoice))


def _pairs(db: Connection, query: Select[Any], wanted: list[str]) -> Iterator[tuple[str, str]]:
    for row in db.execute(query, {"wanted": wanted}):
        yield row[0], row[1]


def _chunks(details: Sequence[Detail]) -> Iterator[Sequence[Detail]]:
    for start in range(0, len(details), _AT_ONCE):
        yield details[start : start + _AT_ONCE]
