"""Linkage Center's registers of persons, houses and cards, in the classic form behind DGA's gateway (G 3.1, 4.3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from partnerlab.families.public_register import find_person, linkage_refusal
from partnerlab.lab.partners.partner_world import Finding, PartnerWorld, Request

from .centre import admit, forward
from .records import (
    card_record,
    divorce_record,
    house_record,
    marriage_record,
    name_changes_record,
    person_record,
)

__all__ = ["admit", "forward"]

NO_RIGHT = ("008", "042")
"""Services that Linkage Center has (G 3.1) and that are not agreed."""

NOBODY = "0000000000000"


def person(world: PartnerWorld, message: Request) -> Any:
    """The record of a person (service 001)."""
    return _answer(world, message, person_record)


def house(world: PartnerWorld, message: Request) -> Any:
    """The house in which a person is registered (service 027)."""
    return _answer(world, message, house_record)


def card(world: PartnerWorld, message: Request) -> Any:
    """The latest identity card (032)."""
    return _answer(world, message, card_record, ("99992", "ไม่พบข้อมูลบัตร"))


def name_changes(world: PartnerWorld, message: Request) -> Any:
    """Every change of name (009)."""
    return _answer(world, message, name_changes_record, ("99702", "ไม่พบข้อมูลการเปลี่ยนชื่อ"))


def marriage(world: PartnerWorld, message: Request) -> Any:
    """The marriage on record (033)."""
    return _answer(world, message, marriage_record, ("99404", "ไม่พบข้อมูลการสมรส"))


def divorce(world: PartnerWorld, message: Request) -> Any:
    """How the marriage ended (034)."""
    return _answer(world, message, divorce_record, ("99504", "ไม่พบข้อมูลการหย่า"))


def refuse(world: PartnerWorld, finding: Finding) -> Any:
    """What the Center says of a service that is not agreed, or that it does not have (G 3.3)."""
    if finding.seen.strip("'") in NO_RIGHT:
        return linkage_refusal("95010", "หน่วยงานไม่มีสิทธิใช้บริการนี้")
    return linkage_refusal("95012", "ไม่พบบริการใน Linkage Center")


def officer_state(world: PartnerWorld, message: Request) -> Any:
    """Whether the officer's card is in the reader (G 3.1); how another's key is refused is our guess, after G 1.2."""
    if message.query["Consumer"] != world.credential("consumer_key", of="dga_gdx"):
        return {"Message": "ForbiddenException: consumer not found"}, 403
    state = world.facts["officer"]
    here = world.credential("agent_pid", of="dga_gdx") if state != "AgentNotAvailable" else NOBODY
    return {"AgentID": here, "CitizenID": NOBODY, "SessionState": state}


def _answer(
    world: PartnerWorld, message: Request, record: Callable[..., Any], missing: tuple[str, str] | None = None
) -> Any:
    """What a service keeps of a person; plain text where there is no such person (G 3.4), a code where no record."""
    if refusal := admit(world, message):
        return refusal
    person = find_person(world, message.query["CitizenID"])
    if person is None:
        return "data not found"
    found = record(world, person)
    return found if found or missing is None else linkage_refusal(*missing)
