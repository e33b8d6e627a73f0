"""What tills report at the end of a day: the last total of each, held against our books as they are now."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from reference.cis.messages import DayTotal, Sum, Till
from reference.cis.money.day_totals import till_sum
from reference.cis.money.reconciliation.day_sheet import DaySheet, Difference, Kind, Sheets, Way, added, sheet_of
from reference.cis.tables import agent_day_total

_TOTALS = select(agent_day_total).order_by(agent_day_total.c.id)
_TILL = ("agent_code", "branch", "terminal", "merchant", "batch")


def add_till_reports(db: Connection, sheets: Sheets) -> None:
    """Enter what tills report into the sheets of messages."""
    last = {(row.agent, row.day, *(getattr(row, name) for name in _TILL)): row for row in db.execute(_TOTALS)}
    for row in last.values():
        _enter(db, sheet_of(sheets, row.agent, Way.MESSAGES, row.day), row)


def _enter(db: Connection, sheet: DaySheet, row: Any) -> None:
    till = Till(**{name: getattr(row, name) for name in _TILL})
    paid = Sum(row.their_paid_count, row.their_paid_amount)
    voided = Sum(row.their_voided_count, row.their_voided_amount)
    theirs = _less(paid, voided)
    total = DayTotal(row.agent, till, date.fromisoformat(row.day), paid, voided)
    our_voided = till_sum(db, total, "reversal")
    ours = _less(till_sum(db, total, "payment"), our_voided)
    sheet.reported = added(sheet.reported, theirs)
    if theirs != ours:
        kind = _kind(ours, theirs, is_reversed_here=our_voided.count > voided.count)
        sheet.differences.append(Difference(kind, row.terminal or row.branch or "", ours.amount, theirs.amount))


def _kind(ours: Sum, theirs: Sum, *, is_reversed_here: bool) -> Kind:
    if theirs.count == ours.count:
        return Kind.AMOUNT_DIFFERS
    if theirs.count < ours.count:
        return Kind.MISSING_THERE
    return Kind.REVERSED_BUT_REPORTED if is_reversed_here else Kind.MISSING_HERE


def _less(one: Sum, other: Sum) -> Sum:
    return Sum(one.count - other.count, one.amount - other.amount)
