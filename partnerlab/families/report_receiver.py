"""An agency that receives a station's rows: judges each, keeps it once, and can be asked which ones it holds.

`facts["stations"]` are the stations that it knows. A row of a moment again is a duplicate and refused; with other
values it corrects what is there. Rows older than `oldest` are refused where the agency has such a rule. While
`facts["loses_rows"]` it answers that it has taken a row, and keeps nothing of it but its number.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from partnerlab.lab.partners.partner_world import Finding, PartnerWorld, Request

KEY_HEADER = "x-api-key"
WIDEST = timedelta(days=3)
"""The widest span that may be asked for at once (W 3.4)."""


def take_row(
    world: PartnerWorld, message: Request, *, station: str, moment: str, oldest: timedelta | None = None
) -> Any:
    """Take one station's row of a moment (`2026-11-10 08:00`); an address takes rows of one kind."""
    if message.headers.get(KEY_HEADER) != world.credential("api_key"):
        return refusal("invalid api key"), 401
    return keep_row(world, message.path, message.body, station=station, moment=moment, oldest=oldest)


def keep_row(
    world: PartnerWorld, address: str, row: Any, *, station: str, moment: str, oldest: timedelta | None = None
) -> Any:
    """Keep a row of the kind that an address takes, if it is fit and not there already."""
    if why := _unfit(world, station, moment, oldest):
        return refusal(why), 422
    rows, key = world.table("rows"), (address, station, moment)
    known = rows.get(key)
    kept = bool(known and known["kept"])
    if known and kept and known["body"] == row:
        return refusal("duplicate row"), 409
    number = known["id"] if known else len(rows) + 1
    rows[key] = {"id": number, "body": row, "kept": not world.facts["loses_rows"]}
    return {"result": "OK", "data": {"id": number, "corrected": kept}}


def held_rows(world: PartnerWorld, message: Request) -> Any:
    """The rows that this address has taken of a station, from one moment to another, in their order."""
    if message.headers.get(KEY_HEADER) != world.credential("api_key"):
        return refusal("invalid api key"), 401
    station, first, last = (message.query[name] for name in ("station", "start_datetime", "end_datetime"))
    if station not in world.facts["stations"]:
        return refusal("invalid station"), 422
    if not timedelta() <= _moment(last) - _moment(first) <= WIDEST:
        return refusal(f"ช่วงวันที่เลือกต้องไม่เกิน {WIDEST.days} วัน"), 422
    asked = ((path, of, moment) for path, of, moment in world.table("rows") if first <= moment <= last)
    rows = [world.table("rows")[key] for key in sorted(asked) if key[:2] == (message.path, station)]
    return {"result": "OK", "data": [row["body"] for row in rows if row["kept"]]}


def refuse_row(finding: Finding) -> Any:
    """The answer to a row that is not as agreed."""
    return refusal(f"invalid {finding.where}"), 401 if KEY_HEADER in finding.where.lower() else 400


def refusal(why: str) -> dict[str, str]:
    """The body of every refusal."""
    return {"result": "NO", "data": why}


def _unfit(world: PartnerWorld, station: str, moment: str, oldest: timedelta | None) -> str | None:
    if station not in world.facts["stations"]:
        return "invalid station"
    at = _moment(moment).replace(tzinfo=world.now.tzinfo)
    if at > world.now:
        return "datetime in the future"
    late = oldest is not None and world.now - at > oldest
    return f"ข้อมูลย้อนหลังต้องไม่เกิน {oldest.days} วัน" if late and oldest else None


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)  # strptime would be a third of what a row costs
