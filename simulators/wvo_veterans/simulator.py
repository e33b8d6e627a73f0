"""The War Veterans Organization's register of veterans, behind Linkage Center (G 4.4, A 1.4)."""

from __future__ import annotations

from datetime import date
from typing import Any

from partnerlab.families.public_register import find_person
from partnerlab.lab.partners.partner_world import PartnerWorld, Request
from partnerlab.world.calendar.thai_dates import be_number
from partnerlab.world.register_facts.veterans import veteran_right


def veteran(world: PartnerWorld, message: Request) -> Any:
    """The right that somebody has; the organization's own 404 as the centre tells it, where there is none (G 3.4)."""
    person = find_person(world, message.query["CitizenID"])
    right = None if person is None or not person.alive else _right(world, person)
    return "00404" if right is None else {"personalID": person.pid, **right}


def _right(world: PartnerWorld, person: Any) -> dict[str, Any] | None:
    told: Any = world.facts["right"]
    if told is not None:
        ends = told.get("ends")
        return _record(**{**told, "ends": date.fromisoformat(ends) if ends else None}) if told else None
    right = veteran_right(world.world, person)
    if right is None:
        return None
    return _record(right.card_no, right.card_class, list(right.medals), right.relation, right.ends)


def _record(card_no: str, card_class: int, medals: list[str], relation: str, ends: date | None) -> dict[str, Any]:
    return {
        "cardNo": card_no,
        "cardClass": card_class,
        "medals": medals,
        "relation": relation,
        "rightEnds": be_number(ends) if ends else 0,
    }
