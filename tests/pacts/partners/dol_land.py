"""What our side's client asks of the register of titles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import requests

from reference.cis.messages import CitizenCardNeeded, SourceUnavailable
from reference.cis.partners.dol_land.register import Register
from reference.cis.service_requests.registers import LandOf, LandTitle
from tests.pacts import gateway
from tests.pacts.interactions import Asked, answered, exist, state

ELSEWHERE = gateway.TOKEN_GIVEN
OWNER = exist(people={"owner": 184})
CARD = state("the citizen's card is in the reader")
PID, DEED = "3989397020541", "1003860"
_TEXTS = {
    "dataId": "00000001", "lastUpdate": "25690101", "parcelTypeName": "โฉนดที่ดิน", "parcelSurveyNo": "1",
    "parcelUtmLandNo": "1", "parcelUtmMap": "5136 I 1000", "parcelRaiNum": "0", "parcelNganNum": "1",
    "parcelWaNum": "20", "parcelMoo": "", "parcelTambolName": "แขวง", "parcelAmphurName": "เขต",
    "parcelProvinceName": "จังหวัด", "condoId": "", "condoNameTh": "", "condoroomAreaNum": "", "constructionName": "",
}  # fmt: skip


def client(url: str, session: requests.Session) -> Register:
    return Register(gateway.gateway(url, session))


def _record(**fields: str) -> dict[str, str]:
    return _TEXTS | {"citizenCardNumber": PID, "ownerPid": PID, "propertyNo": DEED} | fields


def _owns(is_unit: bool) -> Any:
    def act(register: Register, names: Mapping[str, Any]) -> None:
        assert register.land(LandOf(names["owner"].pid)) == (LandTitle(DEED, is_unit),)

    return act


def _owns_nothing(register: Register, names: Mapping[str, Any]) -> None:
    assert not register.land(LandOf(names["owner"].pid))


def _without_card(register: Register, names: Mapping[str, Any]) -> None:
    with pytest.raises(CitizenCardNeeded, match="90016"):
        register.land(LandOf(names["owner"].pid))


def _unreachable(register: Register, names: Mapping[str, Any]) -> None:
    with pytest.raises(SourceUnavailable, match="503"):
        register.land(LandOf(names["owner"].pid))


ASKED = [
    Asked(
        "the owner of a plot",
        "land",
        _owns(False),
        answered(200, [_record()], exactly="ownerPid propertyNo condoId"),
        (OWNER, CARD, state("the owner has a plot")),
    ),
    Asked(
        "the owner of a unit",
        "land",
        _owns(True),
        answered(200, [_record(condoId="1/2550")], exactly="ownerPid propertyNo"),
        (OWNER, CARD, state("the owner has a unit")),
    ),
    Asked(
        "somebody who owns nothing",
        "land",
        _owns_nothing,
        answered(200, []),
        (OWNER, CARD, state("the customer owns nothing")),
    ),
    Asked(
        "somebody whose card is not in the reader",
        "land",
        _without_card,
        answered(500, {"Code": "90016", "Message": "[90016] x"}, exactly="Code"),
        (OWNER,),
    ),
    Asked(
        "somebody while the agencies cannot be reached",
        "land",
        _unreachable,
        answered(503, {"Message": "Service Unavailable"}),
        (OWNER, state("the agencies behind cannot be reached")),
    ),
]
