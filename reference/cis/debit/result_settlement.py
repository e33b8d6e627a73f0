"""Settles a bank's result exactly once: it answers one batch of ours, all of it, or nothing is booked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from reference.cis.debit import batches, mandates, outcomes
from reference.cis.debit.batches import Answered
from reference.cis.file_formats import DebitBank
from reference.cis.messages import (
    AskedDebit,
    BatchReference,
    DebitOutcome,
    DebitSettlement,
    DebitTaken,
    FileOutcome,
    FileRefused,
    Item,
    Reason,
    ReceivedFile,
    SettledDebit,
)
from reference.cis.money import billing, ledger
from reference.cis.money.allocation import Allocation
from reference.cis.money.billing import BEING_DEBITED, Charge
from reference.cis.money.ledger import ADVANCE_DEPOSIT, DEPOSITS, Booking, Line
from reference.common.clock import stamp

_Entry = tuple[int, AskedDebit]


@dataclass(frozen=True, slots=True)
class _Booking:
    """Where and when the debits of one result are booked; a bill may be tried `tries` times."""

    db: Connection
    allocation: Allocation
    bank: str
    tries: int
    at: str


def settle(
    db: Connection, allocation: Allocation, bank: DebitBank, file: ReceivedFile, now: datetime
) -> DebitSettlement:
    """Settle a result in the caller's transaction; raises `FileRefused`, before anything is booked.

    First which batch it is, then what it says, then whether that is what was asked: else the reason would be wrong.
    """
    files = bank.files
    batch = _batch(db, file.agent, files.batch_of(file))
    entries = batches.asked_debits(db, batch.id)
    result = files.read_result(file, [asked for _, asked in entries])
    answers = _exactly(entries, result.outcomes)
    batches.set_batch(db, batch.id, state="answered")
    at = stamp(now)
    booking = _Booking(db, allocation, file.agent, bank.terms.tries, at)
    settled = [_settle_one(booking, entry, answers[entry[1].place]) for entry in entries]
    return DebitSettlement(FileOutcome.SETTLED, debits=settled, effective=date.fromisoformat(batch.effective))


def _batch(db: Connection, bank: str, named: BatchReference) -> Any:
    """The batch of ours that it answers: one that left, and has no answer yet."""
    known = batches.find(db, bank, named.number, named.effective)
    name = named.number or f"{named.effective:%d%m%Y}"
    if len(known) != 1 or known[0].state == "made":
        raise FileRefused(FileOutcome.NOT_ASKED, f"ไม่เคยส่งชุดข้อมูล {name}")
    if known[0].state == "answered":
        raise FileRefused(FileOutcome.NOT_ASKED, f"ชุดข้อมูล {name} มีผลแล้ว")
    if named.effective is not None and known[0].effective != named.effective.isoformat():
        raise FileRefused(FileOutcome.NOT_ASKED, f"วันที่หักบัญชีของชุดข้อมูล {name} ไม่ตรงกับที่ส่ง")
    return known[0]


def _exactly(entries: Sequence[_Entry], outcomes: Sequence[DebitOutcome]) -> dict[int, DebitOutcome]:
    """The answer for each place; refused unless each debit has exactly one, with the amount asked."""
    asked = {debit.place: debit for _, debit in entries}
    answers: dict[int, DebitOutcome] = {}
    for number, outcome in enumerate(outcomes, 1):
        if outcome.place is None:
            raise FileRefused(FileOutcome.NOT_EXACT, f"ผลรายการที่ {number} เป็นรายการที่ไม่ได้ส่งไปหัก")
        if outcome.place in answers:
            raise FileRefused(FileOutcome.NOT_EXACT, f"ผลรายการที่ {number} ตอบรายการเดิมซ้ำ")
        amount = asked[outcome.place].amount
        if outcome.amount != amount or outcome.paid != (0 if outcome.reason else amount):
            reason = f"ผลรายการที่ {number} จำนวนเงินไม่ตรงกับที่ส่งไปหัก {amount} สตางค์"
            raise FileRefused(FileOutcome.NOT_EXACT, reason)
        answers[outcome.place] = outcome
    if len(answers) != len(asked):
        raise FileRefused(FileOutcome.NOT_EXACT, f"ส่งไปหัก {len(asked)} รายการ ได้ผล {len(answers)} รายการ")
    return answers


def _settle_one(booking: _Booking, entry: _Entry, outcome: DebitOutcome) -> SettledDebit:
    (entry_id, asked), db, bank, at = entry, booking.db, booking.bank, booking.at
    if outcome.reason:
        return SettledDebit(asked, outcome, _reject(booking, entry, outcome.reason, outcome.code), "")
    owed = _charge(db, asked)
    if owed.state == "paid":
        deposit = Line(DEPOSITS, ADVANCE_DEPOSIT, outcome.paid, owed.registration)
        (receipt,) = ledger.receive(db, bank, [Booking(owed.registration, [deposit])], at)
        taken = DebitTaken.DEPOSITED
    else:
        item = Item(owed.item_type, owed.invoice, owed.month, owed.due, owed.amount)
        receipt = booking.allocation.pay(db, bank, owed.registration, [item], at).receipt
        taken = DebitTaken.PAID
    batches.set_answer(db, entry_id, Answered(batches.COLLECTED, receipt=receipt))
    return SettledDebit(asked, outcome, taken, receipt)


def _reject(booking: _Booking, entry: _Entry, reason: Reason, code: str) -> DebitTaken:
    """Do what a rejection leads to."""
    (entry_id, asked), db = entry, booking.db
    step = outcomes.next_step(reason, batches.rejected_before(db, asked.invoice), booking.tries)
    batches.set_answer(db, entry_id, Answered(batches.REJECTED, reason=reason, code=code or None, next_step=step))
    if step == outcomes.SUSPEND:
        mandates.suspend(db, asked.mandate, reason)
    if _charge(db, asked).state == BEING_DEBITED:
        billing.set_state(db, [asked.invoice], "open")
    return DebitTaken.PARKED if step == outcomes.PARK else DebitTaken.NOTED


def _charge(db: Connection, asked: AskedDebit) -> Charge:
    owed = billing.charge_by_invoice(db, asked.invoice)
    assert owed is not None  # it was sent from our own books, which forget nothing
    return owed
