"""What the Biz Portal reaches over HTTP."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, request

from reference.cis.adapter import Core, Link
from reference.cis.service_requests.branches import branch_for
from reference.common.http_api import HttpError, json_answer, json_object

_CODE = re.compile(r"[0-9]{2}\Z")


def routes(core: Core, links: Sequence[Link]) -> Blueprint:
    """New requests and the branch finder, under /mwa/biz/v1."""
    portal = Blueprint("portal", __name__, url_prefix="/mwa/biz/v1")

    @portal.before_request
    def only_the_portal() -> None:
        if not any(link.opens("inbound_key", request.headers.get("Consumer-Key")) for link in links):
            raise HttpError(401, "Consumer-Key is missing or not known")

    @portal.post("/sendrequest")
    def new_connection() -> Response:
        return json_answer(core.desk.receive(json_object()))

    @portal.get("/branch")
    def find_branch() -> Response:
        area = [_two_digits(name) for name in ("ProvinceID", "AmphurID", "DistrictID")]
        wanted = _two_digits("BranchID") if "BranchID" in request.args else None
        found = branch_for(area[0], area[1])
        if wanted and found is not None and found.code != wanted:
            found = None
        listed = [] if found is None else [{"BranchCode": found.code, "BranchName": found.name}]
        return json_answer({"Total": str(len(listed)), "ResultList": listed})

    return portal


def refusal(status: int, message: str) -> dict[str, Any]:
    return {"responseStatus": "ERROR", "responseMessage": message}


def _two_digits(name: str) -> str:
    """A code of the query."""
    value = request.args.get(name, "")
    if not _CODE.match(value):
        raise HttpError(400, f"{name}: expected two digits, seen {value!r}")
    return value
