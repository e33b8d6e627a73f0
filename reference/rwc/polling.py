"""The rounds of the day: when each feed is asked, and asked again.

Dams at 09:00, reservoirs at 09:30. A list whose figures are not in yet is asked for again each hour; trouble tries
again with growing delays. Once a day's dams are in, the three days before are read again, in case they were corrected.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from reference._common.clock import BANGKOK, stamp
from reference._common.db import Db
from reference._common.retrying import next_try
from reference.rwc import readings
from reference.rwc.rid import NoList, Rid, not_in_yet
from reference.rwc.tables import round_

KINDS = {"dams": "dam", "dams_again": "dam", "reservoirs": "reservoir"}
OPENING = {"dams": time(9, 0), "reservoirs": time(9, 30)}
READ_AGAIN = 3
PATIENCE = timedelta(days=4)
_EACH_HOUR = timedelta(hours=1)

_ADD = insert(round_).values(attempts=0, state="waiting", trouble=None)
_ANY = select(round_.c.id).where(round_.c.feed.in_(OPENING)).limit(1)
_FIRST = (
    select(round_)
    .where(round_.c.feed.in_(KINDS), round_.c.state == "waiting")
    .order_by(round_.c.due, round_.c.id)
    .limit(1)
)
_RECORD = (
    update(round_)
    .where(round_.c.id == bindparam("which"))
    .values(
        state=bindparam("now_state"), due=bindparam("next"), trouble=bindparam("why"),
        attempts=round_.c.attempts + 1,
    )
)  # fmt: skip


class Polling:
    """Asks RID on schedule."""

    def __init__(self, db: Db, rid: Rid) -> None:
        self._db, self._rid = db, rid

    def begin(self, db: Connection, now: datetime) -> None:
        """Enter each feed's next round, where none was entered before."""
        if db.execute(_ANY).first() is None:
            db.execute(_ADD, [_next(feed, now) for feed in OPENING])

    def first(self, db: Connection) -> Any:
        """The round that is due first."""
        return db.execute(_FIRST).first()

    def run(self, row: Any, now: datetime) -> None:
        """Ask for one day. Nothing is held open while RID is asked."""
        day = date.fromisoformat(row.day)
        try:
            told = self._rid.day(KINDS[row.feed], day, now.date())
            trouble = NoList("the figures are not in yet", yet=True) if not_in_yet(told) else None
        except NoList as bad:
            told, trouble = [], bad
        with self._db.write() as db:
            readings.keep(db, told, now)
            db.execute(_RECORD, self._record(row, day, trouble, now))
            if further := list(_further(row, day, trouble, now)):
                db.execute(_ADD, further)

    @staticmethod
    def _record(row: Any, day: date, trouble: NoList | None, now: datetime) -> dict[str, Any]:
        if trouble is None:
            return {"which": row.id, "now_state": "done", "next": stamp(now), "why": None}
        over = now - datetime.combine(day, time(), BANGKOK) > PATIENCE
        later = now + _EACH_HOUR if trouble.yet else next_try(now, row.attempts, trouble.retry_after)
        state = "given_up" if over else "waiting"
        return {"which": row.id, "now_state": state, "next": stamp(later), "why": str(trouble)}


def _further(row: Any, day: date, trouble: NoList | None, now: datetime) -> Iterator[dict[str, Any]]:
    """What follows on a try: the next day's round on the first, the days before once the day is in."""
    if row.feed in OPENING and row.attempts == 0:
        yield _next(row.feed, datetime.combine(day, OPENING[row.feed], BANGKOK))
    if row.feed == "dams" and trouble is None:
        for back in range(1, READ_AGAIN + 1):
            yield {"feed": "dams_again", "day": (day - timedelta(days=back)).isoformat(), "due": stamp(now)}


def _next(feed: str, after: datetime) -> dict[str, Any]:
    """The round of the first opening after a moment."""
    opening = datetime.combine(after.date(), OPENING[feed], BANGKOK)
    opening += timedelta(days=int(opening <= after))
    return {"feed": feed, "day": opening.date().isoformat(), "due": stamp(opening)}
