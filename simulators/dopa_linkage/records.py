"""Records of the civil registration about a person, in the fields of both forms of its interface (G 4.3)."""

from __future__ import annotations

from datetime import date
from typing import Any

from partnerlab.lab.partners.partner_world import PartnerWorld
from partnerlab.world.calendar.thai_dates import be_number

FOR_LIFE = "99999999"
ALIVE, DEAD = 0, 1
_CAUSES = {"wish": "ขอเปลี่ยน", "marriage": "สมรส", "divorce": "หย่า"}


def person_record(world: PartnerWorld, person: Any) -> dict[str, Any]:
    """The person's record: names, birth, nationality."""
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


def house_record(world: PartnerWorld, person: Any) -> dict[str, Any]:
    """The house in which somebody is registered."""
    house = person.house
    return {
        "houseID": int(house.code), "houseNo": house.house_no, "houseType": 1, "houseTypeDesc": "บ้าน",
        "villageNo": int(house.moo or 0), "alleyWayDesc": "", "alleyDesc": house.soi, "roadDesc": house.road,
        "subdistrictCode": int(house.subdistrict_code[4:]), "subdistrictDesc": house.subdistrict,
        "districtCode": int(house.district_code[2:]), "districtDesc": house.district,
        "provinceCode": int(house.province_code), "provinceDesc": house.province,
        "rcodeCode": house.district_code, "rcodeDesc": f"ท้องถิ่น{house.district}", "dateOfTerminate": 0,
    }  # fmt: skip


def card_record(world: PartnerWorld, person: Any) -> Any:
    """The latest identity card; None if there is none."""
    if not person.has_card_on(world.now.date()):
        return None
    for_life = person.card_expires.year == date.max.year
    return {
        "personalID": int(person.pid),
        "issueDate": be_number(person.card_issued),
        "issueTime": 9300000,
        "expireDate": FOR_LIFE if for_life else f"{_end_of_card(person):08d}",
        "cancelCause": person.card_cancelled,
        "nameTH": {
            "fullName": person.full_name, "title": person.title, "firstName": person.first_name, "middleName": "",
            "lastName": person.last_name,
        },
    }  # fmt: skip


def _end_of_card(person: Any) -> int:
    """The day as registers write it, with 00 for a day that is not known."""
    day = be_number(person.card_expires)
    return day if person.card_day_known else day // 100 * 100


def name_changes_record(world: PartnerWorld, person: Any) -> Any:
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


def marriage_record(world: PartnerWorld, person: Any) -> Any:
    """The record of a marriage, which stays when it has ended; another service says how it ended."""
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


def divorce_record(world: PartnerWorld, person: Any) -> Any:
    """The fields of a marriage and those of its end; None for a marriage that stands."""
    marriage = person.marriage
    if marriage is None or marriage.divorced is None:
        return None
    ended = {"divorceID": marriage.number, "divorceDate": be_number(marriage.divorced)}
    return marriage_record(world, person) | ended
