"""HII: takes MWA's water quality and pumping, row by row, and gives what was ordered from its data service (W 3)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from partnerlab.families.report_receiver import held_rows, refuse_row, take_row
from partnerlab.lab.partners.partner_world import Finding, PartnerWorld, Request

from .data_service import ordered_rows, refuse_order

OLDEST = timedelta(days=3)
"""How far back HII deals in rows for agencies (W 3.4)."""


def water_quality(world: PartnerWorld, message: Request) -> Any:
    """Take one station's row of a moment."""
    station, moment = message.body["waterquality_station_oldcode"], message.body["waterquality_datetime"]
    return take_row(world, message, station=station, moment=moment, oldest=OLDEST)


def raw_water_pumping(world: PartnerWorld, message: Request) -> Any:
    """Take what one station pumped at a moment."""
    station, moment = message.body["station_oldcode"], message.body["pump_datetime"]
    return take_row(world, message, station=station, moment=moment, oldest=OLDEST)


def held_water_quality(world: PartnerWorld, message: Request) -> Any:
    """Which rows of water quality it holds."""
    return held_rows(world, message)


def held_raw_water_pumping(world: PartnerWorld, message: Request) -> Any:
    """Which rows of pumping it holds."""
    return held_rows(world, message)


def ordered_data(world: PartnerWorld, message: Request) -> Any:
    """The rows of a data set that was ordered."""
    return ordered_rows(world, message)


def refuse(world: PartnerWorld, finding: Finding) -> Any:
    """A row or a question that is not as agreed."""
    is_about_order = finding.where.removeprefix("query/") in ("mid", "eid", "start_date", "end_date")
    return refuse_order(finding) if is_about_order else refuse_row(finding)
