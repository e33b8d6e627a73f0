"""DBD's open API (G 6.3): dates of the Christian era, no directors, a code within HTTP 200 for all that happens."""

from __future__ import annotations

from typing import Any

from partnerlab.families.public_register import find_company
from partnerlab.lab.partners.partner_world import Finding, PartnerWorld, Request

from .juristic_person import found, nothing, person

USED_UP = "8888"


def profile(world: PartnerWorld, message: Request) -> Any:
    """The company of a registration number, or why there is none."""
    if world.facts["quota"] == "used up":
        return nothing(USED_UP, "Exceeded the limit")
    company = find_company(world, message.params["JuristicID"])
    if company is None:
        return nothing(world.facts["unknown_number"], "Data not found")
    return found(person(company))


def refuse(world: PartnerWorld, finding: Finding) -> Any:
    """A badly formed number is answered like an unknown one; the register\'s own answer to it was not observed."""
    return nothing(world.facts["unknown_number"], f"invalid {finding.where}")
