"""What a system of MWA's own sends as a request, and what our side's client tells it of the request's status."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from reference.cis.messages import (
    Applicant,
    MeterOrder,
    Place,
    Request,
    RequestKind,
    RequestStatus,
    StatusChanged,
)
from reference.cis.partners._common.service_request import StatusReceiver
from tests.pacts.interactions import Asked, Given, Sent, answered, exist, sent

SOMCHAI = exist(people={"somchai": 1042})
HOUSE = "$somchai.house"
AT = "2026-01-05T09:00:00+07:00"


def change_of(origin: str, number: str, status: RequestStatus, sequence: int) -> StatusChanged:
    """A leak that this system sent has a new status."""
    request = Request(
        origin=origin,
        origin_number=number,
        kind=RequestKind.PIPE_LEAK,
        applicant=Applicant("", "", None),
        place=Place(None, "10", "05", "01", None, "1/1"),
        meter=MeterOrder("", ""),
        branch="15",
        original="{}",
    )
    return StatusChanged("152601000001", request, status, "ข้อความถึงระบบต้นทาง", AT, sequence, None, None, None)


def statuses_to(origin: str, number: str) -> list[Asked]:
    """The interactions of our client with a system that has sent one request under this number."""
    requested = sent("service_request", number=number, house=HOUSE)
    return [
        Asked(
            "a request has come in",
            "request_status",
            _tells(origin, number, "delivered"),
            answered(200, {"result": "success", "requestId": number, "applied": True}, exactly="result"),
            (SOMCHAI, requested),
        ),
        Asked(
            "a request that the system does not know",
            "request_status",
            _tells(origin, "R-404", "refused"),
            answered(404, {"error": "UnknownRequest"}, exactly="error"),
            (SOMCHAI,),
        ),
    ]


def requests_of(number: str, given: tuple[Given, ...] = (SOMCHAI,)) -> list[Sent]:
    """The interactions of a system that sends one request under this number."""
    words = {"number": number, "house": HOUSE}

    def is_known(lab: Any, names: Mapping[str, Any]) -> None:
        (world,) = [world for world in lab.partner_worlds.values() if number in world.table("requests")]
        assert world.table("requests")[number]["cis"]

    return [
        Sent("a leak", "service_request", words, _taken("TAKEN"), given, is_known),
        Sent(
            "a leak again",
            "service_request",
            words,
            _taken("REPEATED"),
            (*given, sent("service_request", **words)),
        ),
    ]


def _taken(outcome: str) -> Any:
    body = {"result": "success", "cisRequestId": "152601000001", "outcome": outcome}
    return answered(200, body, exactly="result outcome")


def _tells(origin: str, number: str, result: str) -> Callable[[StatusReceiver, Mapping[str, Any]], None]:
    def tell(receiver: StatusReceiver, names: Mapping[str, Any]) -> None:
        message = receiver.message(change_of(origin, number, RequestStatus.RECEIVED, 1))
        assert receiver.deliver(message).result == result

    return tell
