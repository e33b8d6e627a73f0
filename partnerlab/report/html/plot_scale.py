"""From values and moments to pixels: an axis with round ticks, and one of time with midnights."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from partnerlab.report.times import parse

_ROUND = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Axis:
    """A panel's values: from `low` to `high` over pixels that grow downwards."""

    low: float
    high: float
    step: float
    top: float
    height: float

    @classmethod
    def of(cls, values: Iterable[float], top: float, height: float) -> Axis:
        """An axis that holds the values, and 0 where all of them are above it; about four ticks."""
        known = [value for value in values if math.isfinite(value)] or [0.0, 1.0]
        low, high = min(0.0, *known), max(*known, min(known) + 1e-9)
        span = max(high - low, 1e-9)
        power = 10.0 ** math.floor(math.log10(span / 4))
        step = next(power * factor for factor in _ROUND if power * factor * 4.5 >= span)
        return cls(math.floor(low / step) * step, math.ceil(high / step) * step, step, top, height)

    def y(self, value: float) -> float:
        return round(self.top + self.height * (self.high - value) / (self.high - self.low), 1)

    @property
    def ticks(self) -> list[tuple[float, str]]:
        """Each tick with its text, as many decimals as the step needs."""
        decimals = max(0, -math.floor(math.log10(self.step) + 1e-9) + (self.step * 10 % 1 > 1e-9 and self.step < 1))
        count = round((self.high - self.low) / self.step)
        return [
            (self.low + tick * self.step, f"{self.low + tick * self.step:.{decimals}f}") for tick in range(count + 1)
        ]


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """The moments of a plot, from left to right."""

    begin: datetime
    end: datetime
    left: float
    width: float

    def x(self, at: object) -> float | None:
        """The place of a moment on the axis; None if it is no moment, or lies outside."""
        moment = parse(at)
        if moment is None or not self.begin <= moment <= self.end:
            return None
        return round(self.left + self.width * ((moment - self.begin) / (self.end - self.begin)), 1)

    @property
    def midnights(self) -> list[datetime]:
        days = (self.end - self.begin).days
        return [self.begin + timedelta(days=day) for day in range(days + 1)]
