"""A public register: looks up a person or a company by its identifier, in its hours."""

from __future__ import annotations

from datetime import time
from typing import Any

from partnerlab.lab.partners.partner_world import PartnerWorld
from partnerlab.world.calendar.holidays import is_business_day


def find_person(world: PartnerWorld, citizen_id: str) -> Any:
    """The person of a citizen number; None if it is no person's."""
    found = world.find(citizen_id)
    return found if hasattr(found, "pid") else None


def find_company(world: PartnerWorld, juristic_id: str) -> Any:
    """The company of a registration number; None if it is no company's."""
    found = world.find(juristic_id)
    return found if hasattr(found, "juristic_id") else None


def linkage_refusal(code: str, text: str) -> tuple[dict[str, str], int]:
    """Why there is no answer, as Linkage Center words it for any register behind it (G 3.3)."""
    return {"Code": code, "Message": f"[{code}] {text}"}, 500


def is_open(world: PartnerWorld, opens: time, closes: time) -> bool:
    """Whether it is a working day of government offices, between these hours."""
    return is_business_day(world.now.date()) and opens <= world.now.time() < closes
