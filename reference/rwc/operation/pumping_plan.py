"""The plan of a day's pumping at Samlae, from the forecast of salinity and the predicted levels.

On a day whose forecast passes the first threshold, pumping rests for the two hours in which each tide turns to the ebb,
so that the whole mass of fresh water runs down (W 5.7). It rests in every hour that passes the second threshold, too.
Four hours a day can be held back from what is stored (W 5.5).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, select

from reference.common.clock import moment_of
from reference.rwc.measurements import quality
from reference.rwc.tables import reading

STORAGE_HOURS = 4
TURN = 2
"""Hours of rest from each high water on."""

_VALUES = (
    select(reading.c.at, reading.c.value)
    .where(reading.c.point == bindparam("of"), reading.c.parameter == bindparam("parameter"))
    .where(reading.c.at.between(bindparam("first"), bindparam("last")), reading.c.quality == quality.GOOD)
    .order_by(reading.c.at)
)


def plan(db: Connection, station: str, day: str) -> dict[str, Any] | None:
    """Hour by hour whether to pump, why not, and how the gate of Lat Pho should stand; None without a forecast."""
    salinity = _by_hour(db, station, "salinity_forecast", day)
    levels = _by_hour(db, station, "level", day)
    if not salinity:
        return None
    rests = _turns(levels) if max(salinity.values()) > quality.WATCH else set()
    hours = [_hour(f"{day}T{hour:02d}:00", hour, salinity.get(hour), levels, rests) for hour in range(24)]
    resting = sum(not hour["pump"] for hour in hours)
    return {
        "station": station,
        "day": day,
        "hours": hours,
        "rest_hours": resting,
        "within_storage": resting <= STORAGE_HOURS,
    }


def _by_hour(db: Connection, station: str, parameter: str, day: str) -> dict[int, float]:
    """The values of a day's hours, and of the hour after midnight as the 24th."""
    after = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    span = {"of": station, "parameter": parameter, "first": f"{day}T00:00", "last": f"{after}T00:59"}
    found = {row.at: row.value for row in db.execute(_VALUES, span)}
    return {
        moment_of(at).hour + 24 * (at[:10] != day): value for at, value in found.items() if moment_of(at).minute == 0
    }


def _turns(levels: dict[int, float]) -> set[int]:
    """The hours from each high water on: higher than the hour before, and no lower than the one after."""
    highs = [
        hour
        for hour in range(1, 24)
        if {hour - 1, hour, hour + 1} <= levels.keys() and levels[hour - 1] < levels[hour] >= levels[hour + 1]
    ]
    return {rest for high in highs for rest in range(high, min(high + TURN, 24))}


def _hour(at: str, hour: int, salinity: float | None, levels: dict[int, float], rests: set[int]) -> dict[str, Any]:
    too_salty = salinity is not None and salinity > quality.STOP
    why = "too salty" if too_salty else "the tide turns to the ebb" if hour in rests else None
    return {
        "at": f"{at}:00+07:00",
        "pump": why is None,
        "why_not": why,
        "salinity": salinity,
        "level": levels.get(hour),
        "lat_pho_gate": _gate(levels, hour),
    }


def _gate(levels: dict[int, float], hour: int) -> str | None:
    """Open while the water falls, closed while it rises (W 5.7)."""
    if not {hour, hour + 1} <= levels.keys():
        return None
    return "open" if levels[hour + 1] < levels[hour] else "closed"
