"""What Samlae reports to others: at ten past the hour, each moment measured and not reported yet.

The rule of `quality` in practice: a measurement leaves as it is; null leaves as null; a dead probe, or one whose value
cannot be, leaves as null and is named as faulty; a moment that has grown stale does not leave.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, false, insert, or_, select, update

from reference.common import outbox
from reference.common.clock import moment_of, stamp
from reference.common.database import Database
from reference.common.outbox import Message
from reference.rwc import report_check
from reference.rwc.adapter import ReportReceiver
from reference.rwc.measurements import probes, quality
from reference.rwc.messages import Report
from reference.rwc.tables import poll, reading

STATION, FEED = "S1", "samlae"
PAST_THE_HOUR = timedelta(minutes=10)
_HOUR = timedelta(hours=1)
_BACK = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ReportKind:
    """One kind of report and its parameters."""

    name: str
    parameters: tuple[str, ...]


KINDS = (
    ReportKind("water_quality", ("ph", "do", "temperature", "turbidity", "salinity", "conductivity", "tds")),
    ReportKind("raw_water_pumping", ("pump_rate",)),
)

_ADD = insert(poll).values(feed=FEED, attempts=0, state="waiting", last_failure=None)
_FIRST = select(poll).where(poll.c.feed == FEED, poll.c.state == "waiting").order_by(poll.c.due).limit(1)
_EXPECT = (
    update(poll)
    .where(poll.c.feed == FEED, poll.c.state == "done")
    .values(state="waiting", day=bindparam("next_day"), due=bindparam("next"))
)
_KNOWN = select(poll.c.id).where(poll.c.feed == FEED)
_DONE = update(poll).where(poll.c.id == bindparam("which")).values(state="done")
_MESSAGE = outbox.outbox.c
_REPORTED = select(_MESSAGE.destination, _MESSAGE.subject, _MESSAGE.at).where(
    or_(false(), *(_MESSAGE.subject == kind.name for kind in KINDS)), _MESSAGE.at >= bindparam("since")
)
_MEASURED = (
    select(reading.c.at, reading.c.parameter, reading.c.value, reading.c.quality)
    .where(reading.c.source == probes.SOURCE, reading.c.point == STATION, reading.c.at >= bindparam("since"))
    .order_by(reading.c.at)
)
Moments = Mapping[str, Mapping[str, Any]]
"""Readings by moment and parameter."""
Reported = Collection[tuple[str, str, str]]
"""What is in the outbox already: receiver, kind and moment."""


class Reporting:
    """Puts Samlae's reports into the outbox, hour by hour, for every partner that receives them."""

    waits = select(poll.c.id).where(poll.c.feed == FEED, poll.c.state == "waiting")

    def __init__(self, db: Database, receivers: Mapping[str, ReportReceiver]) -> None:
        self._db, self._receivers = db, receivers
        self._reported = _REPORTED.where(or_(false(), *(_MESSAGE.destination == name for name in receivers)))

    @staticmethod
    def expect(db: Connection, now: datetime) -> None:
        """Something was measured: it is reported at the next ten past."""
        following = _next(now)
        if db.scalar(_KNOWN) is None:
            db.execute(_ADD, following)
        else:
            db.execute(_EXPECT, {"next_day": following["day"], "next": following["due"]})

    def first(self, db: Connection) -> Any:
        return db.execute(_FIRST).first()

    def run(self, row: Any, now: datetime) -> None:
        """Report every moment that is new."""
        since = {"since": stamp(now - _BACK)}
        with self._db.write() as db:
            reported = {(name, kind, at) for name, kind, at in db.execute(self._reported, since)}
            moments = _measured(db, since)
            for name, receiver in self._receivers.items():
                messages = [message for kind in KINDS for message in _messages(name, receiver, kind, moments, reported)]
                report_check.expect(db, name, _hand_over(db, messages, now))
            db.execute(_DONE, {"which": row.id})


def _measured(db: Connection, since: Mapping[str, str]) -> Moments:
    """The readings of the last day."""
    moments: dict[str, dict[str, Any]] = {}
    for row in db.execute(_MEASURED, since):
        moments.setdefault(row.at, {})[row.parameter] = row
    return moments


def _messages(
    name: str, receiver: ReportReceiver, kind: ReportKind, moments: Moments, reported: Reported
) -> Iterator[Message]:
    """One kind of report of each moment that this partner has not been sent."""
    for at, measured in moments.items():
        if (name, kind.name, at) not in reported and not measured.keys().isdisjoint(kind.parameters):
            body = receiver.body(report_of(kind, at, measured))
            if body is not None:
                yield Message(name, kind.name, body, at)


def _hand_over(db: Connection, messages: Iterable[Message], now: datetime) -> list[str]:
    """Put each message into the outbox, or keep it as withheld; the moments of those that were put."""
    put = []
    for message in messages:
        age = now - moment_of(message.at or "")
        if age > probes.MAXIMUM_AGE:
            outbox.withhold(db, message, stamp(now), f"stale: measured {age} before")
        else:
            outbox.enqueue(db, message, stamp(now))
            put.append(message.at or "")
    return put


def report_of(kind: ReportKind, at: str, measured: Mapping[str, Any]) -> Report:
    """The report of one moment, from its readings by parameter."""
    values = {name: _sendable(measured.get(name)) for name in kind.parameters}
    faulty = tuple(name for name in kind.parameters if _broken(measured.get(name)))
    return Report(kind.name, STATION, at, values, faulty)


def _sendable(measured: Any) -> float | None:
    """Only a measurement leaves as a value."""
    return measured.value if measured is not None and measured.quality == quality.GOOD else None


def _broken(measured: Any) -> bool:
    return measured is not None and measured.quality in (quality.DEAD, quality.IMPOSSIBLE, quality.DOUBTFUL)


def _next(after: datetime) -> dict[str, Any]:
    hour = after.replace(minute=0, second=0) + PAST_THE_HOUR
    due = hour if hour > after else hour + _HOUR
    return {"day": due.date().isoformat(), "due": stamp(due)}
