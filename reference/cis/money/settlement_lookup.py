"""Fetches the customers, charges and earlier payments that a payment file names, in bulk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, select

from reference.cis.messages import PaymentRecord
from reference.cis.money.billing import CHARGE_COLUMNS, Charge
from reference.cis.tables import account, charge, received_record

_AT_ONCE = 400


def _among(column: ColumnElement[Any]) -> ColumnElement[bool]:
    return column.in_(bindparam("wanted", expanding=True))


_CUSTOMERS = select(account.c.registration, account.c.branch).where(_among(account.c.registration))
_CHARGES = select(*CHARGE_COLUMNS).where(_among(charge.c.invoice))
_KEYS = select(received_record.c.payment_key).where(
    _among(received_record.c.payment_key), received_record.c.receipt.is_not(None)
)


class SettlementLookup:
    """Customers, charges and earlier payments that a file's records speak of."""

    def __init__(self, db: Connection, records: Sequence[PaymentRecord]) -> None:
        self.payment_keys: set[str] = set()
        """Of payments that were booked from an earlier file."""
        self._branches: dict[str, str] = {}
        self._charges: dict[str, Charge] = {}
        for some in _chunks(records):
            self._fetch(db, some)

    def knows(self, branch: str, registration: str) -> bool:
        """Whether there is such a customer of this branch."""
        return self._branches.get(registration) == branch

    def invoice(self, registration: str, number: str) -> Charge | None:
        """The customer's charge with this invoice number."""
        found = self._charges.get(number)
        return found if found is not None and found.registration == registration else None

    def _fetch(self, db: Connection, records: Sequence[PaymentRecord]) -> None:
        customers = {"wanted": sorted({record.registration for record in records})}
        self._branches.update((row[0], row[1]) for row in db.execute(_CUSTOMERS, customers))
        invoices = {"wanted": sorted({record.invoice for record in records})}
        self._charges.update((row[0], Charge(*row)) for row in db.execute(_CHARGES, invoices))
        keys = {"wanted": [record.payment_key for record in records]}
        self.payment_keys.update(db.execute(_KEYS, keys).scalars())


def _chunks(records: Sequence[PaymentRecord]) -> Iterator[Sequence[PaymentRecord]]:
    for start in range(0, len(records), _AT_ONCE):
        yield records[start : start + _AT_ONCE]
