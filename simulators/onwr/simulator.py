"""The Office of the National Water Resources as the one who takes MWA's water quality and pumping (W 3.6)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from partnerlab.families.report_receiver import held_rows, refusal, refuse_row, take_row
from partnerlab.lab.partners.partner_world import Finding, PartnerWorld, Request

OLDEST = timedelta(days=30)
"""How far back the office takes rows: a gap of days is to be filled later. Ours."""


def water_quality(world: PartnerWorld, message: Request) -> Any:
    """Take one station's row of a moment."""
    body = message.body
    return _take(world, message, body["waterquality_station_oldcode"], body["waterquality_datetime"])


def raw_water_pumping(world: PartnerWorld, message: Request) -> Any:
    """Take what one station pumped at a moment."""
    return _take(world, message, message.body["station_oldcode"], message.body["pump_datetime"])


def held_water_quality(world: PartnerWorld, message: Request) -> Any:
    """Which rows of water quality it holds."""
    return _away(world) or held_rows(world, message)


def held_raw_water_pumping(world: PartnerWorld, message: Request) -> Any:
    """Which rows of pumping it holds."""
    return _away(world) or held_rows(world, message)


def refuse(world: PartnerWorld, finding: Finding) -> Any:
    """A row that is not as agreed."""
    return refuse_row(finding)


def _take(world: PartnerWorld, message: Request, station: str, moment: str) -> Any:
    return _away(world) or take_row(world, message, station=station, moment=moment, oldest=OLDEST)


def _away(world: PartnerWorld) -> Any:
    """The answer while the office takes nothing in; None otherwise."""
    return (refusal("Service Unavailable"), 503) if world.facts["away"] else None
