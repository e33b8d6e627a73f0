"""A juristic person as the open API and version 7 write it (G 6.2, 6.3): a code within HTTP 200, Christian years."""

from __future__ import annotations

from typing import Any

from partnerlab.world.people.company import TYPES

FOUND = "1000"
COUNTRY = "TH"


def found(facts: dict[str, Any]) -> dict[str, Any]:
    """The answer about one company; each fact is named in full."""
    named = {f"cd:OrganizationJuristic{name}": value for name, value in facts.items()}
    return {
        "status": {"code": FOUND, "description": "Success"},
        "data": [{"cd:OrganizationJuristicPerson": named}],
    }


def nothing(code: str, description: str) -> dict[str, Any]:
    """The answer without a company, and why."""
    return {"status": {"code": code, "description": description}, "data": None}


def person(company: Any) -> dict[str, Any]:
    """What both tell of a company."""
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
