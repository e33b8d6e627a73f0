"""A sender of requests that no other part of the project knows, with words of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, request

from reference.cis.adapter import Adapter, Core, Link
from reference.cis.messages import (
    Applicant,
    MeterOrder,
    Place,
    Request,
    RequestKind,
    RequestRefused,
    StatusChanged,
)
from reference.common.http_api import HttpError, json_answer, json_object
from reference.common.outbox import DELIVERED, TROUBLE, Delivery


def routes(core: Core, links: Sequence[Link]) -> Blueprint:
    calls = Blueprint("tip_line", __name__, url_prefix="/tip-line")
    (link,) = links

    @calls.post("/calls")
    def call() -> Response:
        if not link.opens("pin", request.headers.get("Pin")):
            raise HttpError(401, "no such pin")
        try:
            received = core.desk.receive(_request(link.partner, json_object()))
        except RequestRefused as refused:
            return json_answer(refusal(422, " / ".join(refused.mistakes)), 422)
        return json_answer({"job": received.number, "again": received.repeated})

    return calls


def refusal(status: int, message: str) -> dict[str, Any]:
    return {"no": status, "because": message}


def _request(origin: str, call: dict[str, Any]) -> Request:
    return Request(
        origin=origin,
        origin_number=call["call"],
        kind=RequestKind.NEW_CONNECTION,
        applicant=Applicant(call["who"], call["pid"], call["pid"]),
        place=Place(None, "10", "05", "01", None, "1/1"),
        meter=MeterOrder("0", "00"),
        branch=call["branch"],
        original=repr(call),
    )


class Line:
    """Hears of its own requests."""

    hears_all = False

    def __init__(self, link: Link) -> None:
        self._link = link

    def message(self, change: StatusChanged) -> dict[str, Any] | None:
        return {"call": change.request.origin_number, "is": change.status.lower()}

    def deliver(self, message: dict[str, Any]) -> Delivery:
        answer = self._link.session.post(f"{self._link.url}/line", json=message, timeout=self._link.timeout)
        return Delivery(DELIVERED if answer.ok else TROUBLE, str(answer.status_code))


ADAPTER = Adapter(needs=("url",), routes=routes, refusal=refusal, listener=Line)
