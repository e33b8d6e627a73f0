"""The items of one LINKAGE2 request, each with a status of its own inside HTTP 200 (G 4.2)."""

from __future__ import annotations

from typing import Any

from partnerlab.families.public_register import find_person
from partnerlab.lab.partners.partner_world import PartnerWorld

from .records import (
    card_record,
    divorce_record,
    house_record,
    marriage_record,
    name_changes_record,
    person_record,
)

RECORDS = {
    1: person_record,
    9: name_changes_record,
    32: card_record,
    33: marriage_record,
    34: divorce_record,
    38: house_record,
}
"""What each service keeps of a person; the numbers of marriage and divorce are ours."""

JSON = "application/json; charset=utf-8"
MILLISECONDS = 120
SANDBOX = {"X-Use-Sandbox": "1"}

ERRORS = {
    401: ("token is expired", 90043),
    403: ("user has no permission for this service", 95011),
    404: ("Not Found", 404),
    503: ("provider is not available", 95013),
    504: ("provider did not answer in time", 90012),
}
"""Why an item has no data, by its status (G 3.3, G 4.2)."""


def item_results(world: PartnerWorld, items: list[dict[str, Any]], sandbox: bool) -> Any:
    """Every item with its result, in the order of the request; the sandbox gives no personal data."""
    found = [_result(world, item, sandbox) for item in items]
    body = {"data": found, "executeTimeMs": MILLISECONDS + 10}
    return (body, 200, SANDBOX) if sandbox else body


def _result(world: PartnerWorld, item: dict[str, Any], sandbox: bool) -> dict[str, Any]:
    person = find_person(world, str(item["query"]["personalID"]).zfill(13))
    status = _broken(world, item["serviceID"])
    record = None if status or person is None or sandbox else RECORDS[item["serviceID"]](world, person)
    status = status or (404 if record is None else 200)
    return {
        "serviceID": item["serviceID"],
        "responseStatus": status,
        "responseContentType": JSON if record else None,
        "responseData": record,
        "responseError": None if record else _error(status),
        "responseTimeMs": MILLISECONDS,
    }


def _broken(world: PartnerWorld, service: int) -> int | None:
    """The status by which an item fails that another of the same request may not; `items` says which and once."""
    failing: dict[str, Any] = world.facts["items"]
    if failing.get("service") != service or world.table("failed").get("times", 0) >= failing.get("times", 1_000):
        return None
    world.table("failed")["times"] = world.table("failed").get("times", 0) + 1
    status: int = failing["status"]
    if status == 401:
        world.table("sessions").clear()
    return status


def _error(status: int) -> dict[str, Any]:
    text, number = ERRORS[status]
    return {"errorMessage": text, "errorNumber": number}
