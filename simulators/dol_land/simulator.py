"""The Department of Lands' register of titles to land and units, behind Linkage Center (G 8.2, A 1.2)."""

from __future__ import annotations

from typing import Any

from partnerlab.families.public_register import find_company, find_person, linkage_refusal
from partnerlab.lab.partners.partner_world import PartnerWorld, Request
from partnerlab.world.calendar.thai_dates import be_digits
from partnerlab.world.register_facts.land import title_facts


def land(world: PartnerWorld, message: Request) -> Any:
    """The titles of an owner, an empty list where there are none; of a person by the right of the citizen alone."""
    number = message.query["CitizenID"]
    owner = find_company(world, number)
    if owner is None:
        if refusal := _reader(world):
            return refusal
        owner = find_person(world, number)
    if owner is None or world.facts["owns"] == "nothing":
        return []
    return [_record(world, parcel, number) for parcel in owner.parcels]


def _reader(world: PartnerWorld) -> Any:
    """Nothing while the citizen's card is in the reader (CitizenAvailable), else why not (G 3.1, 3.3)."""
    if world.facts["card"] == "none":
        return linkage_refusal("90016", "ประชาชนยังไม่ได้เสียบบัตรเข้าสู่ระบบ")
    if world.facts["card"] == "another":
        return linkage_refusal("95014", "ไม่อนุญาตให้ใช้บริการด้วยสิทธิของประชาชน")
    return None


def _record(world: PartnerWorld, parcel: Any, owner: str) -> dict[str, str]:
    """Twenty fields, all of them text; a unit leaves those of a plot empty, and a plot those of a unit."""
    told: bool | None = world.facts["unit"]
    facts = title_facts(world.world, parcel.number, residence=parcel.house.residence, unit=told)
    house, plot = parcel.house, not facts.condominium
    wa = f"{parcel.wa}.{facts.wa_tenths}" if facts.wa_tenths else str(parcel.wa)
    return {
        "citizenCardNumber": owner, "ownerPid": owner, "dataId": f"{parcel.number:08d}",
        "lastUpdate": be_digits(facts.updated),
        "propertyNo": parcel.deed, "parcelTypeName": world.facts["kind"] or facts.kind,
        "parcelSurveyNo": parcel.survey_page if plot else "", "parcelUtmLandNo": parcel.land_no if plot else "",
        "parcelUtmMap": parcel.map_sheet if plot else "",
        "parcelRaiNum": str(parcel.rai) if plot else "", "parcelNganNum": str(parcel.ngan) if plot else "",
        "parcelWaNum": wa if plot else "",
        "parcelMoo": house.moo, "parcelTambolName": house.subdistrict, "parcelAmphurName": house.district,
        "parcelProvinceName": house.province,
        "condoId": facts.condominium, "condoNameTh": "" if plot else f"{house.subdistrict} คอนโดมิเนียม",
        "condoroomAreaNum": facts.unit_area, "constructionName": facts.building,
    }  # fmt: skip
