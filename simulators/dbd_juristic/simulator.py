"""DBD's register of juristic persons, version 4 behind DGA's gateway (G 6.1): Buddhist dates, 204 if not registered."""

from __future__ import annotations

from typing import Any

from partnerlab.families.public_register import find_company
from partnerlab.lab.partners.partner_world import PartnerWorld, Request
from partnerlab.world.calendar.thai_dates import be_digits

PARTNERSHIPS = ("2", "3")
SIGNATURES = "LMNRS"
"""What each letter says of who signs is not published (G 6.1); a company's number chooses one, so that all occur."""


def profile(world: PartnerWorld, message: Request) -> Any:
    """The company of a registration number; no content where there is none (G 1.2)."""
    company = find_company(world, message.query["JuristicID"])
    if company is None:
        return None, 204
    return {"ResultList": [_profile(company)], "RawData": ""}


def _profile(company: Any) -> dict[str, Any]:
    return {
        "JuristicType": company.type,
        "JuristicID": company.juristic_id,
        "OldJuristicID": None,
        "RegisterDate": be_digits(company.registered),
        "JuristicName_TH": company.name_th,
        "JuristicName_EN": company.name_en,
        "RegisterCapital": str(company.capital // 100),
        "PaidRegisterCapital": str(company.paid_capital // 100),
        "NumberOfObjective": "1",
        "NumberOfPageOfObjective": "1",
        "JuristicStatus": company.status,
        "StandardID": company.objective_code,
        "CommitteeInformations": [
            _director(number, person, company.type) for number, person in enumerate(company.directors, start=1)
        ],
        "AuthorizeDescriptions": [
            {
                "Sequence": 1,
                "AuthorizeDescription": "กรรมการหนึ่งคนลงลายมือชื่อ",
                "Type": SIGNATURES[company.number % len(SIGNATURES)],
            }
        ],
        "StandardObjectives": [{"Sequence": 1, "ObjectiveDescription": company.objective}],
        "AddressInformations": [_address(company.house)],
    }


def _director(number: int, person: Any, kind: str) -> dict[str, Any]:
    """A director of the company; that the other letter is a partnership's managing partner is inferred."""
    return {
        "Sequence": number,
        "FirstName": person.first_name,
        "LastName": person.last_name,
        "Title": person.title,
        "Type": "L" if kind in PARTNERSHIPS else "K",
    }


def _address(house: Any) -> dict[str, Any]:
    return {
        "Sequence": 1,
        "AddressName": "สำนักงานใหญ่",
        "FullAddress": house.address,
        "Building": "",
        "RoomNo": "",
        "Floor": "",
        "VillageName": "",
        "AddressNo": house.house_no,
        "Moo": house.moo,
        "Soi": house.soi,
        "Road": house.road,
        "Tumbol": house.subdistrict,
        "Ampur": house.district,
        "Province": house.province,
        "Phone": "",
        "Email": "",
    }
