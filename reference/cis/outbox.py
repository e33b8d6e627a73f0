"""Messages that must reach the portal: at least once, and for one request in the order they were written.

A message waits until the portal takes it; trouble on the way (network, time-out, 5xx) tries again with
growing delays. A refusal by the portal is final and is kept with its reason.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from reference.cis.db import Db
from reference.cis.tables import outbox
from reference.common.dates import stamp
from reference.common.retry import next_try


@dataclass(frozen=True, slots=True)
class Delivery:
    """How sending went: `delivered`, `refused` (for good) or `trouble` (try again); `answer` says more.

    `retry_after` is the portal's own word on when to try again, as its header has it.
    """

    result: str
    answer: str
    retry_after: str | None = None


Send = Callable[[dict[str, Any]], Delivery]

_ADD = insert(outbox)
# Only the oldest waiting message of a subject may leave.
_heads = select(func.min(outbox.c.id)).where(outbox.c.state == "waiting").group_by(outbox.c.subject).scalar_subquery()
_NEXT = (
    select(outbox.c.id, outbox.c.body, outbox.c.due, outbox.c.attempts)
    .where(outbox.c.id.in_(_heads))
    .order_by(outbox.c.due, outbox.c.id)
    .limit(1)
)
_RECORD = (
    update(outbox)
    .where(outbox.c.id == bindparam("which"))
    .values(
        state=bindparam("now_state"),
        due=bindparam("next"),
        attempts=bindparam("tries"),
        answer=bindparam("said"),
    )
)


def enqueue(db: Connection, subject: str, body: dict[str, Any], at: str) -> None:
    """Put a message in the line of its subject; it is due at once."""
    db.execute(
        _ADD,
        {
            "subject": subject,
            "status": body["Status"],
            "body": json.dumps(body, ensure_ascii=False),
            "state": "waiting",
            "created_at": at,
            "due": at,
            "attempts": 0,
            "answer": None,
        },
    )


class Outbox:
    """Delivers what waits."""

    waits = select(outbox.c.id).where(outbox.c.state == "waiting")

    def __init__(self, db: Db, send: Send) -> None:
        self._db = db
        self._send = send

    def first(self, db: Connection) -> Any:
        """The message that wants to leave first."""
        return db.execute(_NEXT).first()

    def run(self, row: Any, now: datetime) -> None:
        """Try a message. Nothing is held open while the portal is asked."""
        delivery = self._send(json.loads(row.body))
        with self._db.write() as db:
            db.execute(_RECORD, self._record(row, delivery, now))

    @staticmethod
    def _record(row: Any, delivery: Delivery, now: datetime) -> dict[str, Any]:
        state = "waiting" if delivery.result == "trouble" else delivery.result
        due = next_try(now, row.attempts, delivery.retry_after) if state == "waiting" else now
        return {
            "which": row.id,
            "now_state": state,
            "next": stamp(due),
            "tries": row.attempts + 1,
            "said": delivery.answer,
        }
