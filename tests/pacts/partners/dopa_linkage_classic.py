"""What our side's client asks of the person and house registers in their classic form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
import requests

from reference.cis.messages import SourceUnavailable
from reference.cis.partners.dopa_linkage.classic import ClassicRegister as Register
from reference.cis.service_requests.registers import (
    CardOf,
    Divorce,
    DivorceOf,
    FormerNamesOf,
    House,
    HouseOf,
    IdentityCard,
    Life,
    MarriageOf,
    PersonOf,
)
from tests.pacts import gateway
from tests.pacts.interactions import Asked, answered, exist, passed, state

ELSEWHERE = gateway.TOKEN_GIVEN
SOMCHAI = exist(people={"somchai": 1042})
WIFE = exist(people={"wife": 6})


def client(url: str, session: requests.Session) -> Register:
    return Register(gateway.gateway(url, session))


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
        "personalID": 1985696293379,
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
            "pid": 1985696293379,
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
    "femalePID": 3981257120791,
    "femaleFirstName": "สมมุติ",
    "femaleLastName": "ตัวอย่าง",
}
_DIVORCE = _MARRIAGE | {"divorceID": "9800000001", "divorceDate": 25470430}


def _former_name(register: Register, names: Mapping[str, Any]) -> None:
    (name,) = register.former_names(FormerNamesOf(names["somchai"].pid)) or ()
    assert name.startswith("สมมุติ ")


def _no_former_name(register: Register, names: Mapping[str, Any]) -> None:
    assert register.former_names(FormerNamesOf(names["somchai"].pid)) is None


def _married(register: Register, names: Mapping[str, Any]) -> None:
    marriage = register.marriage(MarriageOf(names["wife"].pid))
    assert marriage is not None and len(marriage.citizen_ids) == 2


def _never_married(register: Register, names: Mapping[str, Any]) -> None:
    assert register.marriage(MarriageOf(names["single"].pid)) is None


def _divorced(register: Register, names: Mapping[str, Any]) -> None:
    assert isinstance(register.divorce(DivorceOf(names["wife"].pid)), Divorce)


def _not_divorced(register: Register, names: Mapping[str, Any]) -> None:
    assert register.divorce(DivorceOf(names["wife"].pid)) is None


def _card_of(register: Register, names: Mapping[str, Any]) -> IdentityCard:
    card = register.card(CardOf(names["somchai"].pid))
    assert card is not None and card.last_day is not None
    return card


def _good_card(register: Register, names: Mapping[str, Any]) -> None:
    card = _card_of(register, names)
    assert card.last_day and card.last_day > date(2026, 1, 5) and card.cancelled_because is None


def _expired_card(register: Register, names: Mapping[str, Any]) -> None:
    assert _card_of(register, names) == IdentityCard(date(2023, 5, 6), None)


def _lost_card(register: Register, names: Mapping[str, Any]) -> None:
    assert _card_of(register, names).cancelled_because == "บัตรหาย"


def _life(register: Register, names: Mapping[str, Any]) -> Life:
    person = register.person(PersonOf(names["somchai"].pid))
    assert person is not None
    return person.life


def _alive(register: Register, names: Mapping[str, Any]) -> None:
    assert _life(register, names) is Life.ALIVE


def _dead(register: Register, names: Mapping[str, Any]) -> None:
    assert _life(register, names) is Life.DEAD


def _house(register: Register, names: Mapping[str, Any]) -> None:
    assert register.house(HouseOf(names["somchai"].pid)) == House(names["somchai"].house.code)


def _nobody(register: Register, names: Mapping[str, Any]) -> None:
    assert register.person(PersonOf("0000000000000")) is None


def _unavailable(code: str) -> Any:
    def ask(register: Register, names: Mapping[str, Any]) -> None:
        with pytest.raises(SourceUnavailable, match=code):
            register.person(PersonOf(names["somchai"].pid))

    return ask


def _officer_here(register: Register, names: Mapping[str, Any]) -> None:
    register.require_officer()


def _officer_absent(register: Register, names: Mapping[str, Any]) -> None:
    with pytest.raises(SourceUnavailable, match="90001"):
        register.require_officer()


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
        answered(200, _card("25660506", ""), exactly="cancelCause"),
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
        answered(200, _NAME_CHANGED),
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
            exactly="SessionState",
        ),
        (state("the officer is not logged in"),),
    ),
]
