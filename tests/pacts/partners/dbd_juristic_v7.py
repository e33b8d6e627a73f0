"""What our side's client asks of the register of juristic persons by version 7."""

from __future__ import annotations

import requests

from reference.cis.partners.dbd_juristic.version_7 import GeneralRegister
from tests.pacts import gateway
from tests.pacts.company_questions import UNREACHABLE, companies, unknown_company
from tests.pacts.partners.dbd_juristic_open_api import NO_DATA, found

ELSEWHERE = gateway.TOKEN_GIVEN


def client(url: str, session: requests.Session) -> GeneralRegister:
    return GeneralRegister(gateway.gateway(url, session))


ASKED = [
    *companies(found, exactly="cd:OrganizationJuristicStatus code"),
    UNREACHABLE,
    unknown_company(NO_DATA),
]
