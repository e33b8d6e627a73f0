"""Large dams and reservoirs: volume, inflow and release of any day, a function of seed, place and date.

Volumes are whole thousands of cubic metres, so that tomorrow's volume is exactly today's and inflow, less release and
loss. Large dams are those of `dams.yaml`, medium reservoirs those of `reservoirs.yaml`: names, regions and sizes are
public, what they hold is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from partnerlab import yamlio
from partnerlab.world.seeded_random import draw

FILE = Path(__file__).with_name("dams.yaml")
RESERVOIRS = Path(__file__).with_name("reservoirs.yaml")
_FULL, _EMPTY = date(2000, 11, 10).timetuple().tm_yday, date(2000, 7, 10).timetuple().tm_yday
_YEAR = 366
_WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Dam:
    """One reservoir; `storage` (at normal level) and `dead` in thousands of cubic metres."""

    id: str
    name: str
    region: str
    large: bool
    storage: int
    dead: int

    @property
    def by_egat(self) -> bool:
        return self.large and self.id.startswith("2")


class DailyWater(NamedTuple):
    """One day of one reservoir, in thousands of cubic metres: volume, then inflow, release and loss."""

    volume: int
    inflow: int
    released: int
    lost: int


@dataclass(frozen=True, slots=True)
class Pulse:
    """More water than usual let out of a dam: so much more (thousands of cubic metres) a day, for some days."""

    first: date
    days: int
    extra: int

    def added_to(self, water: DailyWater, day: date) -> DailyWater:
        """A day's water with it: what has gone out by then is missing from the volume."""
        gone = min(max((day - self.first).days, 0), self.days)
        more = self.extra if 0 <= (day - self.first).days < self.days else 0
        return water._replace(volume=water.volume - gone * self.extra, released=water.released + more)


@cache
def large_dams() -> tuple[Dam, ...]:
    """The large dams, in the order in which they are published."""
    regions = yamlio.load(FILE).data.items()
    return tuple(
        Dam(number, name, region, True, storage * 1000, dead * 1000)
        for region, dams in regions
        for number, name, storage, dead in dams
    )


@cache
def medium_reservoirs() -> tuple[Dam, ...]:
    """The medium reservoirs as published: numbers with gaps and in no order, some names on several of them."""
    regions = yamlio.load(RESERVOIRS).data.items()
    return tuple(
        Dam(number, name, region, False, storage, dead)
        for region, rows in regions
        for number, name, storage, dead in rows
    )


def pulsed(pulses: Mapping[str, Mapping[str, Any]], dam: Dam, day: date, water: DailyWater) -> DailyWater:
    """A day's water with the pulses that a partner's facts tell of, by the dam's number."""
    told = pulses.get(dam.id)
    if told is None:
        return water
    return Pulse(date.fromisoformat(told["first"]), told["days"], told["extra"]).added_to(water, day)


def daily_water(seed: int, dam: Dam, day: date) -> DailyWater:
    """What a reservoir holds on a day, and the inflow, release and loss that lead to the next day's volume."""
    key = int.from_bytes(dam.id.encode()) % (1 << 48)
    today, tomorrow = _volume(seed, dam, key, day.toordinal()), _volume(seed, dam, key, day.toordinal() + 1)
    lost = today // 10_000
    wanted = (dam.storage - dam.dead) * (5 + draw(seed, "dam/release", key ^ day.toordinal() // 7, 40)) // _WHOLE
    inflow = max(0, tomorrow - today + wanted + lost)
    return DailyWater(today, inflow, today + inflow - lost - tomorrow, lost)


@lru_cache(maxsize=1 << 16)
def _volume(seed: int, dam: Dam, key: int, day: int) -> int:
    spread, least = (3000, -1500) if dam.large else (8000, -2500)
    level = _season(date.fromordinal(day).timetuple().tm_yday) + least + draw(seed, "dam/habit", key, spread)
    return dam.dead + (dam.storage - dam.dead) * (level * 7 + _weather(seed, key, day)) // (7 * _WHOLE)


def _season(day: int) -> int:
    """The usual level, in ten-thousandths: falls from November to July, then rises."""
    since = (day - _EMPTY) % _YEAR
    rise = (_FULL - _EMPTY) % _YEAR
    return 3500 + (5000 * since // rise if since < rise else 5000 * (_YEAR - since) // (_YEAR - rise))


def _weather(seed: int, key: int, day: int) -> int:
    """Seven times the water that the weather adds on a day, in even steps from one week's random value to the next."""
    week, within = divmod(day, 7)
    before, after = (draw(seed, "dam/weather", key ^ which, 300) - 150 for which in (week, week + 1))
    return before * (7 - within) + after * within
