"""What our side's client tells Big Data of every request, and asks it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests

from reference.cis.adapter import Link
from reference.cis.messages import RequestStatus
from reference.cis.partners.big_data.client import BigData
from reference.common.clock import Clock
from tests.pacts.interactions import Asked, answered
from tests.pacts.passed_requests import SOMCHAI, change_of


def client(url: str, session: requests.Session) -> BigData:
    return BigData(Link("big_data", {"url": url, "data_key": "data_key"}, session, Clock()))


def _tells(receiver: BigData, names: Mapping[str, Any]) -> None:
    message = receiver.message(change_of("wlma", "J-1", RequestStatus.RECEIVED, 1))
    assert receiver.deliver(message).result == "delivered"


def _tells_an_unknown_version(receiver: BigData, names: Mapping[str, Any]) -> None:
    message = receiver.message(change_of("wlma", "J-1", RequestStatus.RECEIVED, 1)) | {"formVersion": "2.0"}
    assert receiver.deliver(message).result == "refused"


def _asks(receiver: BigData, names: Mapping[str, Any]) -> None:
    message = receiver.message(change_of("wlma", "J-1", RequestStatus.RECEIVED, 1))
    assert receiver.missing([message]) == [message]


ASKED = [
    Asked(
        "a request has a new status",
        "take_request",
        _tells,
        answered(
            200, {"result": "success", "requestId": "152601000001", "revision": 1, "late": False}, exactly="result"
        ),
        (SOMCHAI,),
    ),
    Asked(
        "a form of an unknown version",
        "take_request",
        _tells_an_unknown_version,
        answered(422, {"error": "UnknownVersion"}, exactly="error"),
        (SOMCHAI,),
    ),
    Asked("what is held of ours", "held_requests", _asks, answered(200, {"data": []}, exactly="data"), (SOMCHAI,)),
]
