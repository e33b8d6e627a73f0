"""Records of the batches sent to banks, and of the debits in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from reference.cis.messages import AskedDebit, Batch, Debit, OutgoingFile, Reason
from reference.cis.money import billing
from reference.cis.tables import charge, debit_batch, debit_entry
from reference.common import progress
from reference.common.storage.bulk_rows import rows_among, update_rows

_STEP = 5_000
"""Debits after which it is said how far a batch has come."""

ASKED, COLLECTED, REJECTED, UNANSWERED = "asked", "collected", "rejected", "unanswered"

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
_BY_DAY = select(debit_batch).where(
    debit_batch.c.bank == bindparam("bank"), debit_batch.c.effective == bindparam("day"), debit_batch.c.state != "made"
)
_ENTRIES = select(debit_entry).where(debit_entry.c.batch_id == bindparam("batch")).order_by(debit_entry.c.id)
_SET_BATCH = update(debit_batch).where(debit_batch.c.id == bindparam("which"))
_UNANSWERED = (
    update(debit_entry)
    .where(debit_entry.c.batch_id == bindparam("batch"), debit_entry.c.state == ASKED)
    .values(state=UNANSWERED)
)
_IN_FLIGHT = (
    select(charge.c.invoice)
    .join(debit_entry, debit_entry.c.invoice == charge.c.invoice)
    .where(debit_entry.c.batch_id == bindparam("batch"), charge.c.state == billing.BEING_DEBITED)
)


def made_on(db: Connection, bank: str, day: date) -> bool:
    """Whether a file for this bank was made on a day, or after it."""
    return bool(db.execute(_MADE_ON, {"bank": bank, "day": day.isoformat()}).scalar())


def next_batch(db: Connection, bank: str, effective: date) -> str:
    """The number of the next file for a debit day: YYYYMMDD and its place on that day, from 01."""
    earlier = db.execute(_OF_DAY, {"bank": bank, "day": effective.isoformat()}).scalar() or 0
    return f"{effective:%Y%m%d}{earlier + 1:02d}"


@dataclass(frozen=True, slots=True)
class NewBatch:
    """A batch that is about to leave, with its file; the bank's answer must be in by `deadline`."""

    bank: str
    batch: Batch
    file: OutgoingFile
    made_at: str
    deadline: str


def store(db: Connection, new: NewBatch) -> None:
    """Keep a batch that is about to leave; from now on its bills are with the bank."""
    row = {
        "bank": new.bank,
        "number": new.batch.number,
        "name": new.file.name,
        "made_at": new.made_at,
        "effective": new.batch.dates.effective.isoformat(),
        "deadline": new.deadline,
        "state": "made",
        "due": new.made_at,
        "attempts": 0,
        "data": new.file.data,
    }
    key = db.execute(_ADD_BATCH, row).inserted_primary_key
    assert key is not None
    debits = new.batch.debits
    for start in range(0, len(debits), _STEP):
        db.execute(_ADD_ENTRIES, [_entry(int(key[0]), debit) for debit in debits[start : start + _STEP]])
        progress.report("debited", min(start + _STEP, len(debits)))
    billing.set_state(db, [debit.invoice for debit in new.batch.debits], billing.BEING_DEBITED)


def _entry(batch_id: int, debit: Debit) -> dict[str, Any]:
    return {
        "batch_id": batch_id,
        "mandate": debit.mandate,
        "branch": debit.branch,
        "registration": debit.registration,
        "invoice": debit.invoice,
        "amount": debit.amount,
        "state": ASKED,
    }


def find(db: Connection, bank: str, number: str | None, effective: date | None) -> Sequence[Any]:
    """The batches that a bank may mean: by our number, or by the day of the debit where it names none."""
    if number is not None:
        return db.execute(_BY_NUMBER, {"bank": bank, "number": number}).all()
    return db.execute(_BY_DAY, {"bank": bank, "day": effective and effective.isoformat()}).all()


def asked_debits(db: Connection, batch_id: int) -> list[tuple[int, AskedDebit]]:
    """The debits of a batch in the order sent, each with its key in the store."""
    rows = db.execute(_ENTRIES, {"batch": batch_id}).all()
    return [
        (row.id, AskedDebit(place, row.mandate, row.branch, row.registration, row.invoice, row.amount))
        for place, row in enumerate(rows, 1)
    ]


def set_batch(db: Connection, batch_id: int, **facts: Any) -> None:
    """Change what is kept of a batch: `state`, or `due` and `attempts`."""
    db.execute(_SET_BATCH.values(**facts), {"which": batch_id})


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to one debit: collected with a receipt, or rejected with a reason and its consequence."""

    state: str
    receipt: str | None = None
    reason: Reason | None = None
    code: str | None = None
    next_step: str | None = None


def set_answers(db: Connection, answers: Iterable[tuple[int, Answered]]) -> None:
    """Store the answers to debits, each by its key."""
    rows = [
        (a.state, a.reason.value if a.reason else None, a.code, a.next_step, a.receipt, entry_id)
        for entry_id, a in answers
    ]
    update_rows(db, debit_entry, ("state", "reason", "code", "next_step", "receipt"), "id", rows)


def rejected_before(db: Connection, invoices: Sequence[str]) -> Counter[str]:
    """How often each of these bills was rejected so far."""
    states = rows_among(db, (debit_entry.c.invoice, debit_entry.c.state), invoices)
    return Counter(invoice for invoice, state in states if state == REJECTED)


def give_up(db: Connection, batch_id: int) -> None:
    """Unlock the bills of an unanswered batch for payment elsewhere; none is sent again until an answer comes."""
    unlocked = list(db.execute(_IN_FLIGHT, {"batch": batch_id}).scalars())
    billing.set_state(db, unlocked, "open")
    db.execute(_UNANSWERED, {"batch": batch_id})
    set_batch(db, batch_id, state="expired")
