"""Settles a bank's result exactly once: it answers one batch of ours, all of it, or nothing is booked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
from reference.cis.money.allocation import Allocation, applied
from reference.cis.money.billing import BEING_DEBITED, Charge
from reference.cis.money.ledger import ADVANCE_DEPOSIT, DEPOSITS, Booking, Line
from reference.common import progress
from reference.common.clock import stamp

BLOCK = 5_000
"""Debits that are settled at once."""

_Entry = tuple[int, AskedDebit]


@dataclass(frozen=True, slots=True)
class _Booking:
    """Where and when the debits of one result are booked; a bill may be tried `tries` times."""

    db: Connection
    allocation: Allocation
    bank: str
    tries: int
    at: str


@dataclass(frozen=True, slots=True)
class _Known:
    """The charges that some debits are of, by invoice, and how often each was rejected before."""

    charges: dict[str, Charge]
    rejections: Counter[str]


@dataclass(frozen=True, slots=True)
class _Decision:
    """The decision on one debit: its booking and the bill it settles, or the consequence of a rejection."""

    entry_id: int
    asked: AskedDebit
    outcome: DebitOutcome
    taken: DebitTaken
    money: Booking | None = None
    item: Item | None = None
    next_step: str | None = None
    reopens: bool = False

    @property
    def reason(self) -> Reason | None:
        return self.outcome.reason


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
    if not bank.settles_others:
        _require_good_records(result.outcomes)
    answers = _exactly(entries, result.outcomes)
    batches.set_batch(db, batch.id, state="answered")
    at = stamp(now)
    booking = _Booking(db, allocation, file.agent, bank.terms.tries, at)
    settled: list[SettledDebit] = []
    for start in range(0, len(entries), BLOCK):
        settled += _settle_block(booking, entries[start : start + BLOCK], answers)
        progress.report("settled", len(settled))
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


def _require_good_records(outcomes: Sequence[DebitOutcome]) -> None:
    if problem := next((outcome.problem for outcome in outcomes if outcome.problem), ""):
        raise FileRefused(FileOutcome.UNREADABLE, problem)


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
        right = outcome.paid in (0, amount) if outcome.problem else outcome.paid == (0 if outcome.reason else amount)
        if outcome.amount != amount or not right:
            reason = f"ผลรายการที่ {number} จำนวนเงินไม่ตรงกับที่ส่งไปหัก {amount} สตางค์"
            raise FileRefused(FileOutcome.NOT_EXACT, reason)
        answers[outcome.place] = outcome
    if len(answers) != len(asked):
        raise FileRefused(FileOutcome.NOT_EXACT, f"ส่งไปหัก {len(asked)} รายการ ได้ผล {len(answers)} รายการ")
    return answers


def _settle_block(
    booking: _Booking, entries: Sequence[_Entry], answers: Mapping[int, DebitOutcome]
) -> list[SettledDebit]:
    """Decide what becomes of some debits, book their money, and keep both."""
    invoices = [asked.invoice for _, asked in entries]
    known = _Known(billing.charges_by_invoice(booking.db, invoices), batches.rejected_before(booking.db, invoices))
    decisions = [_decide(known, entry, answers[entry[1].place], booking.tries) for entry in entries]
    receipts = _book(booking, decisions)
    _reject(booking.db, [decision for decision in decisions if decision.reason])
    pairs = list(zip(decisions, receipts, strict=True))
    batches.set_answers(booking.db, ((decision.entry_id, _answered(decision, receipt)) for decision, receipt in pairs))
    return [SettledDebit(decision.asked, decision.outcome, decision.taken, receipt) for decision, receipt in pairs]


def _decide(known: _Known, entry: _Entry, outcome: DebitOutcome, tries: int) -> _Decision:
    """Decide about one debit; `known` is updated by it."""
    entry_id, asked = entry
    owed = known.charges[asked.invoice]  # it was sent from our own books, which forget nothing
    if outcome.reason:
        step = outcomes.next_step(outcome.reason, known.rejections[asked.invoice], tries)
        known.rejections[asked.invoice] += 1
        taken = DebitTaken.PARKED if step == outcomes.PARK else DebitTaken.NOTED
        if reopens := owed.state == BEING_DEBITED:
            known.charges[asked.invoice] = replace(owed, state="open")
        return _Decision(entry_id, asked, outcome, taken, next_step=step, reopens=reopens)
    if owed.state == "paid":
        deposit = Line(DEPOSITS, ADVANCE_DEPOSIT, outcome.paid, owed.registration)
        return _Decision(entry_id, asked, outcome, DebitTaken.DEPOSITED, Booking(owed.registration, [deposit]))
    known.charges[asked.invoice] = replace(owed, state="paid")
    item = Item(owed.item_type, owed.invoice, owed.month, owed.due, owed.amount)
    money = Booking(owed.registration, [applied(item, owed.registration)])
    return _Decision(entry_id, asked, outcome, DebitTaken.PAID, money, item)


def _book(booking: _Booking, decisions: Sequence[_Decision]) -> list[str]:
    """Book the money of some debits and mark what it settles; for each debit its receipt, empty if none."""
    bookings = [decision.money for decision in decisions if decision.money]
    numbers = iter(ledger.receive(booking.db, booking.bank, bookings, booking.at) if bookings else [])
    items = [(d.money.registration or "", d.item) for d in decisions if d.money and d.item]
    booking.allocation.settle(booking.db, items, booking.at)
    return [next(numbers) if decision.money else "" for decision in decisions]


def _reject(db: Connection, decisions: Sequence[_Decision]) -> None:
    """Carry out the consequences of rejections."""
    for decision in decisions:
        if decision.next_step == outcomes.SUSPEND and decision.reason:
            mandates.suspend(db, decision.asked.mandate, decision.reason)
    billing.set_state(db, [decision.asked.invoice for decision in decisions if decision.reopens], "open")


def _answered(decision: _Decision, receipt: str) -> Answered:
    if decision.reason is None:
        return Answered(batches.COLLECTED, receipt=receipt)
    code = decision.outcome.code or None
    return Answered(batches.REJECTED, reason=decision.reason, code=code, next_step=decision.next_step)
