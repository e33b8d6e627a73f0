"""Fetches the customers, charges and earlier payments that records of a payment file name, many at once."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from reference.cis.messages import PaymentRecord
from reference.cis.money.billing import Charge
from reference.cis.tables import account, charge, received_record
from reference.common.storage.bulk_rows import rows_among

_CUSTOMER = (account.c.registration, account.c.branch)
_CHARGE = (
    charge.c.invoice,
    charge.c.registration,
    charge.c.item_type,
    charge.c.month,
    charge.c.due,
    charge.c.amount,
    charge.c.state,
    charge.c.named_in,
)
_EARLIER = (received_record.c.payment_key, received_record.c.file_id, received_record.c.receipt)


class SettlementLookup:
    """Customers, charges and earlier payments that some records of a file speak of."""

    def __init__(self, db: Connection, file_id: int, records: Sequence[PaymentRecord]) -> None:
        keys = [record.payment_key for record in records]
        self.payment_keys = {
            key for key, file, receipt in rows_among(db, _EARLIER, keys) if receipt is not None and file != file_id
        }
        """Of payments that were booked from an earlier file."""
        registrations = sorted({record.registration for record in records})
        self._branches = {row[0]: row[1] for row in rows_among(db, _CUSTOMER, registrations)}
        self.named: set[str] = set()
        """Invoices that earlier records of this file named."""
        self._charges: dict[str, Charge] = {}
        for *facts, named_in in rows_among(db, _CHARGE, sorted({record.invoice for record in records})):
            self._charges[facts[0]] = Charge(*facts)
            if named_in == file_id:
                self.named.add(facts[0])

    def knows(self, branch: str, registration: str) -> bool:
        """Whether there is such a customer of this branch."""
        return self._branches.get(registration) == branch

    def invoice(self, registration: str, number: str) -> Charge | None:
        """The customer's charge with this invoice number."""
        found = self._charges.get(number)
        return found if found is not None and found.registration == registration else None
