"""What our side's gateway client asks of the data exchange."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reference.cis.partners.dga_gdx.gateway import Gateway
from tests.pacts import gateway
from tests.pacts.interactions import Asked, answered, state

client, ELSEWHERE = gateway.gateway, {"/ws/dbd/": (204, b"")}
_REGISTER = "/ws/dbd/juristic/v4/profile/information"


def _a_token(exchange: Gateway, names: Mapping[str, Any]) -> None:
    assert exchange.get(_REGISTER, {}).status_code == 204
    assert exchange.token_status()["held"]


ASKED = [
    Asked(
        "a token for our officer",
        "validate",
        _a_token,
        answered(200, {"Result": "00000000-0000-4000-8000-000000000000"}),
        (state("the agencies behind can be reached"),),
    ),
]
