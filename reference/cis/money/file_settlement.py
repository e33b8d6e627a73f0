"""Settles a payment file: all of it in the caller's transaction, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from reference.cis.messages import FileOutcome, FileResult, PaymentFile, SettledRecord
from reference.cis.money import ledger
from reference.cis.money.allocation import Allocation
from reference.cis.money.settlement_lookup import SettlementLookup
from reference.cis.money.settlement_rules import Decision, RecordSettlement
from reference.cis.tables import received_record
from reference.common.clock import stamp

_ADD_RECORDS = insert(received_record)


def settle(db: Connection, allocation: Allocation, agent: str, content: PaymentFile, now: datetime) -> FileResult:
    """Decide what becomes of each record, and book its money."""
    decisions = RecordSettlement(SettlementLookup(db, content.records)).decide(content.records)
    receipts = _book(db, allocation, agent, decisions, stamp(now))
    records = [
        SettledRecord(decision.record, decision.outcome, decision.note, receipt)
        for decision, receipt in zip(decisions, receipts, strict=True)
    ]
    return FileResult(FileOutcome.SETTLED, effective=content.effective, records=records)


def store_records(db: Connection, file_id: int, records: Sequence[SettledRecord]) -> None:
    """Keep what became of each record of a file."""
    if records:
        db.execute(_ADD_RECORDS, [_row(file_id, settled) for settled in records])


def _book(db: Connection, allocation: Allocation, agent: str, decisions: Sequence[Decision], at: str) -> list[str]:
    """Book the money of a file and mark what it settles; for each record its receipt, empty if none."""
    bookings = [each.booking for each in decisions if each.booking]
    numbers = iter(ledger.receive(db, agent, bookings, at) if bookings else [])
    items = [(each.booking.registration or "", each.item) for each in decisions if each.booking and each.item]
    allocation.settle(db, items, at)
    return [next(numbers) if each.booking else "" for each in decisions]


def _row(file_id: int, settled: SettledRecord) -> dict[str, Any]:
    record = settled.record
    return {
        "file_id": file_id,
        "sequence": record.sequence,
        "payment_key": record.payment_key,
        "branch": record.branch,
        "registration": record.registration,
        "invoice": record.invoice,
        "amount": record.amount,
        "outcome": settled.outcome.value,  # a plain text: SQLite binds a member of an enumeration slowly
        "note": settled.note,
        "receipt": settled.receipt or None,
    }
