"""Which bills go to a bank, and what is kept of each file that went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, insert, select, update

from reference.cis.money import billing
from reference.cis.money.billing import WATER_BILL
from reference.cis.partners.scb_debit import outstanding_file
from reference.cis.partners.scb_debit.outstanding_file import Debit
from reference.cis.tables import account, charge, debit_batch, debit_entry, mandate

ASKED, COLLECTED, REJECTED, UNANSWERED = "asked", "collected", "rejected", "unanswered"

# No bill goes again while its answer is missing, nor once it was given back to ordinary collection.
_barred = (
    select(debit_entry.c.id)
    .where(
        debit_entry.c.invoice == charge.c.invoice,
        (debit_entry.c.state == UNANSWERED) | (debit_entry.c.act == "ordinary"),
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
            ~_barred,
        )
    )


_FIRST_DUE = _to_send(charge.c.due).order_by(charge.c.due).limit(1)
_DEBITS = (
    _to_send(
        mandate.c.number,
        mandate.c.instrument,
        mandate.c.debited,
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
_ADD_BATCH, _ADD_ENTRIES = insert(debit_batch), insert(debit_entry)
_OF_DAY = select(func.count()).where(
    debit_batch.c.bank == bindparam("bank"), debit_batch.c.effective == bindparam("day")
)
_MADE_ON = select(func.count()).where(
    debit_batch.c.bank == bindparam("bank"), debit_batch.c.made_at >= bindparam("day")
)
_BY_NUMBER = select(debit_batch).where(
    debit_batch.c.bank == bindparam("bank"), debit_batch.c.number == bindparam("number")
)
_ENTRIES = select(debit_entry).where(debit_entry.c.batch_id == bindparam("batch")).order_by(debit_entry.c.id)
_REJECTED = select(func.count()).where(debit_entry.c.invoice == bindparam("invoice"), debit_entry.c.state == REJECTED)
_SET_BATCH = update(debit_batch).where(debit_batch.c.id == bindparam("which"))
_SET_ENTRY = (
    update(debit_entry)
    .where(debit_entry.c.id == bindparam("which"))
    .values(
        state=bindparam("now_state"),
        reason=bindparam("why"),
        act=bindparam("leads_to"),
        receipt=bindparam("number"),
    )
)
_UNANSWERED = (
    update(debit_entry)
    .where(debit_entry.c.batch_id == bindparam("batch"), debit_entry.c.state == ASKED)
    .values(state=UNANSWERED)
)
_IN_FLIGHT = (
    select(charge.c.invoice)
    .join(debit_entry, debit_entry.c.invoice == charge.c.invoice)
    .where(debit_entry.c.batch_id == bindparam("batch"), charge.c.state == "in_flight")
)


def first_due(db: Connection, bank: str) -> date | None:
    """The earliest due date of the bills that wait to be sent to a bank."""
    found = db.execute(_FIRST_DUE, {"bank": bank}).scalar()
    return None if found is None else date.fromisoformat(found)


def made_on(db: Connection, bank: str, day: date) -> bool:
    """Whether a file for this bank was made on a day, or after it."""
    return bool(db.execute(_MADE_ON, {"bank": bank, "day": day.isoformat()}).scalar())


def to_debit(db: Connection, bank: str, before: date) -> list[Debit]:
    """The bills that are due before a day."""
    rows = db.execute(_DEBITS, {"bank": bank, "before": before.isoformat()}).all()
    return [
        Debit(
            mandate=row.number,
            instrument=row.instrument,
            debited=row.debited,
            name=row.name,
            registration=row.registration,
            reference1=row.branch + row.registration,
            invoice=row.invoice,
            due=date.fromisoformat(row.due),
            amount=row.amount,
        )
        for row in rows
    ]


def next_batch(db: Connection, bank: str, effective: date) -> str:
    """The number of the next file for a debit day: the day, and how many there were."""
    earlier = db.execute(_OF_DAY, {"bank": bank, "day": effective.isoformat()}).scalar() or 0
    return f"{effective:%Y%m%d}{earlier + 1:02d}"


@dataclass(frozen=True, slots=True)
class NewBatch:
    """A file that is about to leave."""

    bank: str
    number: str
    made_at: str
    effective: date
    deadline: str
    debits: Sequence[Debit]
    data: bytes


def lock(db: Connection, batch: NewBatch) -> None:
    """Keep a file that is about to leave; from now on its bills are with the bank."""
    row = {
        "bank": batch.bank,
        "number": batch.number,
        "name": outstanding_file.file_name(batch.bank, batch.number),
        "made_at": batch.made_at,
        "effective": batch.effective.isoformat(),
        "deadline": batch.deadline,
        "state": "made",
        "due": batch.made_at,
        "attempts": 0,
        "data": batch.data,
    }
    key = db.execute(_ADD_BATCH, row).inserted_primary_key
    assert key is not None
    db.execute(_ADD_ENTRIES, [_entry(int(key[0]), each) for each in batch.debits])
    billing.set_state(db, [each.invoice for each in batch.debits], "in_flight")


def _entry(batch_id: int, debit: Debit) -> dict[str, Any]:
    return {
        "batch_id": batch_id,
        "mandate": debit.mandate,
        "registration": debit.registration,
        "reference1": debit.reference1,
        "invoice": debit.invoice,
        "amount": debit.amount,
        "state": ASKED,
        "reason": None,
        "act": None,
        "receipt": None,
    }


def find(db: Connection, bank: str, number: str) -> Any:
    """The batch of that number, None when no file with it was made for this bank."""
    return db.execute(_BY_NUMBER, {"bank": bank, "number": number}).first()


def entries(db: Connection, batch_id: int) -> Sequence[Any]:
    return db.execute(_ENTRIES, {"batch": batch_id}).all()


def set_batch(db: Connection, batch_id: int, **facts: Any) -> None:
    """Change what is kept of a batch: `state`, or `due` and `attempts`."""
    db.execute(_SET_BATCH.values(**facts), {"which": batch_id})


def set_entry(
    db: Connection,
    entry: Any,
    state: str,
    reason: str | None = None,
    act: str | None = None,
    receipt: str | None = None,
) -> None:
    """Note what became of a debit."""
    row = {"which": entry.id, "now_state": state, "why": reason, "leads_to": act, "number": receipt}
    db.execute(_SET_ENTRY, row)


def rejected_before(db: Connection, invoice: str) -> int:
    """How often a bill was rejected so far."""
    return int(db.execute(_REJECTED, {"invoice": invoice}).scalar() or 0)


def give_up(db: Connection, batch_id: int) -> None:
    """Nobody answered: the bills may be paid elsewhere, and none goes out again until an answer comes."""
    unlocked = list(db.execute(_IN_FLIGHT, {"batch": batch_id}).scalars())
    billing.set_state(db, unlocked, "open")
    db.execute(_UNANSWERED, {"batch": batch_id})
    set_batch(db, batch_id, state="expired")
