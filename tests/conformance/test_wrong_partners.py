# ruff: noqa: F811
"""Small wrong partners, other ones than in the tests of each check: each is wrong in one thing, and fails for it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
import requests
from flask import Response

from partnerlab.world.population import World
from tests.conformance.peers import Good, like, spoilt, stamped, untouched
from tests.conformance.test_verify import bound, peer, verify  # noqa: F401

pytestmark = pytest.mark.slow
PID = World(1).person(1042).pid
Distort = Callable[[requests.Response], Response]


def _changed(change: Callable[[Any], Any]) -> Distort:
    def distort(answer: requests.Response) -> Response:
        if answer.status_code != 200 or "json" not in answer.headers.get("Content-Type", ""):
            return like(answer)
        body = answer.json()
        change(body)
        return like(answer, content=json.dumps(body).encode())

    return distort


def _set(field: str, make: Callable[[str], str]) -> Distort:
    def change(body: Any) -> None:
        if field in body:
            body[field] = make(body[field])

    return _changed(change)


def _each(rows: Callable[[Any], list[Any]], **fields: str) -> Distort:
    return _changed(lambda body: [row.update(fields) for row in rows(body)])


def _properties(body: Any) -> list[Any]:
    return [feature["properties"] for feature in body["features"]]


def _accepting(answer: requests.Response) -> Response:
    """What is refused in XML is answered with nothing found."""
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4326"}}
    counts = dict.fromkeys(("totalFeatures", "numberMatched", "numberReturned"), 0)
    nothing = {
        "type": "FeatureCollection",
        "features": [],
        "timeStamp": "2026-01-05T02:00:00.000Z",
        "crs": crs,
    } | counts
    is_exception = "xml" in answer.headers.get("Content-Type", "")
    return Response(json.dumps(nothing), 200, content_type="application/json") if is_exception else like(answer)


def _buddhist(day: str) -> str:
    return f"{int(day[:4]) + 543}{day[4:]}"


def _any_key(header: str, variable: str) -> Callable[[Good], Callable[[dict[str, str]], None]]:
    return lambda peer: lambda headers: headers.update({header: peer.variables[variable]})


def _no_mend(peer: Good) -> Callable[[dict[str, str]], None]:
    return untouched


PARCELS = "features/the_parcels_around_a_point"
POINT, SHARED = "locate/a_point_in_a_district", base64.b64encode(f"the owner is {PID}".encode()).decode()


@pytest.mark.parametrize(
    ("partner", "distort", "mend", "check", "told"),
    [
        ("gis", like, _any_key("X-Gis-Key", "GIS_MAP_KEY"), "locate/access_control", "missing: was accepted (200)"),
        ("nectec_salinity", like, _any_key("X-Api-Key", "NECTEC_SALINITY_API_KEY"), "salinity_forecast/access_control",
         "missing: was accepted (200)"),
        ("rid_dams", _set("date", _buddhist), _no_mend, "dams/the_large_dams_today", "body/date: era"),
        ("rid_dams", _set("date", lambda _: "2026-01-02"), _no_mend,
         "dams_of_day/the_large_dams_of_yesterday", "$.date"),
        ("nectec_salinity", _set("issued_at", _buddhist), _no_mend,
         "salinity_forecast/the_salinity_of_seven_days_ahead", "body/issued_at: era"),
        ("egat_dams", _each(list, OWNER_TEL="021234567"), _no_mend, "dam_list/the_dams", "undocumented field"),
        ("gis", _each(_properties, name=f"the owner is {PID}"), _no_mend, POINT, "name: unmarked personal data"),
        ("gis", _each(_properties, name=SHARED), _no_mend, POINT, "name: unmarked personal data"),
        ("gis", _accepting, _no_mend, "locate/generated", "was accepted (200)"),
        ("gis", lambda answer: like(answer, 500) if "xml" in answer.headers["Content-Type"] else like(answer), _no_mend,
         "features/generated", "undocumented status"),
    ],
    ids=["gis takes any key", "nectec takes any key", "a year of the other era", "another day", "an era in a moment",
         "a field too many", "a number in a text", "a number in base64", "what is malformed is accepted",
         "what is malformed breaks it"],
)  # fmt: skip
def test_a_wrong_partner_fails(
    verify: Any, peer: Good, partner: str, distort: Distort, mend: Any, check: str, told: str
) -> None:
    with spoilt(peer.urls[partner], stamped(distort), "/", mend(peer)) as url:
        left = verify(url, partner=partner, bindings=None)
    word, blame, reason = left.checks[check]
    assert (word, blame) == ("fail", "partner") and told in reason, left.checks
    assert left.code == 1 and PID not in left.out


def test_a_simulator_goes_by_the_clock_of_its_lab_and_a_partner_by_that_of_the_wall(verify: Any, peer: Good) -> None:
    """A simulator says what its clock has; whatever else states that time is wrong."""
    few = ("--requests", "0", "--no-access-checks")
    simulator = verify(peer.urls["gis"], *few, partner="gis", bindings=None)
    assert simulator.code == 0, simulator.out
    with spoilt(peer.urls["gis"], like, "/") as url:
        partner = verify(url, *few, partner="gis", bindings=None)
    assert partner.checks[PARCELS][0] == "fail" and "time of the message" in partner.checks[PARCELS][2]
