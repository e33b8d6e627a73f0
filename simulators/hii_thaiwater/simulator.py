"""HII as the one who takes MWA's water quality and pumping: judges each row, keeps it, and answers as it does (W 3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from partnerlab.lab.partners.partner_world import Finding, PartnerWorld, Request

OLDEST = timedelta(days=3)
"""How far back HII deals in rows for agencies (W 3.4)."""


def water_quality(world: PartnerWorld, message: Request) -> Any:
    """Take one station's row of a moment."""
    row = message.body
    return _take(world, message, row["waterquality_station_oldcode"], row["waterquality_datetime"])


def raw_water_pumping(world: PartnerWorld, message: Request) -> Any:
    """Take what one station pumped at a moment."""
    return _take(world, message, message.body["station_oldcode"], message.body["pump_datetime"])


def refuse(world: PartnerWorld, finding: Finding) -> Any:
    """A row that is not as agreed."""
    return _no(f"invalid {finding.where}"), 401 if "x-api-key" in finding.where.lower() else 400


def _take(world: PartnerWorld, message: Request, station: str, moment: str) -> Any:
    """A row again is the same row, with other values its correction."""
    if message.headers.get("x-api-key") != world.credential("api_key"):
        return _no("invalid api key"), 401
    if refusal := _refusal(world, station, moment):
        return _no(refusal), 422
    rows, key = world.table("rows"), (message.path, station, moment)
    kept = rows.setdefault(key, {"id": len(rows) + 1, "body": None})
    duplicate = kept["body"] == message.body
    kept["body"] = message.body
    return {"result": "OK", "data": {"id": kept["id"], "duplicate": duplicate}}


def _refusal(world: PartnerWorld, station: str, moment: str) -> str | None:
    if station not in world.facts["stations"]:
        return "invalid station"
    at = datetime.strptime(moment, "%Y-%m-%d %H:%M").replace(tzinfo=world.now.tzinfo)
    if at > world.now:
        return "datetime in the future"
    return "ข้อมูลย้อนหลังต้องไม่เกิน 3 วัน" if world.now - at > OLDEST else None


def _no(why: str) -> dict[str, str]:
    return {"result": "NO", "data": why}
