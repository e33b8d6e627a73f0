"""What our side's client asks of the register of juristic persons."""

from __future__ import annotations

from typing import Any

import requests

from reference.cis.partners.dbd_juristic.register import Register
from tests.pacts import gateway
from tests.pacts.company_questions import UNREACHABLE, companies, is_told, unknown_company
from tests.pacts.interactions import Asked, answered, exist, state

ELSEWHERE = gateway.TOKEN_GIVEN
DISSOLVED = "เลิก(เสร็จการชำระบัญชี)"


def client(url: str, session: requests.Session) -> Register:
    return Register(gateway.gateway(url, session))


def _profiles(status: str) -> dict[str, Any]:
    """Of a profile only what every juristic person has."""
    profile = {
        "JuristicType": "5",
        "JuristicID": "0985546194989",
        "RegisterDate": "25460128",
        "JuristicName_TH": "บริษัท ตัวอย่าง จำกัด",
        "JuristicStatus": status,
        "AddressInformations": [{"FullAddress": "1 ถนนตัวอย่าง", "Province": "กรุงเทพมหานคร"}],
    }
    return {"ResultList": [profile], "RawData": ""}


_IN_BUSINESS, _BANKRUPT = companies(_profiles, exactly="JuristicStatus")
ASKED = [
    _IN_BUSINESS,
    Asked(
        "a company that is dissolved",
        "profile",
        is_told(DISSOLVED, False),
        answered(200, _profiles(DISSOLVED), exactly="JuristicStatus"),
        (exist(companies={"firm": 7}), state("the company is dissolved", of="$firm")),
    ),
    _BANKRUPT,
    UNREACHABLE,
    unknown_company(answered(204)),
]
