"""The polls of the day: when each feed is asked, and asked again.

A list that is not complete is asked for again each hour; a failure tries again with growing delays. Once a
feed's day is in, the days before are read again where its entry says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, false, insert, or_, select, update

from reference.common.clock import BANGKOK, stamp
from reference.common.database import Database
from reference.common.retry import next_try
from reference.rwc.adapter import Archive, Feed, FeedClient
from reference.rwc.measurements import readings
from reference.rwc.messages import FeedUnavailable, Reading
from reference.rwc.tables import poll

PATIENCE = timedelta(days=4)
_EACH_HOUR = timedelta(hours=1)
_INCOMPLETE = "the figures are not in yet"

_ADD = insert(poll).values(attempts=0, state="waiting", last_failure=None)
_ENTERED = select(poll.c.feed).distinct()
_FIRST = select(poll).where(poll.c.state == "waiting").order_by(poll.c.due, poll.c.id).limit(1)
_RECORD = (
    update(poll)
    .where(poll.c.id == bindparam("which"))
    .values(
        state=bindparam("now_state"), due=bindparam("next"), last_failure=bindparam("why"),
        attempts=poll.c.attempts + 1,
    )
)  # fmt: skip


class Polling:
    """Asks each feed's client on schedule."""

    waits = select(poll.c.id).where(poll.c.state == "waiting")

    def __init__(self, db: Database, clients: Mapping[Feed, FeedClient], archives: Sequence[Archive] = ()) -> None:
        self._db, self._clients, self._archives = db, clients, archives
        self._feeds = {name: feed for feed in clients for name in (feed.name, feed.again)}
        # A list in a bound parameter is written out anew with each query, which takes longer than the query.
        self._first = _FIRST.where(or_(false(), *(poll.c.feed == name for name in self._feeds)))

    def begin(self, db: Connection, now: datetime) -> None:
        """Enter each feed's next poll, where none was entered before."""
        entered = set(db.scalars(_ENTERED))
        if new := [_next(feed, now) for feed in self._clients if feed.name not in entered]:
            db.execute(_ADD, new)

    def first(self, db: Connection) -> Any:
        """The poll that is due first."""
        return db.execute(self._first).first()

    def run(self, row: Any, now: datetime) -> None:
        """Ask for one day. Nothing is held open while a partner is asked."""
        feed, day = self._feeds[row.feed], date.fromisoformat(row.day)
        client = self._clients[feed]
        try:
            received = client.day(feed.kind, day, now.date())
            failure = FeedUnavailable(_INCOMPLETE, not_published_yet=True) if client.is_incomplete(received) else None
        except FeedUnavailable as unavailable:
            received, failure = self._from_archive(feed, day, now, unavailable)
        with self._db.write() as db:
            readings.keep(db, received, now)
            db.execute(_RECORD, self._record(row, day, failure, now))
            if further := list(_further(feed, row, failure, now)):
                db.execute(_ADD, further)

    def _from_archive(
        self, feed: Feed, day: date, now: datetime, failure: FeedUnavailable
    ) -> tuple[list[Reading], FeedUnavailable | None]:
        """A day that has passed, from who keeps it; what an archive fails with stands beside the first failure."""
        if feed.archived is None or day >= now.date():
            return [], failure
        for archive in self._archives:
            try:
                return archive.day(feed.archived, day), None
            except FeedUnavailable as further:
                failure = FeedUnavailable(f"{failure}; archive: {further}", retry_after=further.retry_after)
        return [], failure

    @staticmethod
    def _record(row: Any, day: date, failure: FeedUnavailable | None, now: datetime) -> dict[str, Any]:
        if failure is None:
            return {"which": row.id, "now_state": "done", "next": stamp(now), "why": None}
        over = now - datetime.combine(day, time(), BANGKOK) > PATIENCE
        later = now + _EACH_HOUR if failure.not_published_yet else next_try(now, row.attempts, failure.retry_after)
        state = "given_up" if over else "waiting"
        return {"which": row.id, "now_state": state, "next": stamp(later), "why": str(failure)}


def _further(feed: Feed, row: Any, failure: FeedUnavailable | None, now: datetime) -> Iterator[dict[str, Any]]:
    """What follows on a try: the next day's poll on the first, the days before once the day is in."""
    if row.feed != feed.name:
        return
    day = date.fromisoformat(row.day)
    if row.attempts == 0:
        yield _next(feed, datetime.combine(day, feed.opening, BANGKOK))
    if failure is None:
        for back in range(1, feed.read_again + 1):
            yield {"feed": feed.again, "day": (day - timedelta(days=back)).isoformat(), "due": stamp(now)}


def _next(feed: Feed, after: datetime) -> dict[str, Any]:
    """The poll of the first opening after a moment."""
    opening = datetime.combine(after.date(), feed.opening, BANGKOK)
    opening += timedelta(days=int(opening <= after))
    return {"feed": feed.name, "day": opening.date().isoformat(), "due": stamp(opening)}
