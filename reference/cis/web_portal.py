"""What the Biz Portal reaches over HTTP."""

from __future__ import annotations

from flask import Blueprint, Response, request

from reference.cis.answers import Turned, holder_of, json_answer, json_object
from reference.cis.branches import branch_for, plain_code
from reference.cis.system import System


def portal_blueprint(system: System) -> Blueprint:
    """New requests and the branch finder, under /mwa/biz/v1."""
    portal = Blueprint("portal", __name__, url_prefix="/mwa/biz/v1")

    @portal.before_request
    def only_the_portal() -> None:
        keys = {"portal": system.settings.portal_inbound_key}
        if holder_of(keys, request.headers.get("Consumer-Key")) is None:
            raise Turned(401, "Consumer-Key is missing or not known")

    @portal.post("/sendrequest")
    def new_connection() -> Response:
        answer = system.desk.receive(json_object())
        if system.settings.work_in_call:
            system.duties.run()
        return json_answer(answer)

    @portal.get("/branch")
    def find_branch() -> Response:
        found = branch_for(request.args.get("ProvinceID"), request.args.get("AmphurID"))
        wanted = request.args.get("BranchID")
        if found is not None and wanted and plain_code(wanted) != found.code:
            found = None
        listed = [] if found is None else [{"BranchCode": found.code, "BranchName": found.name}]
        return json_answer({"Total": str(len(listed)), "ResultList": listed})

    return portal
