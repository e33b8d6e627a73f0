"""Alerts of salinity: `watch` above 0.25 g/L and `stop` above 0.50, each from its first measurement to its last."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from reference.common.clock import moment_of, stamp
from reference.rwc.measurements import quality
from reference.rwc.tables import alert, reading

THRESHOLDS = {"watch": quality.WATCH, "stop": quality.STOP}
TRAVEL = {"bang_khen": timedelta(hours=13), "samsen": timedelta(hours=44)}
"""How long raw water takes from Samlae to each plant (W 5.7)."""

_OPEN = select(alert.c.level, alert.c.id).where(alert.c.station == bindparam("of"), alert.c.ended_at.is_(None))
_ALL = select(alert).where(alert.c.station == bindparam("of")).order_by(alert.c.began_at, alert.c.id)
_BEGIN = insert(alert)
_RAISE = update(alert).where(alert.c.id == bindparam("which"), alert.c.highest < bindparam("seen"))
_END = update(alert).where(alert.c.id == bindparam("which"))
_EXPECTED = (
    select(reading.c.at, reading.c.value)
    .where(reading.c.point == bindparam("of"), reading.c.parameter == "salinity_forecast", reading.c.quality == "good")
    .where(reading.c.at > bindparam("now"))
    .order_by(reading.c.at)
)


def note(db: Connection, station: str, value: float, at: str) -> None:
    """Begin, raise or end the alerts of a station by a good measurement."""
    open_alerts = {row.level: row.id for row in db.execute(_OPEN, {"of": station})}
    for level, threshold in THRESHOLDS.items():
        which = open_alerts.get(level)
        if which is None and value > threshold:
            db.execute(_BEGIN, {"station": station, "level": level, "began_at": at, "highest": value})
        elif which is not None and value > threshold:
            db.execute(_RAISE.values(highest=value), {"which": which, "seen": value})
        elif which is not None:
            db.execute(_END.values(ended_at=at), {"which": which})


def alerts_of(db: Connection, station: str) -> list[dict[str, Any]]:
    """All alerts of a station, each with the hours at which its water is at the plants."""
    return [dict(row) | {"reaches": arrivals(row["began_at"])} for row in db.execute(_ALL, {"of": station}).mappings()]


def expected(db: Connection, station: str, now: datetime) -> dict[str, str | None]:
    """When the forecast first passes each threshold from now on."""
    hours = db.execute(_EXPECTED, {"of": station, "now": stamp(now)}).all()
    return {
        level: next((hour.at for hour in hours if hour.value > threshold), None)
        for level, threshold in THRESHOLDS.items()
    }


def arrivals(at: str) -> dict[str, str]:
    """When the water of a moment at Samlae is at each plant."""
    return {plant: stamp(moment_of(at) + hours) for plant, hours in TRAVEL.items()}
