"""What our side's client asks of the register of veterans."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import requests

from reference.cis.messages import SourceUnavailable
from reference.cis.partners.wvo_veterans.register import Register
from reference.cis.service_requests.registers import Relation, VeteranOf, VeteranRight
from tests.pacts import gateway
from tests.pacts.interactions import Asked, answered, exist, state

ELSEWHERE = gateway.TOKEN_GIVEN
SOMEBODY = exist(people={"customer": 41})


def client(url: str, session: requests.Session) -> Register:
    return Register(gateway.gateway(url, session))


def _veteran(register: Register, names: Mapping[str, Any]) -> None:
    assert register.veteran(VeteranOf(names["customer"].pid)) == VeteranRight(Relation.SELF, 1, False, None)


def _decorated(register: Register, names: Mapping[str, Any]) -> None:
    right = register.veteran(VeteranOf(names["customer"].pid))
    assert right is not None
    assert (right.card_class, right.decorated) == (4, True)


def _no_veteran(register: Register, names: Mapping[str, Any]) -> None:
    assert register.veteran(VeteranOf(names["customer"].pid)) is None


def _unreachable(register: Register, names: Mapping[str, Any]) -> None:
    with pytest.raises(SourceUnavailable, match="503"):
        register.veteran(VeteranOf(names["customer"].pid))


def _record(**fields: Any) -> dict[str, Any]:
    record = {"personalID": "1985568061122", "cardNo": "100000001", "cardClass": 1, "medals": []}
    return record | {"relation": "self", "rightEnds": 0} | fields


ASKED = [
    Asked(
        "a veteran of the first class",
        "veteran",
        _veteran,
        answered(200, _record(), exactly="personalID cardClass medals relation rightEnds"),
        (SOMEBODY, state("the customer is a veteran of the first class")),
    ),
    Asked(
        "a bearer of a medal",
        "veteran",
        _decorated,
        answered(200, _record(cardClass=4, medals=["vietnam"]), exactly="personalID cardClass medals"),
        (SOMEBODY, state("the customer bears a medal")),
    ),
    Asked(
        "somebody who is no veteran",
        "veteran",
        _no_veteran,
        answered(200, "00404", media="text/plain"),
        (SOMEBODY, state("the customer is no veteran")),
    ),
    Asked(
        "somebody while the agencies cannot be reached",
        "veteran",
        _unreachable,
        answered(503, {"Message": "Service Unavailable"}),
        (SOMEBODY, state("the agencies behind cannot be reached")),
    ),
]
