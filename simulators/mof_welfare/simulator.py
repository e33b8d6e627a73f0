"""The Ministry of Finance's register of people with low income, behind Linkage Center (G 3.4, A 1.3)."""

from __future__ import annotations

from typing import Any

from partnerlab.families.public_register import find_person
from partnerlab.lab.partners.partner_world import PartnerWorld, Request
from partnerlab.world.register_facts.welfare import holds_welfare_card


def welfare_card(world: PartnerWorld, message: Request) -> Any:
    """Whether a person holds a welfare card; no for an unknown person (G 3.4)."""
    person = find_person(world, message.query["CitizenID"])
    return {"result": "YES" if person is not None and _holds(world, person) else "NO"}


def _holds(world: PartnerWorld, person: Any) -> bool:
    told: bool | None = world.facts["holds"]
    return person.alive and (holds_welfare_card(world.world, person) if told is None else told)
