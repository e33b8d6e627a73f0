"""Salinity of the river at Samlae, and what a model forecasts of it: functions of the moment, the seed and the run.

Salt comes up in the dry months and with the tide (`tides`), and hardly at all while the river is high. Milligrams a
litre, whole; what a forecast is off by grows with its lead.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from math import cos, pi

from partnerlab.world.register_facts.tides import tide_level
from partnerlab.world.seeded_random import draw

HORIZON = 168
"""Hours that a forecast reaches ahead."""

_FRESH, _DRY_MONTHS, _PER_CENTIMETRE = 110, 60, 1.5
_DRIEST = datetime(2000, 3, 1)
_LARGEST_ERROR = 40


@lru_cache(maxsize=1 << 10)  # every run of a model speaks of the same hours
def salinity(moment: datetime) -> int:
    """Milligrams a litre; the moment is Thai time, its zone is ignored."""
    year = (moment.replace(tzinfo=None) - _DRIEST) / timedelta(days=365.25)
    dryness = max(0.0, cos(2 * pi * year))
    lifted = max(0, tide_level(moment)) * _PER_CENTIMETRE
    return round(_FRESH + dryness * (_DRY_MONTHS + lifted))


def forecast_salinity(seed: int, issued: datetime, lead: int, run: int = 1) -> int:
    """The forecast that one run of the model gives for `lead` hours after its start; each run differs."""
    key = ((issued.replace(tzinfo=None) - _DRIEST) // timedelta(hours=1) + lead) * 8 + run
    error = draw(seed, "salinity/error", key, 2 * _LARGEST_ERROR + 1) - _LARGEST_ERROR
    return max(1, salinity(issued + timedelta(hours=lead)) + error * lead // HORIZON)
