"""What Linkage Center does in either form: it lets look-ups of other registers pass, and calls us for other offices."""

from __future__ import annotations

from datetime import time
from typing import Any

from partnerlab.families.public_register import is_open, linkage_refusal
from partnerlab.lab.partners.partner_world import PartnerWorld, Request

OPENS, CLOSES = time(8, 30), time(17, 30)
"""The window of the look-up service on working days (G 1.4)."""


def admit(world: PartnerWorld, message: Request) -> Any:
    """Nothing for a look-up that may pass, else why not: here, and at every office that is asked through the Center."""
    if not is_open(world, OPENS, CLOSES):
        return linkage_refusal("90005", "นอกเวลาให้บริการ")
    if world.facts["officer"] == "AgentNotAvailable":
        return linkage_refusal("90001", "เจ้าหน้าที่ยังไม่ได้เข้าสู่ระบบ")
    if world.facts["quota"] == "used up":
        return linkage_refusal("90008", "ใช้งานครบตามจำนวนที่กำหนด")
    return None


def forward(world: PartnerWorld, partner: str, message: Request) -> Request:
    """Ask the giving agency for an office: the centre adds its pair for the service, and its own name (A 1.1)."""
    own = {"authorization": world.credential("water_usage_basic"), "user-agent": "Linkage Center 2/1.0"}
    return message.with_headers({**message.headers, **own})
