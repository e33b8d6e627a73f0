"""iMind, a system of MWA's own whose nature is not public: sends requests, hears statuses, tells Big Data (A 5.2)."""

from __future__ import annotations

from typing import Any

from partnerlab.families import passed_request
from partnerlab.lab.partners.partner_world import Finding, House, PartnerWorld, Person, Request, Sending

SOURCE = "IMIND"
KEEPER = "big_data"


def service_request(
    world: PartnerWorld,
    *,
    number: str,
    house: House,
    reporter: Person | None = None,
    kind: str = "leak",
    detail: str | None = None,
    version: str = passed_request.VERSION,
    key: str | None = None,
) -> Sending:
    """Send a leak (or repair) in front of a house under a number of iMind's own; another `detail` is a new revision."""
    if kind not in passed_request.CODES:
        raise ValueError(f"kind: expected one of {', '.join(passed_request.CODES)}, seen {kind}")
    first = {"source": SOURCE, "requestCode": passed_request.CODES[kind], "branchCode": house.branch.code}
    first |= passed_request.place_of(house) | _address(house) | _contact(reporter)
    text = {"requestDetail": detail} if detail else {}
    form = passed_request.form_of(world, number, first | text, text)
    answer = yield passed_request.sent_to_cis(world, form | {"formVersion": version}, key)
    passed_request.note_answer(world, number, answer)


def request_status(world: PartnerWorld, message: Request) -> Any:
    """Take one status of a request."""
    return passed_request.take_status(world, message)


def give_copy(world: PartnerWorld, *, number: str, revision: int | None = None, version: str | None = None) -> Sending:
    """Tell Big Data a revision of a request, the last one unless told otherwise."""
    yield passed_request.copy_of(world, KEEPER, number, revision, version)


def ask_for_copies(world: PartnerWorld) -> Sending:
    """Ask Big Data what it holds of iMind's requests, and tell it what it lacks."""
    yield from passed_request.give_missing_copies(world, KEEPER, SOURCE)


def refuse(world: PartnerWorld, finding: Finding) -> Any:
    """A status that is not as agreed."""
    return passed_request.refuse_status(finding)


def _address(house: House) -> dict[str, str]:
    parts = {"houseNo": house.house_no, "moo": house.moo, "soi": house.soi, "road": house.road}
    return {name: str(value) for name, value in parts.items() if value}


def _contact(reporter: Person | None) -> dict[str, str]:
    return {"firstname": reporter.first_name, "custMobile": reporter.mobile} if reporter else {}
