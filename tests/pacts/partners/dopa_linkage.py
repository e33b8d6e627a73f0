"""What our side's client asks of the person and house registers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from reference.cis.partners.dga_gdx.gateway import SourceUnavailable
from reference.cis.partners.dopa_linkage.register import Registers
from tests.pacts import gateway
from tests.pacts.interactions import Asked, answered, exist, passed, state

client, ELSEWHERE = gateway.registers, gateway.TOKEN_GIVEN
SOMCHAI = exist(people={"somchai": 1042})
WIFE = exist(people={"wife": 6})


def _person(status: int) -> dict[str, Any]:
    return {
        "titleCode": 4,
        "titleDesc": "นางสาว",
        "firstName": "สมมุติ",
        "middleName": "",
        "lastName": "ตัวอย่าง",
        "genderCode": 2,
        "genderDesc": "หญิง",
        "dateOfBirth": 25310228,
        "nationalityCode": 99,
        "nationalityDesc": "ไทย",
        "ownerStatusDesc": "ผู้อาศัย",
        "statusOfPersonCode": status,
        "statusOfPersonDesc": "บุคคลนี้มีภูมิลำเนาอยู่ในบ้านนี้",
        "fullnameAndRank": "นางสาวสมมุติ ตัวอย่าง",
    }


_HOUSE = {
    "houseID": 98292658762,
    "houseNo": "1/1",
    "houseType": 1,
    "villageNo": 6,
    "alleyDesc": "ตัวอย่าง 1",
    "roadDesc": "ตัวอย่าง",
    "subdistrictCode": 9,
    "subdistrictDesc": "ตัวอย่าง",
    "districtCode": 6,
    "districtDesc": "ตัวอย่าง",
    "provinceCode": 12,
    "provinceDesc": "นนทบุรี",
    "rcodeCode": "1206",
    "rcodeDesc": "ท้องถิ่นตัวอย่าง",
    "dateOfTerminate": 0,
}


def _card(expires: str, cancelled: str) -> dict[str, Any]:
    return {
        "personalID": 1980000000001,
        "issueDate": 25680102,
        "expireDate": expires,
        "cancelCause": cancelled,
        "nameTH": {
            "fullName": "นางสาวสมมุติ ตัวอย่าง",
            "title": "นางสาว",
            "firstName": "สมมุติ",
            "middleName": "",
            "lastName": "ตัวอย่าง",
        },
    }


_NAME_CHANGED = {
    "total": 1,
    "allName": [
        {
            "pid": 1980000000001,
            "firstName": "สมมุติ",
            "lastName": "ตัวอย่าง",
            "newName": "สมมาตร",
            "docDate": 25620614,
        }
    ],
}

_MARRIAGE = {
    "marryID": "9800000001",
    "marryDate": 25340501,
    "malePID": 3980000000002,
    "maleFirstName": "สมมาตร",
    "maleLastName": "ตัวอย่าง",
    "femalePID": 3980000000001,
    "femaleFirstName": "สมมุติ",
    "femaleLastName": "ตัวอย่าง",
}
_DIVORCE = _MARRIAGE | {"divorceID": "9800000001", "divorceDate": 25470430}


def _former_name(registers: Registers, names: Mapping[str, Any]) -> None:
    (name,) = registers.former_names(names["somchai"].pid)
    assert name.startswith("สมมุติ ")


def _no_former_name(registers: Registers, names: Mapping[str, Any]) -> None:
    assert registers.former_names(names["somchai"].pid) == []


def _married(registers: Registers, names: Mapping[str, Any]) -> None:
    assert registers.marriage_of(names["wife"].pid) is not None


def _never_married(registers: Registers, names: Mapping[str, Any]) -> None:
    assert registers.marriage_of(names["single"].pid) is None


def _divorced(registers: Registers, names: Mapping[str, Any]) -> None:
    assert registers.divorce_of(names["wife"].pid) is not None


def _not_divorced(registers: Registers, names: Mapping[str, Any]) -> None:
    assert registers.divorce_of(names["wife"].pid) is None


def _good_card(registers: Registers, names: Mapping[str, Any]) -> None:
    card = registers.card_of(names["somchai"].pid) or {}
    assert card["expireDate"] > "2569" and card["cancelCause"] == ""


def _expired_card(registers: Registers, names: Mapping[str, Any]) -> None:
    assert (registers.card_of(names["somchai"].pid) or {})["expireDate"] == "25660506"


def _lost_card(registers: Registers, names: Mapping[str, Any]) -> None:
    assert (registers.card_of(names["somchai"].pid) or {})["cancelCause"] == "บัตรหาย"


def _alive(registers: Registers, names: Mapping[str, Any]) -> None:
    assert (registers.person(names["somchai"].pid) or {})["statusOfPersonCode"] == 0


def _dead(registers: Registers, names: Mapping[str, Any]) -> None:
    assert (registers.person(names["somchai"].pid) or {})["statusOfPersonCode"] == 1


def _house(registers: Registers, names: Mapping[str, Any]) -> None:
    assert (registers.house_of(names["somchai"].pid) or {})["houseID"] == int(names["somchai"].house.code)


def _nobody(registers: Registers, names: Mapping[str, Any]) -> None:
    assert registers.person("0000000000000") is None


def _unavailable(code: str) -> Any:
    def ask(registers: Registers, names: Mapping[str, Any]) -> None:
        with pytest.raises(SourceUnavailable, match=code):
            registers.person(names["somchai"].pid)

    return ask


def _officer_here(registers: Registers, names: Mapping[str, Any]) -> None:
    registers.require_officer()


def _officer_absent(registers: Registers, names: Mapping[str, Any]) -> None:
    with pytest.raises(SourceUnavailable, match="90001"):
        registers.require_officer()


def _code(code: str) -> Any:
    return answered(500, {"Code": code, "Message": f"[{code}] ตัวอย่าง"}, exactly="Code")


ASKED = [
    Asked(
        "a living person",
        "person",
        _alive,
        answered(200, _person(0), exactly="statusOfPersonCode"),
        (SOMCHAI,),
    ),
    Asked(
        "a dead person",
        "person",
        _dead,
        answered(200, _person(1), exactly="statusOfPersonCode"),
        (SOMCHAI, state("the person is dead", of="$somchai")),
    ),
    Asked(
        "a person's house",
        "house",
        _house,
        answered(200, _HOUSE, exactly="houseID"),
        (SOMCHAI,),
    ),
    Asked(
        "a good identity card",
        "card",
        _good_card,
        answered(200, _card("25760101", ""), exactly="cancelCause"),
        (SOMCHAI,),
    ),
    Asked(
        "an identity card that has expired",
        "card",
        _expired_card,
        answered(200, _card("25660506", ""), exactly="expireDate cancelCause"),
        (SOMCHAI, state("the card has expired", of="$somchai")),
    ),
    Asked(
        "an identity card that is lost",
        "card",
        _lost_card,
        answered(200, _card("25760101", "บัตรหาย"), exactly="cancelCause"),
        (SOMCHAI, state("the card is lost", of="$somchai")),
    ),
    Asked(
        "the name that a person bore before",
        "name_changes",
        _former_name,
        answered(200, _NAME_CHANGED, exactly="total"),
        (SOMCHAI, state("the person has changed the first name", of="$somchai")),
    ),
    Asked(
        "former names of a person who has none",
        "name_changes",
        _no_former_name,
        _code("99702"),
        (SOMCHAI,),
    ),
    Asked(
        "a person's marriage",
        "marriage",
        _married,
        answered(200, _MARRIAGE),
        (WIFE,),
    ),
    Asked(
        "the marriage of a person who never married",
        "marriage",
        _never_married,
        _code("99404"),
        (exist(people={"single": 2}),),
    ),
    Asked(
        "a person's divorce",
        "divorce",
        _divorced,
        answered(200, _DIVORCE),
        (WIFE, state("the person is divorced", of="$wife")),
    ),
    Asked(
        "the divorce of a person whose marriage stands",
        "divorce",
        _not_divorced,
        _code("99504"),
        (WIFE, state("the person is not divorced", of="$wife")),
    ),
    Asked(
        "a number that nobody has",
        "person",
        _nobody,
        answered(200, "data not found", media="text/plain"),
        (SOMCHAI,),
    ),
    Asked(
        "a person while no officer is logged in",
        "person",
        _unavailable("90001"),
        _code("90001"),
        (SOMCHAI, state("the officer is not logged in")),
    ),
    Asked(
        "a person when the day's quota is used up",
        "person",
        _unavailable("90008"),
        _code("90008"),
        (SOMCHAI, state("the day's quota is used up")),
    ),
    Asked(
        "a person out of hours",
        "person",
        _unavailable("90005"),
        _code("90005"),
        (passed("to 20:00"), SOMCHAI),
    ),
    Asked(
        "a person with a token that has ended",
        "person",
        _unavailable("401"),
        answered(401, {"Message": "UnauthorizedException: token expire"}),
        (SOMCHAI, passed("by 61 minutes")),
    ),
    Asked(
        "the officer who is logged in",
        "officer_state",
        _officer_here,
        answered(
            200,
            {"AgentID": gateway.OFFICER, "CitizenID": "0000000000000", "SessionState": "AgentAvailable"},
            exactly="SessionState",
        ),
        (state("the officer is logged in"),),
    ),
    Asked(
        "no officer is logged in",
        "officer_state",
        _officer_absent,
        answered(
            200,
            {"AgentID": gateway.OFFICER, "CitizenID": "0000000000000", "SessionState": "AgentNotAvailable"},
            exactly="SessionState AgentID",
        ),
        (state("the officer is not logged in"),),
    ),
]
