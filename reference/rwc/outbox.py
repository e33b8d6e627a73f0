"""Rows that must reach others: at least once, and of one subject in the order of their moments.

A row waits until it is taken; trouble on the way (network, time-out, 5xx, NO inside 200) tries again with growing
delays. A refusal is final and is kept with its reason. What is too old to be sent is kept as withheld.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from reference.common.clock import stamp
from reference.common.database import Db
from reference.common.retry import next_try
from reference.rwc.tables import outbox


@dataclass(frozen=True, slots=True)
class Delivery:
    """How sending went: `delivered`, `refused` (for good) or `trouble` (try again); `answer` says more.

    `retry_after` is the other side's own word on when to try again, as its header has it.
    """

    result: str
    answer: str
    retry_after: str | None = None


Send = Callable[[str, dict[str, Any]], Delivery]

_ADD = insert(outbox).values(attempts=0)
# Only the oldest waiting row of a subject may leave.
_OTHER = outbox.alias()
_OLDEST = (
    select(func.min(_OTHER.c.at)).where(_OTHER.c.state == "waiting", _OTHER.c.subject == outbox.c.subject)
).scalar_subquery()
_NEXT = (
    select(outbox)
    .where(outbox.c.state == "waiting", outbox.c.at == _OLDEST)
    .order_by(outbox.c.due, outbox.c.id)
    .limit(1)
)
_RECORD = (
    update(outbox)
    .where(outbox.c.id == bindparam("which"))
    .values(
        state=bindparam("now_state"), due=bindparam("next"), answer=bindparam("said"), attempts=outbox.c.attempts + 1,
    )
)  # fmt: skip


def enqueue(db: Connection, subject: str, at: str, row: dict[str, Any], now: datetime) -> None:
    """Put a row in the line of its subject; it is due at once."""
    db.execute(_ADD, _message(subject, at, row, now) | {"state": "waiting", "answer": None})


def withhold(db: Connection, subject: str, at: str, row: dict[str, Any], now: datetime, why: str) -> None:
    """Keep a row that does not leave, with the reason."""
    db.execute(_ADD, _message(subject, at, row, now) | {"state": "withheld", "answer": why})


class Outbox:
    """Delivers what waits."""

    waits = select(outbox.c.id).where(outbox.c.state == "waiting")

    def __init__(self, db: Db, send: Send) -> None:
        self._db, self._send = db, send

    def first(self, db: Connection) -> Any:
        """The row that wants to leave first."""
        return db.execute(_NEXT).first()

    def run(self, row: Any, now: datetime) -> None:
        """Try a row. Nothing is held open while the other side is asked."""
        delivery = self._send(row.subject, json.loads(row.body))
        with self._db.write() as db:
            db.execute(_RECORD, self._record(row, delivery, now))

    @staticmethod
    def _record(row: Any, delivery: Delivery, now: datetime) -> dict[str, Any]:
        state = "waiting" if delivery.result == "trouble" else delivery.result
        due = next_try(now, row.attempts, delivery.retry_after) if state == "waiting" else now
        return {"which": row.id, "now_state": state, "next": stamp(due), "said": delivery.answer}


def _message(subject: str, at: str, row: dict[str, Any], now: datetime) -> dict[str, Any]:
    body = json.dumps(row, ensure_ascii=False)
    return {"subject": subject, "at": at, "body": body, "created_at": stamp(now), "due": stamp(now)}
