"""What our side's client asks of the register of VAT."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import requests

from reference.cis.messages import SourceUnavailable
from reference.cis.partners.rd_vat.register import Register
from reference.cis.service_requests.registers import VatOf, VatRegistration
from tests.pacts import gateway
from tests.pacts.interactions import Asked, answered, exist, state

ELSEWHERE = gateway.TOKEN_GIVEN
FIRM = exist(companies={"firm": 7})
REGISTERED = state("the company is registered for VAT", "$firm")
_NUMBER = "0985546194989"


def client(url: str, session: requests.Session) -> Register:
    return Register(gateway.gateway(url, session))


def _registered(*branches: str) -> Any:
    def act(register: Register, names: Mapping[str, Any]) -> None:
        assert register.vat(VatOf(names["firm"].juristic_id)) == VatRegistration(frozenset(branches))

    return act


def _not_registered(register: Register, names: Mapping[str, Any]) -> None:
    assert register.vat(VatOf(names["firm"].juristic_id)) is None


def _unreachable(register: Register, names: Mapping[str, Any]) -> None:
    with pytest.raises(SourceUnavailable, match="503"):
        register.vat(VatOf(names["firm"].juristic_id))


ASKED = [
    Asked(
        "a company of which only the head office is registered",
        "vat",
        _registered("00000"),
        answered(200, {"vNID": [_NUMBER], "vBranchNumber": [0]}, exactly="vNID vBranchNumber"),
        (FIRM, REGISTERED, state("only the head office is registered")),
    ),
    Asked(
        "a company with a branch",
        "vat",
        _registered("00000", "00001"),
        answered(200, {"vNID": [_NUMBER, _NUMBER], "vBranchNumber": [0, 1]}, exactly="vNID vBranchNumber"),
        (FIRM, REGISTERED, state("a branch is registered too")),
    ),
    Asked(
        "a company that is not registered",
        "vat",
        _not_registered,
        answered(200, {"vNID": None}, exactly="vNID"),
        (FIRM, state("the company is not registered for VAT", "$firm")),
    ),
    Asked(
        "a company while the agencies cannot be reached",
        "vat",
        _unreachable,
        answered(503, {"Message": "Service Unavailable"}),
        (FIRM, state("the agencies behind cannot be reached")),
    ),
]
