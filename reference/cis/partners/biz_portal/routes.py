"""What the Biz Portal reaches over HTTP, and how it is refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, request

from reference.cis.adapter import Core, Link
from reference.cis.messages import RequestRefused
from reference.cis.partners.biz_portal.request_form import read_request
from reference.cis.service_requests.branches import branch_for
from reference.common.http_api import HttpError, json_answer, json_object

_CODE = re.compile(r"[0-9]{2}\Z")


def routes(core: Core, links: Sequence[Link]) -> Blueprint:
    """New requests and the branch finder, under /mwa/biz/v1."""
    portal = Blueprint("portal", __name__, url_prefix="/mwa/biz/v1")
    (link,) = links

    @portal.before_request
    def require_key() -> None:
        if not link.opens("inbound_key", request.headers.get("Consumer-Key")):
            raise HttpError(401, "Consumer-Key is missing or not known")

    @portal.post("/sendrequest")
    def new_connection() -> Response:
        try:
            received = core.desk.receive(read_request(link.partner, json_object()))
        except RequestRefused as refused:
            return json_answer(refusal(200, str(refused)))
        return json_answer({"responseStatus": "OK", "requestId": received.number})

    @portal.get("/branch")
    def find_branch() -> Response:
        area = [_two_digits(name) for name in ("ProvinceID", "AmphurID", "DistrictID")]
        wanted = _two_digits("BranchID") if "BranchID" in request.args else None
        branch = branch_for(area[0], area[1])
        if wanted and branch is not None and branch.code != wanted:
            branch = None
        branches = [] if branch is None else [{"BranchCode": branch.code, "BranchName": branch.name}]
        return json_answer({"Total": str(len(branches)), "ResultList": branches})

    return portal


def refusal(status: int, message: str) -> dict[str, Any]:
    """The body of a refusal, whatever its status: the portal's forms have it even with 200."""
    return {"responseStatus": "ERROR", "responseMessage": message}


def _two_digits(name: str) -> str:
    """A code of the query."""
    value = request.args.get(name, "")
    if not _CODE.match(value):
        raise HttpError(400, f"{name}: expected two digits, seen {value!r}")
    return value
