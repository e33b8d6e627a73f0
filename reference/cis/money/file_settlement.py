"""Settling a payment file exactly once: all of it in one transaction, or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from reference.cis.money import ledger
from reference.cis.money.allocation import Allocation
from reference.cis.money.settlement_lookup import SettlementLookup
from reference.cis.money.settlement_rules import Decision, RecordSettlement
from reference.cis.partners._common import bill_payment_256, bill_payment_result_256
from reference.cis.partners._common.bill_payment_256 import FileOutcome, Refused
from reference.cis.partners._common.bill_payment_result_256 import Result
from reference.cis.tables import file_record, payment_file
from reference.common.dates import stamp

_NAME = re.compile(r"MWA_([A-Z0-9]{3})_([0-9]{8})_[0-9]{2}\.txt\Z")
_SETTLED_BY_DIGEST = select(payment_file).where(
    payment_file.c.digest == bindparam("digest"), payment_file.c.state == "settled"
)
_SETTLED_BY_NAME = select(payment_file).where(
    payment_file.c.name == bindparam("name"), payment_file.c.state == "settled"
)
_ADD_FILE = insert(payment_file)
_ADD_RECORDS = insert(file_record)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a file: its outcome, how many records and satang were booked, and the answer to it."""

    digest: str
    outcome: FileOutcome
    reason: str
    records: int
    amount: int
    answer: bytes


@dataclass(frozen=True, slots=True)
class Received:
    """A file as it was found at the drop-off."""

    agent: str
    name: str
    data: bytes

    @property
    def day_of_name(self) -> date | None:
        """The date that the name carries, None when the name is not one of this agent's."""
        parts = _NAME.match(self.name)
        if parts is None or parts[1] != self.agent:
            return None
        day = parts[2].encode()
        return bill_payment_256.date_of(day[6:] + day[4:6] + day[:4])

    @property
    def header(self) -> bytes:
        """The first record, however broken, at its proper length."""
        first = next(iter(bill_payment_256.lines_of(self.data)), b"")
        return first[: bill_payment_256.LENGTH].ljust(bill_payment_256.LENGTH)


def settle(db: Connection, allocation: Allocation, file: Received, now: datetime) -> bytes:
    """Settle a file, refuse it, or recognise it; the answer to send back.

    The same content under the same name is the same file sent again (or a run that broke off before the
    answer was written): nothing is booked and the first answer is given again. The same content under a
    new name, or new content under a name that is settled, is refused.
    """
    digest = bill_payment_256.digest(file.data)
    try:
        known = known_answer(db, file, digest)
        if known is not None:
            return known
        content = _read(file)
    except Refused as wrong:
        result = Result(file.agent, file.name, wrong.outcome, str(wrong), _day(file, now), [])
        return _enter(db, file, digest, result, now)
    decisions = RecordSettlement(SettlementLookup(db, content.details)).decide(content.details)
    receipts = _book(db, allocation, file.agent, decisions, stamp(now))
    told = list(zip(decisions, receipts, strict=True))
    result = Result(file.agent, file.name, FileOutcome.SETTLED, "", content.effective, told)
    return _enter(db, file, digest, result, now)


def known_answer(db: Connection, file: Received, digest: str) -> bytes | None:
    """The answer given when this file was settled, if it was; refuses what only looks like it."""
    same = db.execute(_SETTLED_BY_DIGEST, {"digest": digest}).first()
    if same is not None:
        if same.name != file.name:
            raise Refused(FileOutcome.RECEIVED_BEFORE, f"ไฟล์นี้รับแล้วในชื่อ {same.name}")
        return bytes(same.answer)
    if db.execute(_SETTLED_BY_NAME, {"name": file.name}).first() is not None:
        raise Refused(FileOutcome.OTHER, "ชื่อไฟล์นี้ใช้กับไฟล์อื่นที่รับแล้ว")
    return None


def _read(file: Received) -> bill_payment_256.PaymentFile:
    """The content, which must agree with the name."""
    if file.day_of_name is None:
        raise Refused(FileOutcome.NAME, f"ชื่อไฟล์ต้องเป็น MWA_{file.agent}_YYYYMMDD_NN.txt")
    content = bill_payment_256.read(file.data, file.agent)
    if content.effective != file.day_of_name:
        raise Refused(FileOutcome.NAME, f"วันที่มีผล {content.effective:%d%m%Y} ไม่ตรงกับชื่อไฟล์")
    return content


def _day(file: Received, now: datetime) -> date:
    """The effective date of a refused file's answer: its name's, for the answer's name has that too."""
    return file.day_of_name or bill_payment_256.date_of(file.header[60:68]) or now.date()


def _book(db: Connection, allocation: Allocation, agent: str, decisions: Sequence[Decision], at: str) -> list[str]:
    """Book the money of a file and mark what it settles; for each record its receipt, empty if none."""
    bookings = [each.booking for each in decisions if each.booking]
    numbers = iter(ledger.receive(db, agent, bookings, at) if bookings else [])
    items = [(each.booking.registration or "", each.item) for each in decisions if each.booking and each.item]
    allocation.settle(db, items, at)
    return [next(numbers) if each.booking else "" for each in decisions]


def _enter(db: Connection, file: Received, digest: str, result: Result, now: datetime) -> bytes:
    """Keep what became of a file, with the answer that says so."""
    answer = bill_payment_result_256.write(result, file.header, now)
    decisions = [decision for decision, _ in result.decisions]
    amount = sum(each.booking.amount for each in decisions if each.booking)
    key = keep(db, file, Kept(digest, result.outcome, result.reason, len(decisions), amount, answer), now)
    if result.decisions:
        db.execute(_ADD_RECORDS, [_record(key, *each) for each in result.decisions])
    return answer


def keep(db: Connection, file: Received, kept: Kept, now: datetime) -> int:
    """Enter a file in the store; its key there."""
    row = {
        "digest": kept.digest,
        "agent": file.agent,
        "name": file.name,
        "state": "settled" if kept.outcome is FileOutcome.SETTLED else "refused",
        "outcome": str(kept.outcome),
        "reason": kept.reason or None,
        "taken_at": stamp(now),
        "records": kept.records,
        "amount": kept.amount,
        "answer": kept.answer,
    }
    key = db.execute(_ADD_FILE, row).inserted_primary_key
    assert key is not None
    return int(key[0])


def _record(file_id: int, decision: Decision, receipt: str) -> dict[str, Any]:
    detail = decision.detail
    return {
        "file_id": file_id,
        "sequence": detail.sequence,
        "slip": detail.slip,
        "reference1": detail.reference1,
        "reference2": detail.reference2,
        "amount": detail.amount,
        "outcome": int(decision.outcome),
        "note": decision.note,
        "receipt": receipt or None,
    }
