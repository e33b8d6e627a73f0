"""Where a new connection is to be: what the map service's answers, and its silence, make of a request."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from cis_support import Cis, new_connection_form, on_the_map

POINT = {"latitude": "13.874000", "longitude": "100.596000"}
METRES = {"id": "district.1", "geometry": {"coordinates": [662366.6, 1521280.66]}, "properties": {"branch_id": "16"}}
EXCEPTION = '<?xml version="1.0"?><ows:ExceptionReport><ows:Exception exceptionCode="NoApplicableCode"/>'


def accepted(cis: Cis, **changes: Any) -> str:
    headers = {"Consumer-Key": "from-portal"}
    answer = cis.web.post("/mwa/biz/v1/sendrequest", json=new_connection_form(**changes), headers=headers).json
    assert answer["responseStatus"] == "OK", answer
    return str(answer["requestId"])


def asked_of_map(cis: Cis) -> list[str]:
    return [cis.partners.key(call) for call in cis.partners.calls if call.host == "gis.test"]


def test_a_point_is_asked_before_the_address(cis: Cis) -> None:
    shown = cis.show("request", accepted(cis, **POINT))
    assert asked_of_map(cis) == ["locate"]
    call = next(call for call in cis.partners.calls if call.host == "gis.test")
    assert (call.query, call.headers["X-GIS-Key"]) == (POINT, "to-gis")
    assert (shown["branch"], shown["deed"]) == ("16", "1000002")


def test_without_a_point_the_address_is_asked(cis: Cis) -> None:
    shown = cis.show("request", accepted(cis))
    call = next(call for call in cis.partners.calls if call.host == "gis.test")
    assert call.query == {
        "provinceCode": "10", "amphurCode": "05", "districtCode": "01", "houseId": "98000000001",
    }  # fmt: skip
    assert (asked_of_map(cis), shown["deed"]) == (["address"], "1000001")


def test_the_maps_branch_counts_not_the_senders(cis: Cis) -> None:
    cis.partners.always["locate"] = on_the_map(branch="15")
    request_id = accepted(cis, **POINT)
    cis.job("survey", requestId=request_id, feasible=True)
    cis.job("estimate", requestId=request_id, amount="4500.00")
    shown = cis.show("request", request_id)
    assert shown["branch"] == "15"
    assert cis.show("account", shown["registration"])["branch"] == "15"


def test_beside_every_parcel_the_nearest_is_meant(cis: Cis) -> None:
    status, near = on_the_map("1000007", "1000008")
    near["features"][1]["geometry"] = {"type": "Point", "coordinates": [100.59605, 13.87405]}
    cis.partners.always["locate"], cis.partners.always["wfs"] = on_the_map(), (status, near)
    assert cis.show("request", accepted(cis, **POINT))["deed"] == "1000008"
    box = next(call for call in cis.partners.calls if cis.partners.key(call) == "wfs").query["bbox"]
    assert box == "100.595900,13.873900,100.596100,13.874100"


def test_outside_the_area_no_register_is_asked(cis: Cis) -> None:
    cis.partners.always["locate"] = (200, {"type": "FeatureCollection", "features": []})
    assert cis.show("request", accepted(cis, **POINT))["status"] == "REJECTED"
    assert cis.partners.asked() == ["portal", "locate", "portal"]


@pytest.mark.parametrize(
    ("reply", "trouble"),
    [
        ((200, EXCEPTION), "NoApplicableCode"),
        ((200, "<html>"), "map answer has not the agreed shape"),
        ((200, {"features": None}), "map answer has not the agreed shape"),
        ((200, {"features": [{"id": "district.1"}]}), "map answer has not the agreed shape"),
        (
            (200, {"features": [], "crs": {"properties": {"name": "urn:ogc:def:crs:EPSG::24047"}}}),
            "map answers in EPSG::24047",
        ),
        ((200, {"features": [METRES]}), "map coordinates lie outside Thailand"),
        (on_the_map(branch="99"), "map names no branch of ours"),
        ((401, EXCEPTION), "401"),
        ((503, "busy"), "503"),
        (requests.ConnectionError("refused"), "ConnectionError"),
        (requests.ReadTimeout("silent"), "ReadTimeout"),
    ],
)
def test_trouble_decides_nothing_and_is_tried_again(cis: Cis, reply: Any, trouble: str) -> None:
    cis.partners.script["locate"] = [reply]
    request_id = accepted(cis, **POINT)
    shown = cis.show("request", request_id)
    assert (shown["status"], shown["deed"], shown["waiting"][0]["last_failure"]) == ("VERIFYING", None, trouble)
    assert cis.partners.asked() == ["portal", "locate"]
    cis.clock("2026-11-23 09:01")
    assert cis.show("request", request_id)["status"] == "SURVEY"


@pytest.mark.parametrize("point", [{"latitude": "13.874000"}, {"latitude": "north", "longitude": "100.596000"}])
def test_half_a_point_is_no_point(cis: Cis, point: dict[str, str]) -> None:
    headers = {"Consumer-Key": "from-portal"}
    answer = cis.web.post("/mwa/biz/v1/sendrequest", json=new_connection_form(**point), headers=headers).json
    assert answer["responseStatus"] == "ERROR" and "latitude" in answer["responseMessage"]
    assert cis.partners.calls == []
