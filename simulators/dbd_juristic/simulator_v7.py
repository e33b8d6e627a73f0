"""DBD's register of juristic persons, version 7 behind DGA's gateway (G 6.2): a POST; directors by name alone."""

from __future__ import annotations

from typing import Any

from partnerlab.families.public_register import find_company
from partnerlab.lab.partners.partner_world import PartnerWorld, Request

from .juristic_person import found, nothing, person

PARTNERSHIPS = ("2", "3")


def profile(world: PartnerWorld, message: Request) -> Any:
    """The company of a registration number, or the code of why there is none."""
    company = find_company(world, message.body["OrganizationJuristicID"])
    if company is None:
        return nothing(world.facts["unknown_number"], "Data not found")
    return found(person(company) | _more(company))


def _more(company: Any) -> dict[str, Any]:
    """What version 7 tells beside the open API."""
    return {
        "OldJuristicID": None,
        "ObjectiveItems": "1",
        "ObjectivePages": "1",
        "PersonTelephone": "",
        "PaidUpCapital": f"{company.paid_capital // 100}.0",
        "PersonList": [_director(number, one, company) for number, one in enumerate(company.directors, 1)],
        "PersonDescription": [
            {
                "td:JuristicPersonDescriptionSequence": "1",
                "td:JuristicPersonDescriptionType": "L",
                "td:JuristicPersonDescriptionDetail": "กรรมการหนึ่งคนลงลายมือชื่อ",
            }
        ],
    }


def _director(number: int, director: Any, company: Any) -> dict[str, Any]:
    """By name: number and day of birth are not agreed, so they stay empty."""
    return {
        "td:JuristicPersonSequence": str(number),
        "td:JuristicPersonType": "L" if company.type in PARTNERSHIPS else "K",
        "td:JuristicPerson": {
            "cd:PersonID": "",
            "cd:PersonIDType": "",
            "cd:PersonBirthDate": "",
            "cd:PersonNameTH": {
                "cd:PersonNameTitleTextTH": director.title,
                "cd:PersonFirstNameTH": director.first_name,
                "cd:PersonMiddleNameTH": "",
                "cd:PersonLastNameTH": director.last_name,
            },
        },
        "td:JuristicPersonInvestType": None,
        "td:JuristicPersonInvestAmount": None,
    }
