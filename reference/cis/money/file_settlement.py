"""Settles a payment file in blocks: all of it in the caller's transaction, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection

from reference.cis.messages import PaymentRecord, SettledRecord
from reference.cis.money import billing, ledger
from reference.cis.money.allocation import Allocation
from reference.cis.money.settlement_lookup import SettlementLookup
from reference.cis.money.settlement_rules import Decision, RecordSettlement
from reference.cis.tables import received_record
from reference.common import progress
from reference.common.storage.bulk_rows import insert_rows

BLOCK = 5_000
"""Records that are settled at once."""

_COLUMNS = (
    "file_id", "sequence", "payment_key", "branch", "registration", "invoice", "amount", "brings_money", "outcome",
    "note", "receipt",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Books:
    """Where the money of one file goes: the transaction, the agent's name, the file's key, and when."""

    db: Connection
    allocation: Allocation
    agent: str
    file_id: int
    at: str


class FileSettlement:
    """Settles records as they are asked for, and counts them; they come once."""

    def __init__(self, books: Books, records: Iterable[PaymentRecord]) -> None:
        self._books = books
        self._settled = self._settle(iter(records))
        self.records = 0
        self.amount = 0
        """Satang that were booked."""

    def __iter__(self) -> Iterator[SettledRecord]:
        return self._settled

    def finish(self) -> None:
        """Settle the records whose outcome was not asked for."""
        for _ in self._settled:
            pass

    def _settle(self, records: Iterator[PaymentRecord]) -> Iterator[SettledRecord]:
        while block := list(islice(records, BLOCK)):
            settled = _settle_block(self._books, block)
            self.records += len(settled)
            progress.report("settled", self.records)
            self.amount += sum(record.record.amount or 0 for record in settled if record.receipt)
            yield from settled


def _settle_block(books: Books, records: Sequence[PaymentRecord]) -> list[SettledRecord]:
    """Decide what becomes of some records, book their money, and keep both."""
    decisions = RecordSettlement(SettlementLookup(books.db, books.file_id, records)).decide(records)
    settled = [
        SettledRecord(decision.record, decision.outcome, decision.note, receipt)
        for decision, receipt in zip(decisions, _book(books, decisions), strict=True)
    ]
    insert_rows(books.db, received_record, _COLUMNS, [_row(books.file_id, record) for record in settled])
    return settled


def _book(books: Books, decisions: Sequence[Decision]) -> list[str]:
    """Book the money of some records and mark what it settles; for each record its receipt, empty if none."""
    bookings = [decision.booking for decision in decisions if decision.booking]
    numbers = iter(ledger.receive(books.db, books.agent, bookings, books.at) if bookings else [])
    billing.set_named(books.db, [decision.invoice for decision in decisions if decision.invoice], books.file_id)
    items = [(d.booking.registration or "", d.item) for d in decisions if d.booking and d.item]
    books.allocation.settle(books.db, items, books.at)
    return [next(numbers) if decision.booking else "" for decision in decisions]


def _row(file_id: int, settled: SettledRecord) -> tuple[Any, ...]:
    record = settled.record
    return (
        file_id,
        record.sequence,
        record.payment_key,
        record.branch,
        record.registration,
        record.invoice,
        record.amount,
        int(record.brings_money),
        settled.outcome.value,  # a plain text: SQLite binds a member of an enumeration slowly
        settled.note,
        settled.receipt or None,
    )
