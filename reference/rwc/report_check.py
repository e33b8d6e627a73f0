"""The morning after: each receiver is asked which of the day's reports it holds, and gets what it lacks once more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from reference.common import outbox
from reference.common.clock import BANGKOK, stamp
from reference.common.database import Database
from reference.common.retry import next_try
from reference.rwc.adapter import ReportReceiver
from reference.rwc.messages import FeedUnavailable
from reference.rwc.tables import poll

OPENING = time(8, 30)
PATIENCE = timedelta(days=3)
_FEED = "held_by_"
_DAY = timedelta(days=1)

_KNOWN = select(poll.c.id).where(poll.c.feed == bindparam("feed"), poll.c.day == bindparam("day"))
_ADD = insert(poll).values(attempts=0, state="waiting", last_failure=None)
_FIRST = (
    select(poll)
    .where(poll.c.feed.startswith(_FEED), poll.c.state == "waiting")
    .order_by(poll.c.due, poll.c.id)
    .limit(1)
)
_RECORD = (
    update(poll)
    .where(poll.c.id == bindparam("which"))
    .values(
        state=bindparam("now_state"), due=bindparam("next"), last_failure=bindparam("why"),
        attempts=poll.c.attempts + 1,
    )
)  # fmt: skip


def expect(db: Connection, receiver: str, moments: Iterable[str]) -> None:
    """Schedule the check of each day reported to a receiver, unless it is scheduled already."""
    for day in sorted({moment[:10] for moment in moments}):
        feed = _FEED + receiver
        if db.scalar(_KNOWN, {"feed": feed, "day": day}) is None:
            due = stamp(datetime.combine(date.fromisoformat(day) + _DAY, OPENING, BANGKOK))
            db.execute(_ADD, {"feed": feed, "day": day, "due": due})


class ReportCheck:
    """Asks on the morning after a day on which something was reported."""

    waits = select(poll.c.id).where(poll.c.feed.startswith(_FEED), poll.c.state == "waiting")

    def __init__(self, db: Database, receivers: Mapping[str, ReportReceiver], kinds: Iterable[str]) -> None:
        self._db, self._receivers, self._kinds = db, receivers, tuple(kinds)

    def first(self, db: Connection) -> Any:
        return db.execute(_FIRST).first()

    def run(self, row: Any, now: datetime) -> None:
        """Ask one receiver of one day. Nothing is held open while it is asked."""
        name, start = row.feed.removeprefix(_FEED), datetime.combine(date.fromisoformat(row.day), time(), BANGKOK)
        failure: FeedUnavailable | None = None
        try:
            missing = sum(self._check(name, kind, start, now) for kind in self._kinds)
            failure = FeedUnavailable(f"did not hold {missing} reports; they are sent again") if missing else None
        except FeedUnavailable as unavailable:
            failure = unavailable
        with self._db.write() as db:
            db.execute(_RECORD, _record(row, start, failure, now))

    def _check(self, name: str, kind: str, start: datetime, now: datetime) -> int:
        """How many reports of a kind are sent again; of a kind that was never delivered the receiver is not asked."""
        last = start + _DAY - timedelta(minutes=1)
        with self._db.read() as db:
            delivered = outbox.delivered_moments(db, name, kind, stamp(start), stamp(last))
        missing = delivered - self._receivers[name].held(kind, start, last) if delivered else set()
        if missing:
            with self._db.write() as db:
                outbox.send_again(db, name, kind, missing, stamp(now))
        return len(missing)


def _record(row: Any, start: datetime, failure: FeedUnavailable | None, now: datetime) -> dict[str, Any]:
    if failure is None:
        return {"which": row.id, "now_state": "done", "next": stamp(now), "why": None}
    state = "given_up" if now - start > PATIENCE else "waiting"
    due = next_try(now, row.attempts, failure.retry_after)
    return {"which": row.id, "now_state": state, "next": stamp(due), "why": str(failure)}
