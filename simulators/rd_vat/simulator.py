"""The Revenue Department's VAT register, behind Linkage Center, in JSON with its parallel arrays (G 5)."""

from __future__ import annotations

from typing import Any

from partnerlab.families.public_register import find_company
from partnerlab.lab.partners.partner_world import PartnerWorld, Request
from partnerlab.world.register_facts.vat import first_day, vat_branches

EMPTY = "-"
FIELDS = (
    "vNID", "vtin", "vtitleName", "vName", "vSurname", "vBranchTitleName", "vBranchName", "vBranchNumber",
    "vBuildingName", "vFloorNumber", "vVillageName", "vRoomNumber", "vHouseNumber", "vMooNumber", "vSoiName",
    "vStreetName", "vThambol", "vAmphur", "vProvince", "vPostCode", "vBusinessFirstDate",
)  # fmt: skip


def vat(world: PartnerWorld, message: Request) -> Any:
    """One element a branch in every array; of a company that is not registered a message, and null for the rest."""
    company = find_company(world, message.query["CitizenID"])
    branches = () if company is None else _branches(world, company)
    if not branches:
        return dict.fromkeys(FIELDS) | {"vmsgerr": ["ไม่พบข้อมูลผู้ประกอบการจดทะเบียนภาษีมูลค่าเพิ่ม"]}
    rows = [_branch(world, company, branch) for branch in branches]
    return {
        name: [row.get(name) or EMPTY if name != "vBranchNumber" else row[name] for row in rows] for name in FIELDS
    } | {"vmsgerr": None}


def _branches(world: PartnerWorld, company: Any) -> tuple[int, ...]:
    """What a state says goes only for a company that is registered at all."""
    registered = vat_branches(world.world, company)
    told: list[int] | None = world.facts["branches"]
    return registered if told is None or not registered else tuple(told)


def _branch(world: PartnerWorld, company: Any, branch: int) -> dict[str, Any]:
    """The head office stands at the premises, a branch at the house of the first director."""
    house = company.director.house if branch else company.house
    title, name = _split(company.name_th)
    return {
        "vNID": company.juristic_id, "vtitleName": title, "vName": name,
        "vBranchTitleName": title, "vBranchName": name, "vBranchNumber": branch,
        "vHouseNumber": house.house_no, "vMooNumber": house.moo, "vVillageName": house.village,
        "vSoiName": house.soi, "vStreetName": house.road, "vThambol": house.subdistrict, "vAmphur": house.district,
        "vProvince": house.province, "vPostCode": house.postcode,
        "vBusinessFirstDate": f"{first_day(world.world, company, branch):%Y/%m/%d}",
    }  # fmt: skip


def _split(name: str) -> tuple[str, str]:
    """The kind of company before its name, as the register has them."""
    title, _, rest = name.partition(" ")
    return title, rest
