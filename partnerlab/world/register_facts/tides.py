"""The predicted level of the river at Samlae, a function of the moment alone.

A prediction of the usual kind: the four strongest tides, damped on their way up the river, over the river's own level
of the season. Heights are whole centimetres.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import cos, pi

CHART_BELOW_SEA = 214
"""Centimetres by which the lowest low water lies below mean sea level; of another mouth of the Gulf (W 4.1)."""

_EPOCH = datetime(2000, 1, 1)
_TIDES = ((12.4206, 42, 0.3), (12.0, 19, 1.7), (23.9345, 33, 2.4), (25.8193, 24, 4.1))
"""Period in hours, height in centimetres, phase."""

_HIGHEST = datetime(2000, 10, 25)


def tide_level(moment: datetime) -> int:
    """Centimetres above mean sea level; the moment is Thai time, its zone is ignored."""
    hours = (moment.replace(tzinfo=None) - _EPOCH) / timedelta(hours=1)
    tide = sum(height * cos(2 * pi * hours / period + phase) for period, height, phase in _TIDES)
    season = 45 * cos(2 * pi * ((moment.replace(tzinfo=None) - _HIGHEST) / timedelta(days=365.25)))
    return round(tide + season + 40)
