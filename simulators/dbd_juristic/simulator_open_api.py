"""DBD's open API (G 6.3): dates of the Christian era, no directors, a code within HTTP 200 for all that happens."""

from __future__ import annotations

from typing import Any

from partnerlab.families.public_register import find_company
from partnerlab.lab.partners.partner_world import Finding, PartnerWorld, Request
from partnerlab.world.people.company import TYPES

FOUND, USED_UP = "1000", "8888"
COUNTRY = "TH"


def profile(world: PartnerWorld, message: Request) -> Any:
    """The company of a registration number, or why there is none."""
    if world.facts["quota"] == "used up":
        return _nothing(USED_UP, "Exceeded the limit")
    company = find_company(world, message.params["JuristicID"])
    if company is None:
        return _nothing(world.facts["unknown_number"], "Data not found")
    person = {f"cd:OrganizationJuristic{name}": value for name, value in _person(company).items()}
    return {
        "status": {"code": FOUND, "description": "Success"},
        "data": [{"cd:OrganizationJuristicPerson": person}],
    }


def refuse(world: PartnerWorld, finding: Finding) -> Any:
    """A badly formed number is answered like an unknown one; the register's own answer to it was not observed."""
    return _nothing(world.facts["unknown_number"], f"invalid {finding.where}")


def _nothing(code: str, description: str) -> dict[str, Any]:
    return {"status": {"code": code, "description": description}, "data": None}


def _person(company: Any) -> dict[str, Any]:
    objective = {
        "td:JuristicObjective": {
            "td:JuristicObjectiveCode": company.objective_code,
            "td:JuristicObjectiveTextTH": company.objective,
            "td:JuristicObjectiveTextEN": "",
        }
    }
    return {
        "ID": company.juristic_id,
        "NameTH": company.name_th,
        "NameEN": company.name_en,
        "Type": TYPES[company.type],
        "RegisterDate": f"{company.registered:%Y%m%d}",
        "Status": company.status,
        "Objective": [objective] if company.number % 2 else objective,  # the register writes both
        "RegisterCapital": f"{company.capital // 100}.0",
        "BranchName": "สำนักงานใหญ่",
        "Address": {"cr:AddressType": _address(company.house)},
    }


def _address(house: Any) -> dict[str, Any]:
    plain = {
        "Address": house.address, "Building": "", "RoomNo": "", "Floor": "", "AddressNo": house.house_no,
        "Moo": house.moo, "Yaek": "", "Soi": house.soi, "Trok": "", "Village": "", "Road": house.road,
    }  # fmt: skip
    return {f"cd:{name}": value for name, value in plain.items()} | {
        "cd:CitySubDivision": {
            "cr:CitySubDivisionCode": house.subdistrict_code,
            "cr:CitySubDivisionTextTH": house.subdistrict,
        },
        "cd:City": {"cr:CityCode": house.district_code, "cr:CityTextTH": house.district},
        "cd:CountrySubDivision": {
            "cr:CountrySubDivisionCode": f"{COUNTRY}-{house.province_code}",
            "cr:CountrySubDivisionTextTH": house.province,
        },
    }
