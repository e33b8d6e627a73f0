"""A system of MWA's own that passes requests on: to CIS, whose statuses it keeps, and as copies to a keeper.

Each request has its forms by revision. What is sent again is the same form; a change of its own is a new revision. A
status that comes late or again changes nothing.
"""

from __future__ import annotations

from typing import Any

from partnerlab.lab.partners.partner_world import (
    Answer,
    Finding,
    House,
    OutgoingMessage,
    PartnerWorld,
    Request,
    Sending,
)

Record = dict[str, Any]

VERSION = "1.0"
CODES = {"new_connection": "501", "leak": "701", "repair": "702"}
FINAL = ("REPAIRED", "REJECTED")
PERSONAL = frozenset(
    ("firstname", "custMobile", "requestDetail", "houseNo", "moo", "soi", "road", "latitude", "longitude")
)
"""What of a form is left out of a copy."""


def form_of(world: PartnerWorld, number: str, first: Record, changes: Record) -> Record:
    """The newest form of a request: made of `first` at the first time; `changes` make a new revision of it."""
    requests = world.table("requests")
    if number not in requests:
        stamped = {"requestId": number, "revision": 1, "requestDate": stamp(world)}
        requests[number] = {"forms": {1: {"formVersion": VERSION} | stamped | first}, "sequence": 0, "statuses": []}
    elif changes.items() - newest(requests[number]).items():
        _revise(requests[number], changes)
    return newest(requests[number])


def newest(request: Record) -> Record:
    """The form of the last revision."""
    found: Record = request["forms"][max(request["forms"])]
    return found


def place_of(house: House) -> Record:
    """A place in front of a house, in the words of the form."""
    return {
        "provinceCode": house.province_code,
        "amphurCode": house.district_code[2:],
        "districtCode": house.subdistrict_code[4:],
        "latitude": f"{house.latitude:.6f}",
        "longitude": f"{house.longitude:.6f}",
    }


def sent_to_cis(world: PartnerWorld, form: Record, key: str | None) -> OutgoingMessage:
    """The message of a form to CIS."""
    return OutgoingMessage(
        form, headers={"X-Api-Key": key or world.credential("inbound_key")}, operation="service_request"
    )


def note_answer(world: PartnerWorld, number: str, answer: Answer | None) -> None:
    """CIS's number of the request, once CIS has answered with it."""
    body = answer.body if answer is not None and isinstance(answer.body, dict) else {}
    if body.get("result") == "success":
        world.table("requests")[number]["cis"] = body["cisRequestId"]


def take_status(world: PartnerWorld, message: Request) -> Any:
    """Take one status of a request; the greatest sequence holds, whatever comes behind it."""
    if message.headers.get("x-api-key") != world.credential("status_key"):
        return {"error": "UnknownKey"}, 401
    body = message.body
    request = world.table("requests").get(body["requestId"])
    if request is None:
        return {"error": "UnknownRequest"}, 404
    applied = body["sequence"] > request["sequence"]
    if applied:
        request["sequence"] = body["sequence"]
        request["statuses"].append(body["status"])
        if body["status"] in FINAL:
            _revise(request, {"status": body["status"], "jobStatus": "CLOSE"})
    return {"result": "success", "requestId": body["requestId"], "applied": applied}


def refuse_status(finding: Finding) -> Any:
    """The answer to a status that is not as agreed."""
    return {"error": "BadRequest", "detail": finding.where}, 401 if "x-api-key" in finding.where.lower() else 400


def copy_of(
    world: PartnerWorld, keeper: str, number: str, revision: int | None = None, version: str | None = None
) -> OutgoingMessage:
    """One revision of a request, the last one unless told otherwise, for the keeper of copies: nothing personal."""
    request = world.table("requests").get(number)
    if request is None or (revision is not None and revision not in request["forms"]):
        raise ValueError(f"there is no request {number} with revision {revision or 1}")
    form = newest(request) if revision is None else request["forms"][revision]
    copy = {name: value for name, value in form.items() if name not in PERSONAL}
    query = {"token": world.credential("data_key", of=keeper)}
    return OutgoingMessage(copy | ({"formVersion": version} if version else {}), query, operation="give_copy")


def give_missing_copies(world: PartnerWorld, keeper: str, source: str) -> Sending:
    """Ask the keeper of copies what it holds of this sender, and give it every revision that it lacks."""
    query = {"source": source, "token": world.credential("data_key", of=keeper)}
    answer = yield OutgoingMessage(query=query, operation="ask_for_copies")
    if answer is None or answer.status != 200 or not isinstance(answer.body, dict):
        return
    held = {(row["requestId"], row["revision"]) for row in answer.body["data"]}
    for number, request in world.table("requests").items():
        for revision in request["forms"]:
            if (number, revision) not in held:
                yield copy_of(world, keeper, number, revision)


def stamp(world: PartnerWorld) -> str:
    """Now, as the form writes it."""
    return f"{world.now:%Y-%m-%dT%H:%M:%S}+07:00"


def _revise(request: Record, changes: Record) -> None:
    form = newest(request)
    request["forms"][form["revision"] + 1] = form | changes | {"revision": form["revision"] + 1}
