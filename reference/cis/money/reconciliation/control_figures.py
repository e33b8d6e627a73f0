"""Control figures, which must balance at every moment: charges, receipts, deposits, and money in suspense."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from reference.cis.money.billing import OVERDUE_FEE
from reference.cis.money.ledger import APPLIED, DEPOSITS
from reference.cis.tables import agent_transaction, charge, debit_entry, line, payment, received_record

_CHARGES = select(charge.c.state, func.sum(charge.c.amount)).group_by(charge.c.state)
_PAID = select(func.coalesce(func.sum(line.c.amount), 0)).where(
    line.c.bucket == APPLIED, line.c.item_type != OVERDUE_FEE
)
_RECEIPTS = select(func.count()).select_from(payment)
_PAYMENTS = (
    select(func.count()).select_from(agent_transaction).where(agent_transaction.c.operation == "payment"),
    select(func.count()).select_from(received_record).where(received_record.c.receipt.is_not(None)),
    select(func.count()).select_from(debit_entry).where(debit_entry.c.receipt.is_not(None)),
)
_BALANCES = (
    select(func.sum(line.c.amount).label("balance"))
    .where(line.c.bucket == DEPOSITS)
    .group_by(line.c.registration)
    .subquery()
)
_LOWEST = select(func.coalesce(func.min(_BALANCES.c.balance), 0))
_UNIDENTIFIED = select(func.coalesce(func.sum(payment.c.amount), 0)).where(
    payment.c.registration.is_(None), payment.c.state == "POSTED"
)


def control_figures(db: Connection) -> dict[str, int]:
    """Satang, but for `receipts` and `payments`, which are counts.

    issued = paid + outstanding + written_off, where `issued` is of the charges and `paid` of the ledger's lines, less
    fees for being late, which are no charges. A fee for a service whose payment was taken back is written off.
    """
    states = {state: int(amount) for state, amount in db.execute(_CHARGES).all()}
    return {
        "issued": sum(states.values()),
        "paid": int(db.execute(_PAID).scalar_one()),
        "outstanding": states.get("open", 0) + states.get("being_debited", 0),
        "written_off": states.get("cancelled", 0),
        "receipts": int(db.execute(_RECEIPTS).scalar_one()),
        "payments": sum(int(db.execute(query).scalar_one()) for query in _PAYMENTS),
        "lowest_deposit": int(db.execute(_LOWEST).scalar_one()),
        "unidentified": int(db.execute(_UNIDENTIFIED).scalar_one()),
    }
