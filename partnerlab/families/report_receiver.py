"""An agency that receives a station's rows: judges each, keeps it once, and says what it thinks of it.

`facts["stations"]` are the stations that it knows. A row of a moment again is a duplicate and refused; with other
values it corrects what is there. Rows older than `oldest` are refused where the agency has such a rule.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from partnerlab.lab.partners.partner_world import Finding, PartnerWorld, Request

KEY_HEADER = "x-api-key"


def take_row(
    world: PartnerWorld, message: Request, *, station: str, moment: str, oldest: timedelta | None = None
) -> Any:
    """Take one station's row of a moment (`2026-11-10 08:00`); an address takes rows of one kind."""
    if message.headers.get(KEY_HEADER) != world.credential("api_key"):
        return refusal("invalid api key"), 401
    if why := _unfit(world, station, moment, oldest):
        return refusal(why), 422
    rows, key = world.table("rows"), (message.path, station, moment)
    known = rows.get(key)
    if known and known["body"] == message.body:
        return refusal("duplicate row"), 409
    rows[key] = {"id": known["id"] if known else len(rows) + 1, "body": message.body}
    return {"result": "OK", "data": {"id": rows[key]["id"], "corrected": known is not None}}


def refuse_row(finding: Finding) -> Any:
    """The answer to a row that is not as agreed."""
    return refusal(f"invalid {finding.where}"), 401 if KEY_HEADER in finding.where.lower() else 400


def refusal(why: str) -> dict[str, str]:
    """The body of every refusal."""
    return {"result": "NO", "data": why}


def _unfit(world: PartnerWorld, station: str, moment: str, oldest: timedelta | None) -> str | None:
    if station not in world.facts["stations"]:
        return "invalid station"
    at = datetime.strptime(moment, "%Y-%m-%d %H:%M").replace(tzinfo=world.now.tzinfo)
    if at > world.now:
        return "datetime in the future"
    late = oldest is not None and world.now - at > oldest
    return f"ข้อมูลย้อนหลังต้องไม่เกิน {oldest.days} วัน" if late and oldest else None
