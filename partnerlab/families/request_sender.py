"""A portal that sends a citizen's request and keeps its status: a request that is sent again has the same identity."""

from __future__ import annotations

from typing import Any

from partnerlab.families.number_series import next_number
from partnerlab.lab.partners.partner_world import PartnerWorld

Record = dict[str, Any]


def request_of(world: PartnerWorld, applicant: str, series: str, status: str) -> Record:
    """The portal's record of an applicant's request, made at the first time, with the next number of its series."""
    requests = world.table("requests")
    if applicant not in requests:
        number = f"{series}{next_number(world, series):03d}"
        record = {"id": world.guid(), "number": number, "identity": applicant, "status": status, "history": []}
        requests[applicant] = world.table("requests_by_id")[record["id"]] = record
    found: Record = requests[applicant]
    return found


def find_request(world: PartnerWorld, request_id: str, applicant: str) -> Record | None:
    """The request of this identifier, if it is this applicant's."""
    found: Record | None = world.table("requests_by_id").get(request_id)
    return found if found is not None and found["identity"] == applicant else None


def take_status(request: Record, status: str) -> None:
    """Our side says how far a request is."""
    request["status"] = status
    request["history"].append(status)
