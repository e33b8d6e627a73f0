"""WLMA, management of leakage: sends leaks, asks GIS where they lie, closes its jobs, tells Big Data (W 7.5)."""

from __future__ import annotations

from typing import Any

from partnerlab.families import passed_request
from partnerlab.lab.partners.partner_world import (
    Answer,
    Finding,
    House,
    OutgoingMessage,
    PartnerWorld,
    Request,
    Sending,
)

SOURCE = "WLMA"
KEEPER = "big_data"
_AROUND = 0.0001
"""In degrees, about 11 m: how far around a place WLMA looks on the map."""


def service_request(
    world: PartnerWorld,
    *,
    number: str,
    house: House,
    kind: str = "leak",
    detail: str | None = None,
    version: str = passed_request.VERSION,
    key: str | None = None,
) -> Sending:
    """Send a leak (or repair) that was found in front of a house; the map says first in which branch it lies.

    `number` is that of the job. Another `detail` is a new revision.
    """
    if kind not in ("leak", "repair"):
        raise ValueError(f"kind: expected leak or repair, seen {kind}")
    text = {"requestDetail": detail} if detail else {}
    if number not in world.table("requests"):
        located = yield _question(world, house)
        first = {"source": SOURCE, "requestCode": passed_request.CODES[kind], "jobCode": number, "jobStatus": "OPEN"}
        passed_request.form_of(world, number, first | passed_request.place_of(house) | _area(located) | text, {})
        text = {}
    form = passed_request.form_of(world, number, {}, text)
    answer = yield passed_request.sent_to_cis(world, form | {"formVersion": version}, key)
    passed_request.note_answer(world, number, answer)


def locate_leak(world: PartnerWorld, *, house: House) -> Sending:
    """Ask the map in which branch and parcel a place lies."""
    yield _question(world, house)


def find_pipe(world: PartnerWorld, *, house: House) -> Sending:
    """Ask the map which pipes lie in front of a house."""
    yield _features(world, house, "mwa:pipe", "find_pipe")


def see_leaks(world: PartnerWorld, *, house: House) -> Sending:
    """Ask the map which leaks it shows around a house."""
    yield _features(world, house, "mwa:leak", "see_leaks")


def mark_leak(world: PartnerWorld, *, number: str) -> Sending:
    """Put a job of WLMA's on the map of leaks, open or closed as it is."""
    request = world.table("requests").get(number)
    if request is None:
        raise ValueError(f"there is no job {number}")
    form = passed_request.newest(request)
    names = ("jobCode", "jobStatus", "latitude", "longitude")
    yield OutgoingMessage({name: form[name] for name in names}, headers=_map_key(world))


def request_status(world: PartnerWorld, message: Request) -> Any:
    """Take one status of a request; the last one closes the job."""
    return passed_request.take_status(world, message)


def give_copy(world: PartnerWorld, *, number: str, revision: int | None = None, version: str | None = None) -> Sending:
    """Tell Big Data a revision of a request, the last one unless told otherwise."""
    yield passed_request.copy_of(world, KEEPER, number, revision, version)


def ask_for_copies(world: PartnerWorld) -> Sending:
    """Ask Big Data what it holds of WLMA's requests, and tell it what it lacks."""
    yield from passed_request.give_missing_copies(world, KEEPER, SOURCE)


def refuse(world: PartnerWorld, finding: Finding) -> Any:
    """A status that is not as agreed."""
    return passed_request.refuse_status(finding)


def _question(world: PartnerWorld, house: House) -> OutgoingMessage:
    query = {"latitude": f"{house.latitude:.6f}", "longitude": f"{house.longitude:.6f}"}
    return OutgoingMessage(query=query, headers=_map_key(world), operation="locate_leak")


def _features(world: PartnerWorld, house: House, layer: str, act: str) -> OutgoingMessage:
    west, south = house.longitude - _AROUND, house.latitude - _AROUND
    query = {
        "service": "WFS",
        "version": "2.0.0",
        "request": "GetFeature",
        "typeNames": layer,
        "outputFormat": "application/json",
        "srsName": "EPSG:4326",
        "bbox": f"{west:.6f},{south:.6f},{west + 2 * _AROUND:.6f},{south + 2 * _AROUND:.6f}",
    }
    return OutgoingMessage(query=query, headers=_map_key(world), operation=act)


def _map_key(world: PartnerWorld) -> dict[str, str]:
    return {"X-GIS-Key": world.credential("map_key", of="gis")}


def _area(answer: Answer | None) -> dict[str, str]:
    """The branch, and the metered area (its first zone, ours); nothing where the map says nothing in GeoJSON."""
    body = answer.body if answer is not None and isinstance(answer.body, dict) else {}
    branches = [feature["properties"]["branch_id"] for feature in body.get("features", [])]
    return {"branchCode": branches[0], "areaCode": f"DMA-{branches[0]}-01-01"} if branches else {}
