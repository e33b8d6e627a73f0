"""Linkage Center's registers of persons, houses and cards, in the classic form behind DGA's gateway (G 3.1, 4.3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any

from partnerlab.families.public_register import find_person, is_open, linkage_refusal
from partnerlab.lab.partners.partner_world import Finding, PartnerWorld, Request
from partnerlab.world.calendar.thai_dates import be_number

OPENS, CLOSES = time(8, 30), time(17, 30)
"""The window of the look-up service on working days (G 1.4)."""

NO_RIGHT = ("008", "042")
"""Services that Linkage Center has (G 3.1) and that are not agreed."""

FOR_LIFE = "99999999"
NOBODY = "0000000000000"
ALIVE, DEAD = 0, 1


def person(world: PartnerWorld, message: Request) -> Any:
    """Who somebody is (service 001)."""
    return _answer(world, message, _person)


def house(world: PartnerWorld, message: Request) -> Any:
    """The house in which somebody is registered (027)."""
    return _answer(world, message, _house)


def card(world: PartnerWorld, message: Request) -> Any:
    """The latest identity card (032)."""
    return _answer(world, message, _card, ("99992", "ไม่พบข้อมูลบัตร"))


def name_changes(world: PartnerWorld, message: Request) -> Any:
    """Every change of name (009)."""
    return _answer(world, message, _names, ("99702", "ไม่พบข้อมูลการเปลี่ยนชื่อ"))


def marriage(world: PartnerWorld, message: Request) -> Any:
    """The marriage on record (033)."""
    return _answer(world, message, _marriage, ("99404", "ไม่พบข้อมูลการสมรส"))


def divorce(world: PartnerWorld, message: Request) -> Any:
    """How the marriage ended (034)."""
    return _answer(world, message, _divorce, ("99504", "ไม่พบข้อมูลการหย่า"))


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


def admit(world: PartnerWorld, message: Request) -> Any:
    """Nothing for a look-up that may pass, else why not: here, and at every office that is asked through the Center."""
    if not is_open(world, OPENS, CLOSES):
        return linkage_refusal("90005", "นอกเวลาให้บริการ")
    if world.facts["officer"] == "AgentNotAvailable":
        return linkage_refusal("90001", "เจ้าหน้าที่ยังไม่ได้เข้าสู่ระบบ")
    if world.facts["quota"] == "used up":
        return linkage_refusal("90008", "ใช้งานครบตามจำนวนที่กำหนด")
    return None


def forward(world: PartnerWorld, partner: str, message: Request) -> Request:
    """Ask the giving agency for an office: the centre adds its pair for the service, and its own name (A 1.1)."""
    own = {"authorization": world.credential("water_usage_basic"), "user-agent": "Linkage Center 2/1.0"}
    return message.with_headers({**message.headers, **own})


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


def _person(world: PartnerWorld, person: Any) -> dict[str, Any]:
    male = person.sex == "M"
    return {
        "titleCode": int(person.title_code), "titleDesc": person.title, "titleName": person.title,
        "titleSex": 1 if male else 2, "firstName": person.first_name, "middleName": "",
        "lastName": person.last_name, "genderCode": 1 if male else 2, "genderDesc": "ชาย" if male else "หญิง",
        "dateOfBirth": be_number(person.born) if person.birthday_known else be_number(person.born) // 10_000 * 10_000,
        "nationalityCode": 99, "nationalityDesc": "ไทย",
        "ownerStatusDesc": "เจ้าบ้าน" if person.is_head else "ผู้อาศัย",
        "statusOfPersonCode": ALIVE if person.alive else DEAD,
        "statusOfPersonDesc": "บุคคลนี้มีภูมิลำเนาอยู่ในบ้านนี้" if person.alive else "ตาย",
        "fullnameAndRank": f"{person.title}{person.first_name} {person.last_name}",
        "englishTitleDesc": person.title_en, "englishFirstName": person.first_name_en, "englishMiddleName": "",
        "englishLastName": person.last_name_en,
    }  # fmt: skip


def _house(world: PartnerWorld, person: Any) -> dict[str, Any]:
    house = person.house
    return {
        "houseID": int(house.code), "houseNo": house.house_no, "houseType": 1, "houseTypeDesc": "บ้าน",
        "villageNo": int(house.moo or 0), "alleyWayDesc": "", "alleyDesc": house.soi, "roadDesc": house.road,
        "subdistrictCode": int(house.subdistrict_code[4:]), "subdistrictDesc": house.subdistrict,
        "districtCode": int(house.district_code[2:]), "districtDesc": house.district,
        "provinceCode": int(house.province_code), "provinceDesc": house.province,
        "rcodeCode": house.district_code, "rcodeDesc": f"ท้องถิ่น{house.district}", "dateOfTerminate": 0,
    }  # fmt: skip


def _card(world: PartnerWorld, person: Any) -> Any:
    if not person.has_card_on(world.now.date()):
        return None
    for_life = person.card_expires.year == date.max.year
    return {
        "personalID": int(person.pid),
        "issueDate": be_number(person.card_issued),
        "issueTime": 9300000,
        "expireDate": FOR_LIFE if for_life else str(be_number(person.card_expires)),
        "cancelCause": person.card_cancelled,
        "nameTH": {
            "fullName": person.full_name, "title": person.title, "firstName": person.first_name, "middleName": "",
            "lastName": person.last_name,
        },
    }  # fmt: skip


def _names(world: PartnerWorld, person: Any) -> Any:
    """The changes in their order, each with the names borne before it, which are those behind it undone."""
    changes: list[dict[str, Any]] = []
    names = {"first": person.first_name, "last": person.last_name}
    for change in reversed(person.name_changes):
        names[change.part] = change.old
        changes.insert(0, _name_change(person, change, names["first"], names["last"]))
    return {"total": len(changes), "allName": changes} if changes else None


def _name_change(person: Any, change: Any, first: str, last: str) -> dict[str, Any]:
    return {
        "pid": int(person.pid), "titleDesc": person.title, "firstName": first, "middleName": "", "lastName": last,
        "newName": change.new, "fullNameAndRank": f"{person.title}{first} {last}",
        "causeOfChange": None if change.part == "first" else _CAUSES[change.cause],
        "docID": change.number, "docDate": be_number(change.registered),
    }  # fmt: skip


def _marriage(world: PartnerWorld, person: Any) -> Any:
    """A marriage stays on record when it has ended; how it ended is told by another service."""
    marriage = person.marriage
    return marriage and {
        "marryID": marriage.number,
        "marryDate": be_number(marriage.registered),
        **_partner("male", marriage.husband),
        **_partner("female", marriage.wife),
    }


def _partner(side: str, person: Any) -> dict[str, Any]:
    return {
        f"{side}PID": int(person.pid),
        f"{side}TitleDesc": person.title,
        f"{side}FirstName": person.first_name,
        f"{side}MiddleName": "",
        f"{side}LastName": person.last_name,
        f"{side}FullnameAndRank": person.full_name,
    }


def _divorce(world: PartnerWorld, person: Any) -> Any:
    marriage = person.marriage
    if marriage is None or marriage.divorced is None:
        return None
    ended = {"divorceID": marriage.number, "divorceDate": be_number(marriage.divorced)}
    return _marriage(world, person) | ended


_CAUSES = {"wish": "ขอเปลี่ยน", "marriage": "สมรส", "divorce": "หย่า"}
