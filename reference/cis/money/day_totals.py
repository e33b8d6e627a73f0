"""An agent's totals of a day, compared with our books for the same till; what differs is kept for a person."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, func, insert, select

from reference.cis.messages import DayTotal, Sum, TotalsComparison
from reference.cis.money.agent_transactions import till_columns
from reference.cis.tables import agent_day_total, agent_transaction, payment
from reference.common.clock import Clock, stamp
from reference.common.database import Database

_ADD = insert(agent_day_total)
_SUM = select(func.count(), func.coalesce(func.sum(payment.c.amount), 0)).join(
    agent_transaction, agent_transaction.c.receipt == payment.c.receipt
)


class DayTotals:
    """Compares and keeps what agents say they took in and took back."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def compare(self, total: DayTotal) -> TotalsComparison:
        """Our sums for the same till and day, and in which the agent's differ; both are kept."""
        with self._db.write() as db:
            ours = till_sum(db, total, "payment"), till_sum(db, total, "reversal")
            pairs = (("paid", total.paid, ours[0]), ("voided", total.voided, ours[1]))
            comparison = TotalsComparison(*ours, [name for name, their, our in pairs if their != our])
            db.execute(_ADD, _row(total, comparison) | {"received_at": stamp(self._clock.now())})
        return comparison


def till_sum(db: Connection, total: DayTotal, operation: str) -> Sum:
    """How many payments or reversals of that till and day stand in our books, and their satang."""
    named = {name: value for name, value in till_columns(total.till).items() if value is not None}
    query = _SUM.where(
        agent_transaction.c.agent == total.agent,
        agent_transaction.c.operation == operation,
        agent_transaction.c.day == total.day.isoformat(),
        *(agent_transaction.c[name] == value for name, value in named.items()),
    )
    count, amount = db.execute(query).one()
    return Sum(int(count), int(amount))


def _row(total: DayTotal, comparison: TotalsComparison) -> dict[str, Any]:
    sums = {
        "their_paid": total.paid,
        "their_voided": total.voided,
        "our_paid": comparison.paid,
        "our_voided": comparison.voided,
    }
    figures = {
        f"{name}_{figure}": value
        for name, each in sums.items()
        for figure, value in (("count", each.count), ("amount", each.amount))
    }
    place = {"agent": total.agent, "day": total.day.isoformat(), **till_columns(total.till)}
    return place | figures | {"differences": json.dumps(list(comparison.differences))}
