"""Linkage Center's person and house registers, in the classic form behind DGA's gateway (G 3.1, 4.3)."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from partnerlab.world.calendar import is_business_day
from partnerlab.world.thai_dates import be_number

OPENS, CLOSES = time(8, 30), time(17, 30)
"""The window of the look-up service on working days (G 1.4)."""

PERSON = "001"
"""The service of the person register; the only other one agreed is the house register."""

NOBODY = "0000000000000"
ALIVE, DEAD = 0, 1


def look_up(world: Any, message: Any) -> Any:
    """The person of a PID, or the house where that person is registered; plain text where there is none (G 3.4)."""
    refusal = _refusal(world)
    if refusal:
        return refusal
    person = world.find(message.query["CitizenID"])
    if person is None or not hasattr(person, "pid"):
        return "data not found"
    return _person(person) if message.query["ServiceID"] == PERSON else _house(person.house)


def officer_state(world: Any, message: Any) -> Any:
    """Whether the officer's card is in the reader (G 3.1); how another's key is refused is our guess, after G 1.2."""
    if message.query["Consumer"] != world.credentials.of("dga_gdx", "consumer_key"):
        return {"Message": "ForbiddenException: consumer not found"}, 403
    state = world.facts["officer"]
    here = world.credentials.of("dga_gdx", "agent_pid") if state != "AgentNotAvailable" else NOBODY
    return {"AgentID": here, "CitizenID": NOBODY, "SessionState": state}


def _refusal(world: Any) -> tuple[dict[str, str], int] | None:
    if not _open(world.now):
        return _code("90005", "นอกเวลาให้บริการ")
    if world.facts["officer"] == "AgentNotAvailable":
        return _code("90001", "เจ้าหน้าที่ยังไม่ได้เข้าสู่ระบบ")
    if world.facts["quota"] == "used up":
        return _code("90008", "ใช้งานครบตามจำนวนที่กำหนด")
    return None


def _open(now: datetime) -> bool:
    return is_business_day(now.date()) and OPENS <= now.time() < CLOSES


def _code(code: str, text: str) -> tuple[dict[str, str], int]:
    return {"Code": code, "Message": f"[{code}] {text}"}, 500


def _person(person: Any) -> dict[str, Any]:
    male = person.sex == "M"
    return {
        "titleCode": int(person.title_code),
        "titleDesc": person.title,
        "titleName": person.title,
        "titleSex": 1 if male else 2,
        "firstName": person.first_name,
        "middleName": "",
        "lastName": person.last_name,
        "genderCode": 1 if male else 2,
        "genderDesc": "ชาย" if male else "หญิง",
        "dateOfBirth": be_number(person.born),
        "nationalityCode": 99,
        "nationalityDesc": "ไทย",
        "ownerStatusDesc": "เจ้าบ้าน" if person.is_head else "ผู้อาศัย",
        "statusOfPersonCode": ALIVE if person.alive else DEAD,
        "statusOfPersonDesc": "บุคคลนี้มีภูมิลำเนาอยู่ในบ้านนี้" if person.alive else "ตาย",
        "fullnameAndRank": f"{person.title}{person.first_name} {person.last_name}",
        "englishTitleDesc": person.title_en,
        "englishFirstName": person.first_name_en,
        "englishMiddleName": "",
        "englishLastName": person.last_name_en,
    }


def _house(house: Any) -> dict[str, Any]:
    return {
        "houseID": int(house.code),
        "houseNo": house.house_no,
        "houseType": 1,
        "houseTypeDesc": "บ้าน",
        "villageNo": int(house.moo or 0),
        "alleyWayDesc": "",
        "alleyDesc": house.soi,
        "roadDesc": house.road,
        "subdistrictCode": int(house.subdistrict_code[4:]),
        "subdistrictDesc": house.subdistrict,
        "districtCode": int(house.district_code[2:]),
        "districtDesc": house.district,
        "provinceCode": int(house.province_code),
        "provinceDesc": house.province,
        "rcodeCode": house.district_code,
        "rcodeDesc": f"ท้องถิ่น{house.district}",
        "dateOfTerminate": 0,
    }
