"""Views into the raw-water system for tests: readings, comparisons, alerts, plans."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, select

from reference.common.hooks import Inspector, Shown
from reference.common.outbox import messages_about
from reference.rwc.measurements import balance, comparison, quality, readings
from reference.rwc.operation import alerts, plot, pumping_plan
from reference.rwc.system import System
from reference.rwc.tables import file, poll


def _reading(system: System, db: Connection, key: str) -> Shown:
    """The newest of a point's parameter, `S1.salinity`; `100301.inflow@2026-11-10` that of a day or moment."""
    name, _, when = key.partition("@")
    point, _, parameter = name.rpartition(".")
    return readings.latest(db, point, parameter, when, system.clock.now(), system.maximum_ages)


def _comparison(system: System, db: Connection, key: str) -> Shown:
    """What each source says of a point's parameter at a day's first midnight, `200101.volume@2026-11-10`."""
    name, _, day = key.partition("@")
    point, _, parameter = name.rpartition(".")
    return comparison.compare(db, point, parameter, f"{day}T00:00:00+07:00")


def _feed(system: System, db: Connection, key: str) -> Shown:
    """A feed's polls, the last first."""
    query = select(poll).where(poll.c.feed == key).order_by(poll.c.id.desc())
    polls = [dict(row) for row in db.execute(query).mappings()]
    return {"polls": polls} if polls else None


def _station(system: System, db: Connection, key: str) -> Shown:
    """A station's pumping level by its salinity."""
    found = readings.latest(db, key, "salinity", "", system.clock.now(), system.maximum_ages)
    if found is None:
        return None
    return {"station": key, "salinity": found, "level": quality.pumping_level(found["value"], found["quality"])}


def _alerts(system: System, db: Connection, key: str) -> Shown:
    """A station's alerts of salinity, and when the forecast passes each threshold."""
    return {"alerts": alerts.alerts_of(db, key), "expected": alerts.expected(db, key, system.clock.now())}


def _plan(system: System, db: Connection, key: str) -> Shown:
    """The plan of a day's pumping, `S1@2026-02-24`."""
    station, _, day = key.partition("@")
    return pumping_plan.plan(db, station, day) if _is_day(day) else None


def _plot(system: System, db: Connection, key: str) -> Shown:
    """The plot of a span of days, `2026-02-21/2026-02-26`."""
    first, _, last = key.partition("/")
    if not (_is_day(first) and _is_day(last) and first <= last):
        return None
    names = {name: adapter.called for name, adapter in system.adapters.items() if adapter.called}
    return plot.plot(db, date.fromisoformat(first), date.fromisoformat(last), names)


def _balance(system: System, db: Connection, key: str) -> Shown:
    """Whether a dam's day follows from the day before, `100301@2026-11-11`."""
    point, _, day = key.partition("@")
    return balance.balance(db, point, day) if _is_day(day) else None


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _outbox(system: System, db: Connection, key: str) -> Shown:
    """The rows of a subject, or all, in the order of their moments; `DESTINATION.SUBJECT` those to one receiver."""
    destination, _, subject = key.rpartition(".")
    rows = [row for row in messages_about(db, subject) if destination in ("", row["destination"])]
    return {"messages": rows} if rows or not key else None


def _file(system: System, db: Connection, key: str) -> Shown:
    """By name; of several with that name the last."""
    row = db.execute(select(file).where(file.c.name == key).order_by(file.c.id.desc())).mappings().first()
    return None if row is None else dict(row)


THINGS: dict[str, Inspector[System]] = {
    "reading": _reading,
    "comparison": _comparison,
    "feed": _feed,
    "station": _station,
    "alerts": _alerts,
    "plan": _plan,
    "plot": _plot,
    "balance": _balance,
    "outbox": _outbox,
    "file": _file,
}
