"""What the Biz Portal reaches over HTTP."""

from __future__ import annotations

import re

from flask import Blueprint, Response, request

from reference.cis.answers import HttpError, holder_of, json_answer, json_object
from reference.cis.service_requests.branches import branch_for
from reference.cis.system import System

_CODE = re.compile(r"[0-9]{2}\Z")


def portal_blueprint(system: System) -> Blueprint:
    """New requests and the branch finder, under /mwa/biz/v1."""
    portal = Blueprint("portal", __name__, url_prefix="/mwa/biz/v1")

    @portal.before_request
    def only_the_portal() -> None:
        keys = {"portal": system.settings.portal_inbound_key}
        if holder_of(keys, request.headers.get("Consumer-Key")) is None:
            raise HttpError(401, "Consumer-Key is missing or not known")

    @portal.post("/sendrequest")
    def new_connection() -> Response:
        answer = system.desk.receive(json_object())
        if system.settings.work_in_call:
            system.duties.run()
        return json_answer(answer)

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


def _two_digits(name: str) -> str:
    """A code of the query."""
    value = request.args.get(name, "")
    if not _CODE.match(value):
        raise HttpError(400, f"{name}: expected two digits, seen {value!r}")
    return value
