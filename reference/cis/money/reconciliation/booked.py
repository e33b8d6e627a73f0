"""What stands in our books of each agent and day: from messages, from files of payments, from results of debits."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, func, select

from reference.cis.messages import Sum
from reference.cis.money.reconciliation.day_sheet import Sheets, Way, added, sheet_of
from reference.cis.tables import agent_transaction, debit_batch, debit_entry, payment, received_file, received_record

_SUMS = (payment.c.state, func.count(), func.sum(payment.c.amount))
_MESSAGES = (
    select(agent_transaction.c.agent, agent_transaction.c.day, *_SUMS)
    .join(payment, payment.c.receipt == agent_transaction.c.receipt)
    .where(agent_transaction.c.operation == "payment")
    .group_by(agent_transaction.c.agent, agent_transaction.c.day, payment.c.state)
)
_FILES = (
    select(received_file.c.agent, received_file.c.day, *_SUMS)
    .join(received_record, received_record.c.file_id == received_file.c.id)
    .join(payment, payment.c.receipt == received_record.c.receipt)
    .group_by(received_file.c.agent, received_file.c.day, payment.c.state)
)
_DEBITS = (
    select(debit_batch.c.bank, debit_batch.c.effective, *_SUMS)
    .join(debit_entry, debit_entry.c.batch_id == debit_batch.c.id)
    .join(payment, payment.c.receipt == debit_entry.c.receipt)
    .group_by(debit_batch.c.bank, debit_batch.c.effective, payment.c.state)
)
_BY_WAY: tuple[tuple[Way, Select[Any]], ...] = (
    (Way.MESSAGES, _MESSAGES),
    (Way.PAYMENT_FILES, _FILES),
    (Way.DEBIT_RESULTS, _DEBITS),
)


def add_booked(db: Connection, sheets: Sheets) -> None:
    """Enter what we booked into the sheets."""
    for way, query in _BY_WAY:
        for row in db.execute(query):
            _enter(sheets, way, row)


def _enter(sheets: Sheets, way: Way, row: Any) -> None:
    agent, day, state, count, amount = row
    sheet, found = sheet_of(sheets, agent, way, day), Sum(int(count), int(amount))
    if state == "REVERSED":
        sheet.reversed = added(sheet.reversed, found)
    else:
        sheet.booked = added(sheet.booked, found)
