"""The predicted level of the river at Samlae, and of the stations below it: functions of the moment alone.

A prediction of the usual kind: the four strongest tides, damped on their way up the river, over the river's own level
of the season. Heights are whole centimetres.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, pi

CHART_BELOW_SEA = 214
"""Centimetres by which the lowest low water lies below mean sea level; of another mouth of the Gulf (W 4.1)."""

_EPOCH = datetime(2000, 1, 1)
_TIDES = ((12.4206, 42, 0.3), (12.0, 19, 1.7), (23.9345, 33, 2.4), (25.8193, 24, 4.1))
"""Period in hours, height in centimetres, phase."""

_HIGHEST = datetime(2000, 10, 25)
_HOUR, _YEAR = timedelta(hours=1), timedelta(days=365.25)


@dataclass(frozen=True, slots=True)
class TideStation:
    """A station of the tables: its names, where it lies, and its tide beside Samlae's, in hundredths.

    `ahead` is how many minutes before Samlae it has the same tide: the wave travels up the river.
    """

    code: str
    name_th: str
    name_en: str
    latitude: str
    longitude: str
    tide: int
    season: int
    ahead: int


TIDE_STATIONS = (
    TideStation("N04", "สันดอนเจ้าพระยา", "Bangkok Bar", "13.45", "100.60", 190, 20, 330),
    TideStation("N03", "ป้อมพระจุลจอมเกล้า", "Fort Chulachomklao", "13.54", "100.58", 180, 25, 300),
    TideStation("N02", "ท่าเรือกรุงเทพ", "Bangkok Port", "13.70", "100.57", 150, 40, 180),
    TideStation("S1", "สำแล", "Samlae", "14.04", "100.56", 100, 100, 0),
)
"""From the sea upstream (W 3.3, W 4.2); what each tide is beside Samlae's, and when, is ours."""


def tide_level(moment: datetime, station: TideStation = TIDE_STATIONS[-1]) -> int:
    """Centimetres above mean sea level; the moment is Thai time, its zone is ignored."""
    at = moment.replace(tzinfo=None)
    hours = (at + timedelta(minutes=station.ahead) - _EPOCH) / _HOUR
    tide = sum([height * cos(2 * pi * hours / period + phase) for period, height, phase in _TIDES])
    season = 45 * cos(2 * pi * ((at - _HIGHEST) / _YEAR))
    return round(tide * station.tide / 100 + (season + 40) * station.season / 100)
