"""What our side's client asks of the register of people with low income."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import requests

from reference.cis.messages import SourceUnavailable
from reference.cis.partners.mof_welfare.register import Register
from reference.cis.service_requests.registers import WelfareCard, WelfareOf
from tests.pacts import gateway
from tests.pacts.interactions import Asked, answered, exist, state

ELSEWHERE = gateway.TOKEN_GIVEN
SOMEBODY = exist(people={"customer": 41})


def client(url: str, session: requests.Session) -> Register:
    return Register(gateway.gateway(url, session))


def _holder(register: Register, names: Mapping[str, Any]) -> None:
    assert register.welfare(WelfareOf(names["customer"].pid)) == WelfareCard()


def _no_holder(register: Register, names: Mapping[str, Any]) -> None:
    assert register.welfare(WelfareOf(names["customer"].pid)) is None


def _unreachable(register: Register, names: Mapping[str, Any]) -> None:
    with pytest.raises(SourceUnavailable, match="503"):
        register.welfare(WelfareOf(names["customer"].pid))


ASKED = [
    Asked(
        "somebody who holds a card",
        "welfare_card",
        _holder,
        answered(200, {"result": "YES"}, exactly="result"),
        (SOMEBODY, state("the customer holds a card")),
    ),
    Asked(
        "somebody who holds no card",
        "welfare_card",
        _no_holder,
        answered(200, {"result": "NO"}, exactly="result"),
        (SOMEBODY, state("the customer holds no card")),
    ),
    Asked(
        "somebody while the agencies cannot be reached",
        "welfare_card",
        _unreachable,
        answered(503, {"Message": "Service Unavailable"}),
        (SOMEBODY, state("the agencies behind cannot be reached")),
    ),
]
