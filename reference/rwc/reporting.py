"""What Samlae reports to others: at ten past the hour, each moment measured and not reported yet.

The rule of `quality` in practice: a measurement leaves as it is; null leaves as null; a dead probe, or one whose value
cannot be, leaves as null and is named as faulty; a moment that has grown stale does not leave.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

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
_REPORTED = select(outbox.outbox.c.at).where(
    outbox.outbox.c.destination == bindparam("destination"), outbox.outbox.c.subject == bindparam("kind")
)
_NEW = (
    select(reading)
    .where(reading.c.source == probes.SOURCE, reading.c.point == STATION, reading.c.at >= bindparam("since"))
    .where(reading.c.parameter.in_(bindparam("parameters", expanding=True)), reading.c.at.not_in(_REPORTED))
    .order_by(reading.c.at)
)


class Reporting:
    """Puts Samlae's reports into the outbox, hour by hour, for every partner that receives them."""

    waits = select(poll.c.id).where(poll.c.feed == FEED, poll.c.state == "waiting")

    def __init__(self, db: Database, receivers: Mapping[str, ReportReceiver]) -> None:
        self._db, self._receivers = db, receivers

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
        with self._db.write() as db:
            for name, receiver in self._receivers.items():
                reported = [at for kind in KINDS for at in _report(db, name, receiver, kind, now)]
                report_check.expect(db, name, reported)
            db.execute(_DONE, {"which": row.id})


def _report(db: Connection, name: str, receiver: ReportReceiver, kind: ReportKind, now: datetime) -> Iterator[str]:
    """Put each moment that this partner has not been sent into the outbox, or keep it as withheld; which were put."""
    for at, measured in _unreported(db, name, kind, now).items():
        body = receiver.body(report_of(kind, at, measured))
        if body is None:
            return
        message, age = Message(name, kind.name, body, at), now - moment_of(at)
        if age > probes.MAXIMUM_AGE:
            outbox.withhold(db, message, stamp(now), f"stale: measured {age} before")
        else:
            outbox.enqueue(db, message, stamp(now))
            yield at


def _unreported(db: Connection, name: str, kind: ReportKind, now: datetime) -> dict[str, dict[str, Any]]:
    """The readings of the last day by moment and parameter."""
    wanted = {"destination": name, "kind": kind.name, "parameters": kind.parameters, "since": stamp(now - _BACK)}
    moments: dict[str, dict[str, Any]] = {}
    for row in db.execute(_NEW, wanted):
        moments.setdefault(row.at, {})[row.parameter] = row
    return moments


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
