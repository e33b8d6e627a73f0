"""What Samlae reports to others: every hour at ten past, each moment measured and not reported yet.

The rule of `quality` in practice: a measurement leaves as it is; null leaves as null; a dead probe, or one that tells
what cannot be, leaves as null with its name in `probe_faults`; a moment that has grown stale does not leave.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from reference.common import outbox
from reference.common.clock import moment_of, stamp
from reference.common.database import Db
from reference.common.outbox import Message
from reference.rwc.measurements import quality
from reference.rwc.tables import reading, round_

STATION, FEED = "S1", "samlae"
PAST_THE_HOUR = timedelta(minutes=10)
_HOUR = timedelta(hours=1)
_BACK = timedelta(days=1)

WATER_QUALITY = {
    "ph": "ph", "do": "do", "temperature": "temp", "turbidity": "turbid", "salinity": "salinity",
    "conductivity": "conductivity", "tds": "tds",
}  # fmt: skip
"""Our parameters, and how HII calls them."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One kind of report and the parameters that it tells of."""

    name: str
    parameters: tuple[str, ...]


SUBJECTS = (Subject("water_quality", tuple(WATER_QUALITY)), Subject("raw_water_pumping", ("pump_rate",)))

_ADD = insert(round_).values(feed=FEED, attempts=0, state="waiting", trouble=None)
_FIRST = select(round_).where(round_.c.feed == FEED, round_.c.state == "waiting").order_by(round_.c.due).limit(1)
_ON = update(round_).where(round_.c.id == bindparam("which")).values(day=bindparam("next_day"), due=bindparam("next"))
_TOLD = select(outbox.outbox.c.at).where(outbox.outbox.c.subject == bindparam("subject"))
_NEW = (
    select(reading)
    .where(reading.c.source == "probe", reading.c.point == STATION, reading.c.at >= bindparam("since"))
    .where(reading.c.parameter.in_(bindparam("parameters", expanding=True)), reading.c.at.not_in(_TOLD))
    .order_by(reading.c.at)
)


class Reporting:
    """Puts Samlae's rows into the outbox, hour by hour."""

    waits = select(round_.c.id).where(round_.c.feed == FEED, round_.c.state == "waiting")

    def __init__(self, db: Db) -> None:
        self._db = db

    def begin(self, db: Connection, now: datetime) -> None:
        """Enter the next hour's round, where none waits."""
        if self.first(db) is None:
            db.execute(_ADD, _next(now))

    def first(self, db: Connection) -> Any:
        return db.execute(_FIRST).first()

    def run(self, row: Any, now: datetime) -> None:
        """Report every moment that is new; the round goes on an hour later."""
        with self._db.write() as db:
            for subject in SUBJECTS:
                self._report(db, subject, now)
            following = _next(now)
            db.execute(_ON, {"which": row.id, "next_day": following["day"], "next": following["due"]})

    @staticmethod
    def _report(db: Connection, subject: Subject, now: datetime) -> None:
        wanted = {"subject": subject.name, "parameters": subject.parameters, "since": stamp(now - _BACK)}
        moments: dict[str, dict[str, Any]] = {}
        for found in db.execute(_NEW, wanted):
            moments.setdefault(found.at, {})[found.parameter] = found
        for at, told in moments.items():
            message = Message("hii_thaiwater", subject.name, row_of(subject.name, at, told), at)
            age = now - moment_of(at)
            if age > quality.FRESH["probe"]:
                outbox.withhold(db, message, stamp(now), f"stale: measured {age} before")
            else:
                outbox.enqueue(db, message, stamp(now))


def row_of(subject: str, at: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """What leaves of one moment: the readings of a subject by parameter, as HII calls them."""
    moment = moment_of(at).strftime("%Y-%m-%d %H:%M")
    if subject == "raw_water_pumping":
        return {"station_oldcode": STATION, "pump_datetime": moment, "pump_rate": _sendable(told["pump_rate"])}
    wrong = [theirs for ours, theirs in WATER_QUALITY.items() if _broken(told.get(ours))]
    return {
        "waterquality_station_oldcode": STATION,
        "waterquality_datetime": moment,
        **{f"waterquality_{theirs}": _sendable(told.get(ours)) for ours, theirs in WATER_QUALITY.items()},
        "waterquality_status": "หัววัดขัดข้อง" if wrong else "ปกติ",
        "probe_faults": wrong,
    }


def _sendable(found: Any) -> float | None:
    """Only a measurement leaves as a value."""
    return found.value if found is not None and found.quality == quality.GOOD else None


def _broken(found: Any) -> bool:
    return found is not None and found.quality in (quality.DEAD, quality.IMPOSSIBLE)


def _next(after: datetime) -> dict[str, Any]:
    hour = after.replace(minute=0, second=0) + PAST_THE_HOUR
    due = hour if hour > after else hour + _HOUR
    return {"day": due.date().isoformat(), "due": stamp(due)}
