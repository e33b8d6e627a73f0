"""What the store knows about the records of a payment file, fetched for all of them at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, select

from reference.cis.money.billing import CHARGE_COLUMNS, Charge
from reference.cis.partners._common.bill_payment_256 import PaymentRecord
from reference.cis.tables import account, charge, file_record

_AT_ONCE = 400


def _among(column: ColumnElement[Any]) -> ColumnElement[bool]:
    return column.in_(bindparam("wanted", expanding=True))


_CUSTOMERS = select(account.c.registration, account.c.branch).where(_among(account.c.registration))
_CHARGES = select(*CHARGE_COLUMNS).where(_among(charge.c.invoice))
_SLIPS = select(file_record.c.slip).where(_among(file_record.c.slip), file_record.c.receipt.is_not(None))


class SettlementLookup:
    """Customers, charges and earlier payments that a file's records speak of."""

    def __init__(self, db: Connection, details: Sequence[PaymentRecord]) -> None:
        self.slips: set[str] = set()
        self._branches: dict[str, str] = {}
        self._charges: dict[str, Charge] = {}
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

    def _fetch(self, db: Connection, details: Sequence[PaymentRecord]) -> None:
        customers = {"wanted": sorted({each.reference1[2:] for each in details})}
        self._branches.update((row[0], row[1]) for row in db.execute(_CUSTOMERS, customers))
        invoices = {"wanted": sorted({each.reference2 for each in details})}
        self._charges.update((row[0], Charge(*row)) for row in db.execute(_CHARGES, invoices))
        slips = {"wanted": [each.slip for each in details]}
        self.slips.update(db.execute(_SLIPS, slips).scalars())


def _chunks(details: Sequence[PaymentRecord]) -> Iterator[Sequence[PaymentRecord]]:
    for start in range(0, len(details), _AT_ONCE):
        yield details[start : start + _AT_ONCE]
