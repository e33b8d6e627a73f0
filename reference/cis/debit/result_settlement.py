"""Settling a bank's result exactly once: it answers one file of ours, all of it, or nothing is booked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from reference.cis.debit import batches, mandates, outcomes
from reference.cis.debit.schedule import DebitBank
from reference.cis.money import allocation, billing, file_settlement, ledger
from reference.cis.money.billing import Charge, Item
from reference.cis.money.file_settlement import Kept, Received
from reference.cis.money.ledger import ADVANCE_DEPOSIT, DEPOSITS, Booking, Line
from reference.cis.partners._common import bill_payment_256
from reference.cis.partners._common.bill_payment_256 import FileOutcome, Refused
from reference.cis.partners.scb_debit import acknowledgement_file, result_file
from reference.cis.partners.scb_debit.acknowledgement_file import Acknowledged, Taken, Told
from reference.cis.partners.scb_debit.result_file import Answer, ResultFile
from reference.common.dates import stamp

_UNASKED, _INEXACT = FileOutcome.NOT_ASKED, FileOutcome.NOT_EXACT
_Pair = tuple[Any, Answer]


def settle(db: Connection, bank: DebitBank, file: Received, now: datetime) -> bytes:
    """Settle a result, refuse it, or recognise it; the acknowledgement to send back.

    As with payment files: the same content under the same name is acknowledged again as it was, under another
    name it is refused, and so is other content under a name that is settled.
    """
    digest = bill_payment_256.digest(file.data)
    try:
        known = file_settlement.known_answer(db, file, digest)
        if known is not None:
            return known
        content = result_file.read(file.data, file.name, file.agent, bank.bank_code)
        batch = _batch(db, file.agent, content)
        pairs = _exactly(batches.entries(db, batch.id), content.answers)
    except Refused as wrong:
        told = _acknowledged(bank, file, wrong.outcome, str(wrong))
    else:
        batches.set_batch(db, batch.id, state="answered")
        told = _acknowledged(bank, file, FileOutcome.SETTLED, "", _book(db, file.agent, pairs, stamp(now)))
    answer = acknowledgement_file.write(told, now)
    booked = sum(each.answer.paid for each in told.told)
    file_settlement.keep(db, file, Kept(digest, told.outcome, told.reason, len(told.told), booked, answer), now)
    return answer


def _acknowledged(
    bank: DebitBank, file: Received, outcome: FileOutcome, reason: str, told: Sequence[Told] = ()
) -> Acknowledged:
    return Acknowledged(bank.bank_code, result_file.batch_of(file.data), file.name, outcome, reason, told)


def _batch(db: Connection, bank: str, content: ResultFile) -> Any:
    """The file of ours that it answers: one that left, and has no answer yet."""
    found = batches.find(db, bank, content.batch)
    if found is None or found.state == "made":
        raise Refused(_UNASKED, f"ไม่เคยส่งชุดข้อมูล {content.batch}")
    if found.state == "answered":
        raise Refused(_UNASKED, f"ชุดข้อมูล {content.batch} มีผลแล้ว")
    if found.effective != content.effective.isoformat():
        raise Refused(_UNASKED, f"วันที่หักบัญชีของชุดข้อมูล {content.batch} ไม่ตรงกับที่ส่ง")
    return found


def _exactly(entries: Sequence[Any], answers: Sequence[Answer]) -> list[_Pair]:
    """Each debit asked for with its answer; refused unless each has exactly one, with the amount asked."""
    asked = {(entry.mandate, entry.invoice): entry for entry in entries}
    pairs: dict[tuple[str, str], _Pair] = {}
    for number, answer in enumerate(answers, 2):
        key = (answer.mandate, answer.invoice)
        if key not in asked or asked[key].reference1 != answer.reference1:
            raise Refused(_INEXACT, f"ระเบียน {number} เป็นรายการที่ไม่ได้ส่งไปหัก")
        if key in pairs:
            raise Refused(_INEXACT, f"ระเบียน {number} ตอบรายการเดิมซ้ำ")
        if answer.amount != asked[key].amount or answer.paid != (answer.amount if answer.collected else 0):
            raise Refused(_INEXACT, f"ระเบียน {number} จำนวนเงินไม่ตรงกับที่ส่งไปหัก {asked[key].amount} สตางค์")
        pairs[key] = (asked[key], answer)
    if len(pairs) != len(asked):
        raise Refused(_INEXACT, f"ส่งไปหัก {len(asked)} รายการ ได้ผล {len(pairs)} รายการ")
    return list(pairs.values())


def _book(db: Connection, bank: str, pairs: Sequence[_Pair], at: str) -> list[Told]:
    """Book what was collected, and do what each rejection leads to; in the order of the file that we sent."""
    return [
        _collected(db, bank, entry, answer, at) if answer.collected else _rejected(db, entry, answer)
        for entry, answer in pairs
    ]


def _collected(db: Connection, bank: str, entry: Any, answer: Answer, at: str) -> Told:
    owed = _charge(db, entry)
    if owed.state == "paid":
        kept = Line(DEPOSITS, ADVANCE_DEPOSIT, answer.paid, owed.registration)
        (receipt,) = ledger.receive(db, bank, [Booking(owed.registration, [kept])], at)
    else:
        item = Item(owed.item_type, owed.invoice, owed.month, owed.due, owed.amount)
        receipt = allocation.pay(db, bank, owed.registration, [item], at).receipt
    batches.set_entry(db, entry, batches.COLLECTED, receipt=receipt)
    return Told(answer, Taken.DEPOSITED if owed.state == "paid" else Taken.PAID, receipt)


def _rejected(db: Connection, entry: Any, answer: Answer) -> Told:
    act = outcomes.act(answer.reason, batches.rejected_before(db, entry.invoice))
    batches.set_entry(db, entry, batches.REJECTED, answer.reason, act)
    if act == outcomes.SUSPEND:
        mandates.suspend(db, entry.mandate, answer.reason)
    if _charge(db, entry).state == "in_flight":
        billing.set_state(db, [entry.invoice], "open")
    return Told(answer, Taken.NOTED, "")


def _charge(db: Connection, entry: Any) -> Charge:
    owed = billing.charge_by_invoice(db, entry.invoice)
    assert owed is not None  # it was sent from our own books, which forget nothing
    return owed
