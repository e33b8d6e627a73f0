"""HII's data service for agencies: who has ordered a data set fetches it, three days at most (W 3.4)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from partnerlab.families.report_receiver import refusal
from partnerlab.lab.partners.partner_world import Finding, PartnerWorld, Request
from partnerlab.world.register_facts.dams import Dam, daily_water
from partnerlab.world.register_facts.power_dams import power_dams

DAMS_OF_EGAT = "12"
"""The data set that MWA has ordered; the number is ours."""

WIDEST = timedelta(days=3)
_REFUSED = {
    "inactive": ("service inactive", 422),
    "unbound": ("no data set is bound to the order", 403),
    "expired": ("file expaired", 410),
}
"""As HII spells it."""


def ordered_rows(world: PartnerWorld, message: Request) -> Any:
    """A bare list of the days that have come, dam by dam."""
    query = message.query
    if query["mid"] != DAMS_OF_EGAT:
        return refusal("invalid mid"), 422
    if query["eid"] != world.credential("order_id"):
        return refusal("invalid eid"), 422
    if world.facts["order"] in _REFUSED:
        why, status = _REFUSED[world.facts["order"]]
        return refusal(why), status
    first, last = date.fromisoformat(query["start_date"]), date.fromisoformat(query["end_date"])
    if not timedelta() <= last - first < WIDEST:
        return refusal(f"ช่วงวันที่เลือกต้องไม่เกิน {WIDEST.days} วัน"), 422
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    there = [day for day in days if day <= world.now.date()]
    return [_row(world, power.dam, day) for day in there for power in power_dams()]


def refuse_order(finding: Finding) -> Any:
    """A call that is not as documented: without an order there is no such thing."""
    if finding.where == "query/eid":
        return refusal("no eid"), 404
    return refusal("invalid mid" if finding.where == "query/mid" else f"invalid {finding.where}"), 422


def _row(world: PartnerWorld, dam: Dam, day: date) -> dict[str, Any]:
    water = daily_water(world.world.seed, dam, day)
    return {
        "dam_date": day.isoformat(),
        "dam_storage": water.volume / 1000,
        "dam_storage_percent": 0,
        "dam_inflow": water.inflow / 1000,
        "dam_uses_water": (water.volume - dam.dead) / 1000,
        "dam_released": water.released / 1000,
        "dam": {
            "dam_name": {"th": dam.name.removeprefix("เขื่อน")},
            "normal_storage": dam.storage / 1000,
            "uses_water": (dam.storage - dam.dead) / 1000,
        },
        "agency": {"agency_shortname": {"th": "", "en": "EGAT"}},
    }
