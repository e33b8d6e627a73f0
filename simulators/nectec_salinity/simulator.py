"""NECTEC: a run of its model every morning, each hour of seven days ahead (A 4.2); and one who receives our reports."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from partnerlab.families.report_receiver import KEY_HEADER, held_rows, refusal, refuse_row, take_row
from partnerlab.lab.partners.partner_world import Finding, PartnerWorld, Request
from partnerlab.world.register_facts.salinity import forecast_salinity

ISSUED_AT = 6
"""The hour of the day at which a run is issued; ours."""


def salinity_forecast(world: PartnerWorld, message: Request) -> Any:
    """The latest run for a station that the model knows."""
    if message.headers.get(KEY_HEADER) != world.credential("api_key"):
        return refusal("invalid api key"), 401
    station = message.query["station"]
    if station not in world.facts["stations"]:
        return refusal("no forecast for this station"), 404
    issued = _issued(world)
    return {
        "id": (issued.date().toordinal() - 730_000) * 10 + world.facts["run"],
        "issued_at": _told(issued),
        "unit": world.facts["unit"],
        "step_h": 1,
        "station": {"station_oldcode": station},
        "agency": "NECTEC",
        "data": [_value(world, issued, lead) for lead in range(1, world.facts["horizon"] + 1)],
    }


def water_quality(world: PartnerWorld, message: Request) -> Any:
    """Take one station's row of a moment."""
    station, moment = message.body["waterquality_station_oldcode"], message.body["waterquality_datetime"]
    return take_row(world, message, station=station, moment=moment)


def raw_water_pumping(world: PartnerWorld, message: Request) -> Any:
    """Take what one station pumped at a moment."""
    return take_row(world, message, station=message.body["station_oldcode"], moment=message.body["pump_datetime"])


def held_water_quality(world: PartnerWorld, message: Request) -> Any:
    """Which rows of water quality it holds."""
    return held_rows(world, message)


def held_raw_water_pumping(world: PartnerWorld, message: Request) -> Any:
    """Which rows of pumping it holds."""
    return held_rows(world, message)


def refuse(world: PartnerWorld, finding: Finding) -> Any:
    """A question or a row that is not as agreed."""
    return refuse_row(finding)


def _issued(world: PartnerWorld) -> datetime:
    """The moment of the latest run: this morning's, or one of a day before while that is late."""
    this_morning = world.now.replace(hour=ISSUED_AT, minute=0, second=0, microsecond=0)
    late = world.facts["late"] or world.now < this_morning
    return this_morning - timedelta(days=int(late))


def _value(world: PartnerWorld, issued: datetime, lead: int) -> dict[str, str]:
    """One hour, in grams a litre, or in milligrams that are called grams."""
    milligrams = forecast_salinity(world.world.seed, issued, lead, world.facts["run"])
    milligrams = milligrams * world.facts["salt_percent"] // 100
    value = f"{milligrams}.000" if world.facts["milligrams"] else f"{milligrams / 1000:.3f}"
    return {"salinityforecast_datetime": _told(issued + timedelta(hours=lead)), "salinityforecast_value": value}


def _told(moment: datetime) -> str:
    return moment.isoformat(" ")[: len("2026-11-10 08:00")]
