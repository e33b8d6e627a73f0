"""What our side's client asks of the register of juristic persons by version 7."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import requests

from reference.cis.messages import SourceUnavailable
from reference.cis.partners.dbd_juristic.register import IN_BUSINESS
from reference.cis.partners.dbd_juristic.version_7 import GeneralRegister
from reference.cis.service_requests.registers import Company, CompanyOf
from tests.pacts import gateway
from tests.pacts.interactions import Asked, answered, exist, state
from tests.pacts.partners.dbd_juristic_open_api import found

ELSEWHERE = gateway.TOKEN_GIVEN
BANKRUPT = "ล้มละลาย"


def client(url: str, session: requests.Session) -> GeneralRegister:
    return GeneralRegister(gateway.gateway(url, session))


def _in_business(register: GeneralRegister, names: Mapping[str, Any]) -> None:
    assert register.company(CompanyOf(names["firm"].juristic_id)) == Company(IN_BUSINESS, True)


def _bankrupt(register: GeneralRegister, names: Mapping[str, Any]) -> None:
    assert register.company(CompanyOf(names["firm"].juristic_id)) == Company(BANKRUPT, False)


def _unreachable(register: GeneralRegister, names: Mapping[str, Any]) -> None:
    with pytest.raises(SourceUnavailable, match="503"):
        register.company(CompanyOf(names["firm"].juristic_id))


def _nobody(register: GeneralRegister, names: Mapping[str, Any]) -> None:
    assert register.company(CompanyOf("0000000000000")) is None


ASKED = [
    Asked(
        "a company in business",
        "profile",
        _in_business,
        answered(200, found(IN_BUSINESS), exactly="cd:OrganizationJuristicStatus code"),
        (exist(companies={"firm": {"number": 7, "status": IN_BUSINESS}}),),
    ),
    Asked(
        "a company that is bankrupt",
        "profile",
        _bankrupt,
        answered(200, found(BANKRUPT), exactly="cd:OrganizationJuristicStatus code"),
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
        answered(200, {"status": {"code": "1004", "description": "Data not found"}}, exactly="code"),
        (exist(companies={"firm": 7}),),
    ),
]
