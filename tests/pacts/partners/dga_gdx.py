"""What our side's gateway client asks of the data exchange."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.pacts.clients import Clients
from tests.pacts.interactions import Asked, answered, state

ELSEWHERE = {"/ws/dbd/": (204, b"")}
_REGISTER = "/ws/dbd/juristic/v4/profile/information"


def _a_token(cis: Clients, names: Mapping[str, Any]) -> None:
    assert cis.gateway.look_up(_REGISTER, {}) is None
    assert cis.gateway.describe()["held"]


ASKED = [
    Asked(
        "a token for our officer",
        "validate",
        _a_token,
        answered(200, {"Result": "00000000-0000-4000-8000-000000000000"}),
        (state("the agencies behind can be reached"),),
    ),
]
