"""Select the bills for a bank: open water bills within its limits, of customers with a mandate in force there."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from reference.cis.debit.batches import UNANSWERED
from reference.cis.debit.outcomes import COLLECT_OTHERWISE, PARK
from reference.cis.messages import Debit, DebitTerms, Instrument
from reference.cis.money.billing import WATER_BILL
from reference.cis.tables import account, charge, debit_entry, mandate

# No bill goes again while its answer is missing, nor once it is collected otherwise or parked.
_barred = (
    select(debit_entry.c.id)
    .where(
        debit_entry.c.invoice == charge.c.invoice,
        (debit_entry.c.state == UNANSWERED) | debit_entry.c.next_step.in_((COLLECT_OTHERWISE, PARK)),
    )
    .exists()
)


def _to_send(*columns: Any) -> Select[Any]:
    """Open water bills of customers with a mandate in force at this bank."""
    return (
        select(*columns)
        .select_from(charge.join(account).join(mandate, mandate.c.registration == charge.c.registration))
        .where(
            charge.c.state == "open",
            charge.c.item_type == WATER_BILL,
            mandate.c.state == "active",
            mandate.c.bank == bindparam("bank"),
            charge.c.amount.between(bindparam("minimum"), bindparam("maximum")),
            ~_barred,
        )
    )


_NO_LIMIT = 2**31 - 1
_FIRST_DUE = _to_send(charge.c.due).order_by(charge.c.due).limit(1)
_DEBITS = (
    _to_send(
        mandate.c.number,
        mandate.c.instrument,
        mandate.c.account_number,
        account.c.name,
        account.c.registration,
        account.c.branch,
        charge.c.invoice,
        charge.c.due,
        charge.c.amount,
    )
    .where(charge.c.due < bindparam("before"))
    .order_by(charge.c.invoice)
)


def first_due(db: Connection, bank: str, terms: DebitTerms) -> date | None:
    """The earliest due date of the bills that wait to be sent to a bank."""
    found = db.execute(_FIRST_DUE, _limits(bank, terms)).scalar()
    return None if found is None else date.fromisoformat(found)


def to_debit(db: Connection, bank: str, before: date, terms: DebitTerms) -> list[Debit]:
    """The bills that are due before a day."""
    rows = db.execute(_DEBITS, _limits(bank, terms) | {"before": before.isoformat()}).all()
    return [
        Debit(
            mandate=row.number,
            instrument=Instrument(row.instrument),
            account_number=row.account_number,
            name=row.name,
            branch=row.branch,
            registration=row.registration,
            invoice=row.invoice,
            due=date.fromisoformat(row.due),
            amount=row.amount,
        )
        for row in rows
    ]


def _limits(bank: str, terms: DebitTerms) -> dict[str, Any]:
    """The bank, and the amounts that it debits."""
    return {"bank": bank, "minimum": terms.minimum, "maximum": terms.maximum or _NO_LIMIT}
