"""What our side's client asks of the register of juristic persons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import requests

from reference.cis.messages import SourceUnavailable
from reference.cis.partners.dbd_juristic.register import IN_BUSINESS, Register
from reference.cis.service_requests.registers import Company, CompanyOf
from tests.pacts import gateway
from tests.pacts.interactions import Asked, answered, exist, state

ELSEWHERE = gateway.TOKEN_GIVEN
BANKRUPT = "ล้มละลาย"
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


def _in_business(register: Register, names: Mapping[str, Any]) -> None:
    assert register.company(CompanyOf(names["firm"].juristic_id)) == Company(IN_BUSINESS, True)


def _dissolved(register: Register, names: Mapping[str, Any]) -> None:
    assert register.company(CompanyOf(names["firm"].juristic_id)) == Company(DISSOLVED, False)


def _bankrupt(register: Register, names: Mapping[str, Any]) -> None:
    assert register.company(CompanyOf(names["firm"].juristic_id)) == Company(BANKRUPT, False)


def _unreachable(register: Register, names: Mapping[str, Any]) -> None:
    with pytest.raises(SourceUnavailable, match="503"):
        register.company(CompanyOf(names["firm"].juristic_id))


def _nobody(register: Register, names: Mapping[str, Any]) -> None:
    assert register.company(CompanyOf("0000000000000")) is None


ASKED = [
    Asked(
        "a company in business",
        "profile",
        _in_business,
        answered(200, _profiles(IN_BUSINESS), exactly="JuristicStatus"),
        (exist(companies={"firm": {"number": 7, "status": IN_BUSINESS}}),),
    ),
    Asked(
        "a company that is dissolved",
        "profile",
        _dissolved,
        answered(200, _profiles(DISSOLVED), exactly="JuristicStatus"),
        (exist(companies={"firm": 7}), state("the company is dissolved", of="$firm")),
    ),
    Asked(
        "a company that is bankrupt",
        "profile",
        _bankrupt,
        answered(200, _profiles(BANKRUPT), exactly="JuristicStatus"),
        (exist(companies={"firm": 7}), state("the company is bankrupt", of="$firm")),
    ),
    Asked(
        "a company while the register cannot be reached",
        "profile",
        _unreachable,
        answered(503, {"Message": "Service Unavailable"}),
        (exist(companies={"firm": 7}), state("the agencies behind cannot be reached")),
    ),
    Asked(
        "a number that no company has",
        "profile",
        _nobody,
        answered(204),
        (exist(companies={"firm": 7}),),
    ),
]
