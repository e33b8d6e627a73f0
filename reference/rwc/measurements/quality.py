"""The quality of a reading, by its limits and age, and the pumping level that follows.

* `good`: a measurement.
* `missing`: nothing was measured. Null is missing; so is a dam's volume of 0, which no dam has, and whatever
  stands beside it: the day's list came before its figures.
* `dead`: the probe answers, but measures nothing: exactly 0 of something that river water always has, or pH 14.
* `impossible`: a figure that water cannot have.
* `doubtful`: it contradicts what was measured beside it, as salinity and conductivity may.
* `stale`: a measurement that has grown too old to be today's; a matter of its age, so it is never stored.

Only `good` leaves the house as a measurement. `missing` leaves as null; `dead`, `impossible` and `doubtful` leave as
null with the probe's name beside it; `stale` does not leave at all. A pump's 0 is a measurement: it stands still.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

GOOD, MISSING, DEAD, IMPOSSIBLE, STALE = "good", "missing", "dead", "impossible", "stale"
DOUBTFUL = "doubtful"

WATCH, STOP = 0.25, 0.50
"""Salinity in grams a litre: above the first MWA watches, above the second it would stop pumping."""


class Limits(NamedTuple):
    """What a parameter is measured in, from where to where it can be, and whether 0 is a measurement."""

    unit: str
    least: float
    most: float
    zero: bool = False


PROBES = {
    "ph": Limits("pH", 2, 12),
    "do": Limits("mg/l", 0, 20),
    "turbidity": Limits("NTU", 0, 4000),
    "salinity": Limits("g/l", 0, 40),
    "conductivity": Limits("uS/cm", 0, 60_000),
    "tds": Limits("mg/l", 0, 40_000),
    "temperature": Limits("C", 5, 45),
    "pump_rate": Limits("m3/s", 0, 120, zero=True),
    "river_level": Limits("m MSL", -3, 6, zero=True),
}


def probe_quality(parameter: str, value: float | None) -> str:
    """The quality of a probe's value."""
    limits = PROBES[parameter]
    if value is None:
        return MISSING
    if (value == 0 and not limits.zero) or (parameter == "ph" and value == 14):
        return DEAD
    return GOOD if limits.least <= value <= limits.most else IMPOSSIBLE


def volume_quality(value: float | None, storage: float | None = None) -> str:
    """The quality of a dam's volume: it is never empty, for its dead storage stays, nor more than twice full."""
    if not value:
        return MISSING
    return GOOD if value > 0 and (storage is None or value <= 2 * storage) else IMPOSSIBLE


def usable_quality(value: float | None, volume: float | None, dead: float | None) -> str:
    """The quality of a reported usable volume: at most a hundredth of the volume away from volume less dead storage.

    The usable capacity, which never changes, is easily reported in its place.
    """
    if value is None or volume is None:
        return MISSING
    return GOOD if abs(value - (volume - (dead or 0))) <= volume / 100 else IMPOSSIBLE


def flow_quality(value: float | None, storage: float | None, volume_is_there: bool) -> str:
    """The quality of a dam's inflow or release: more than all it can store in a day is impossible."""
    if value is None or (value == 0 and not volume_is_there):
        return MISSING
    return IMPOSSIBLE if value < 0 or (storage is not None and value > storage) else GOOD


def current_quality(quality: str, limit: timedelta | None, at: datetime, now: datetime) -> str:
    """A reading's quality as it stands now: a good one grows stale past the limit of its source, if that has one."""
    return STALE if quality == GOOD and limit is not None and now - at > limit else quality


def pumping_level(salinity: float | None, quality: str) -> str:
    """What salinity means for pumping: `normal`, `watch` or `stop`; `unknown` where there is no measurement of it."""
    if salinity is None or quality != GOOD:
        return "unknown"
    return "stop" if salinity > STOP else "watch" if salinity > WATCH else "normal"
