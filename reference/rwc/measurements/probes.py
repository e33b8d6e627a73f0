"""Values of our own probes and pumps: those of one station at one moment."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from reference.common.clock import Clock, stamp
from reference.common.database import Database
from reference.rwc.measurements import consistency, quality, readings
from reference.rwc.messages import Reading

SOURCE = "probe"
MAXIMUM_AGE = timedelta(hours=2)
"""How old a probe's value may be."""


class BadMeasurement(Exception):
    """A value that is no measurement; the message says what was expected."""


class Probes:
    """Takes up the values of a station's logger; calls `on_new` within the same transaction."""

    def __init__(
        self, db: Database, clock: Clock, on_new: Callable[[Connection, Sequence[Reading], datetime], None]
    ) -> None:
        self._db, self._clock, self._on_new = db, clock, on_new

    def take(self, station: str, values: Mapping[str, Any], at: datetime | None) -> int:
        """Keep the values of one moment (now, unless given); how many were new or other than before."""
        now = self._clock.now()
        moment = at or now
        if moment > now:
            raise BadMeasurement(f"at: expected a moment that has passed, seen {stamp(moment)}")
        check(values)
        measured = _without_doubtful([_reading(station, name, value, stamp(moment)) for name, value in values.items()])
        with self._db.write() as db:
            new = readings.keep(db, measured, now)
            if new:
                self._on_new(db, measured, now)
            return new


def check(values: Mapping[str, Any]) -> None:
    """`BadMeasurement` where a value is no measurement."""
    for parameter, value in values.items():
        if parameter not in quality.PROBES:
            raise BadMeasurement(f"values: no parameter {parameter}; there are: {', '.join(quality.PROBES)}")
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise BadMeasurement(f"values: expected a number or null for {parameter}, seen {value!r}")
        if value is not None:
            _number(parameter, value)


def _without_doubtful(measured: list[Reading]) -> list[Reading]:
    """Mark values that contradict the others of their moment."""
    good = {entry.parameter: entry.value for entry in measured if entry.quality == quality.GOOD}
    wrong = consistency.doubtful({name: value for name, value in good.items() if value is not None})
    return [entry._replace(quality=quality.DOUBTFUL) if entry.parameter in wrong else entry for entry in measured]


def _reading(station: str, parameter: str, value: Any, at: str) -> Reading:
    number = None if value is None else _number(parameter, value)
    unit = quality.PROBES[parameter].unit
    return Reading(SOURCE, station, parameter, at, number, unit, quality.probe_quality(parameter, number))


def _number(parameter: str, value: float) -> float:
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise BadMeasurement(f"values: expected a number of ordinary size for {parameter}")
    return number
