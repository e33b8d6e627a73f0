"""What our side's client asks of the register of juristic persons by its open API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import requests

from reference.cis.messages import SourceUnavailable
from reference.cis.partners.dbd_juristic.open_api import USED_UP, OpenRegister
from reference.cis.service_requests.registers import CompanyOf
from reference.common.clock import Clock
from reference.common.link import Link
from tests.pacts.company_questions import companies, unknown_company
from tests.pacts.interactions import Asked, answered, exist, state

_NUMBER = "0985546194989"


def client(url: str, session: requests.Session) -> OpenRegister:
    return OpenRegister(Link("dbd_juristic", {"url": url}, session, Clock()))


def found(status: str) -> dict[str, Any]:
    """Of a juristic person only what our side reads."""
    person = {"cd:OrganizationJuristicID": _NUMBER, "cd:OrganizationJuristicStatus": status}
    person |= {
        "cd:OrganizationJuristicNameTH": "บริษัท ตัวอย่าง จำกัด",
        "cd:OrganizationJuristicType": "บริษัทจำกัด",
        "cd:OrganizationJuristicRegisterDate": "20030128",
    }
    return {
        "status": {"code": "1000", "description": "Success"},
        "data": [{"cd:OrganizationJuristicPerson": person}],
    }


def _used_up(register: OpenRegister, names: Mapping[str, Any]) -> None:
    with pytest.raises(SourceUnavailable, match=USED_UP) as seen:
        register.company(CompanyOf(names["firm"].juristic_id))
    assert seen.value.wait_for_opening


NO_DATA = answered(200, {"status": {"code": "1004", "description": "Data not found"}}, exactly="code")

ASKED = [
    *companies(found, exactly="cd:OrganizationJuristicStatus code"),
    Asked(
        "a company when the day's quota is used up",
        "profile",
        _used_up,
        answered(200, {"status": {"code": "8888", "description": "Exceeded the limit"}}, exactly="code"),
        (exist(companies={"firm": 7}), state("the quota of the day is used up")),
    ),
    unknown_company(NO_DATA),
]
