"""The Navy's Hydrographic Department: a day's predicted levels at Samlae hour by hour, and those of the river (W 4)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from partnerlab.lab.partners.partner_world import OutgoingFile, PartnerWorld, Sending
from partnerlab.world.register_facts.tides import CHART_BELOW_SEA, TIDE_STATIONS, TideStation, tide_level

STATION, DATUM = "S1", "MSL"
TEN_MINUTES = timedelta(minutes=10)


def tide_table(world: PartnerWorld, *, day: str | None = None, station: str = STATION) -> Sending:
    """Leave the predictions of a day (tomorrow, unless told), counted from where this partner's facts say."""
    wanted = date.fromisoformat(day) if day else world.now.date() + timedelta(days=1)
    first = datetime.combine(wanted, time())
    moments = [first + timedelta(hours=hour) for hour in range(24)]
    yield OutgoingFile(
        name={"date": wanted},
        details=[
            {
                "station_code": station,
                "datetime": moment,
                "height_m": _height(world, moment),
                "datum": DATUM,
            }
            for moment in moments
        ],
    )


def tide_summary(world: PartnerWorld, *, day: str | None = None) -> Sending:
    """Lay a day's highest, lowest and four-hourly levels of every station on the web page (W 4.2)."""
    wanted = date.fromisoformat(day) if day else world.now.date() + timedelta(days=1)
    yield OutgoingFile(name={"date": wanted}, details=[_summary(world, station, wanted) for station in TIDE_STATIONS])


def _summary(world: PartnerWorld, station: TideStation, day: date) -> dict[str, Any]:
    first = datetime.combine(day, time())
    levels = {
        moment: _height(world, moment, station) for moment in (first + step * TEN_MINUTES for step in range(24 * 6))
    }
    highest, lowest = max(levels, key=lambda at: levels[at]), min(levels, key=lambda at: levels[at])
    return {
        "code": station.code,
        "station.name.TH": station.name_th,
        "station.name.EN": station.name_en,
        "lat": Decimal(station.latitude),
        "long": Decimal(station.longitude),
        "date": day,
        "max_value": levels[highest],
        "max_time": f"{highest:%H:%M}",
        "min_value": levels[lowest],
        "min_time": f"{lowest:%H:%M}",
        **{f"time_{hour:02d}00": levels[first + timedelta(hours=hour)] for hour in range(0, 24, 4)},
    }


def _height(world: PartnerWorld, moment: datetime, station: TideStation = TIDE_STATIONS[-1]) -> Decimal:
    centimetres = tide_level(moment, station) + (CHART_BELOW_SEA if world.facts["counts_from"] == "LLW" else 0)
    return Decimal(centimetres) / 100
