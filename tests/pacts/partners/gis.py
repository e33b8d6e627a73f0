"""What our side's client asks of the map service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import requests

from reference.cis.adapter import Link
from reference.cis.messages import SourceUnavailable
from reference.cis.partners.gis.client import Map
from reference.cis.service_requests.registers import FeaturesAtAddress, FeaturesAtPoint, ParcelsAround, PipesAround
from reference.common.clock import Clock
from tests.pacts.interactions import Asked, answered, exist

SOMCHAI = exist(people={"somchai": 1042})
_DISTRICT = {
    "type": "Feature",
    "id": "district.1206",
    "geometry": {"type": "Point", "coordinates": [100.5, 13.9]},
    "properties": {
        "id": "1206",
        "name": "ตัวอย่าง",
        "branch_id": "15",
        "branch": "ตัวอย่าง",
        "amphur_code": "1206",
        "prov_code": "12",
        "provname": "นนทบุรี",
    },
}
_PARCEL = _DISTRICT | {
    "id": "parcel.1000001",
    "properties": _DISTRICT["properties"] | {"id": "1000001", "parcelno": "1000001"},  # type: ignore[operator]
}


_PIPE = _DISTRICT | {
    "id": "pipe.1000001",
    "geometry": {"type": "LineString", "coordinates": [[100.5, 13.9], [100.6, 13.9]]},
    "properties": _DISTRICT["properties"] | {"id": "1000001", "pipe": "150 mm | PVC"},  # type: ignore[operator]
}


def client(url: str, session: requests.Session) -> Map:
    return Map(Link("gis", {"url": url, "map_key": "map_key"}, session, Clock()))


def _collection(*features: Any) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": list(features),
        "totalFeatures": len(features),
        "numberMatched": len(features),
        "numberReturned": len(features),
        "timeStamp": "2026-01-05T02:00:00.000Z",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4326"}},
    }


def _point(map_service: Map, names: Mapping[str, Any]) -> None:
    house = names["somchai"].house
    found = map_service.at_point(FeaturesAtPoint(f"{house.latitude:.6f}", f"{house.longitude:.6f}"))
    assert found[0].layer == "district" and found[0].branch


def _outside(map_service: Map, names: Mapping[str, Any]) -> None:
    assert map_service.at_point(FeaturesAtPoint("18.788000", "98.985000")) == ()


def _address(map_service: Map, names: Mapping[str, Any]) -> None:
    house = names["somchai"].house
    parts = house.province_code, house.district_code[2:], house.subdistrict_code[4:]
    assert map_service.at_address(FeaturesAtAddress(*parts, house.code))[0].branch


def _around(map_service: Map, names: Mapping[str, Any]) -> None:
    house = names["somchai"].house
    assert map_service.parcels_around(ParcelsAround(house.latitude, house.longitude, 0.0001))[0].deed


def _pipes(map_service: Map, names: Mapping[str, Any]) -> None:
    house = names["somchai"].house
    assert map_service.pipes_around(PipesAround(house.latitude, house.longitude, 0.0001))[0].pipe


def _too_wide(map_service: Map, names: Mapping[str, Any]) -> None:
    with pytest.raises(SourceUnavailable, match="InvalidParameterValue"):
        map_service.parcels_around(ParcelsAround(13.7, 100.5, 1))


_EXCEPTION = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1" version="2.0.0">'
    '<ows:Exception exceptionCode="InvalidParameterValue" locator="bbox">'
    "<ows:ExceptionText>at most 0.0005 degrees wide and high</ows:ExceptionText></ows:Exception></ows:ExceptionReport>"
)

ASKED = [
    Asked("a point in a district", "locate", _point, answered(200, _collection(_DISTRICT)), (SOMCHAI,)),
    Asked("a point outside the area", "locate", _outside, answered(200, _collection(), exactly="features"), (SOMCHAI,)),
    Asked("an address with a house", "find_address", _address, answered(200, _collection(_DISTRICT)), (SOMCHAI,)),
    Asked("the parcels around a point", "features", _around, answered(200, _collection(_PARCEL)), (SOMCHAI,)),
    Asked("the pipes around a point", "features", _pipes, answered(200, _collection(_PIPE)), (SOMCHAI,)),
    Asked("a box that is too wide", "features", _too_wide, answered(200, _EXCEPTION, media="text/xml"), (SOMCHAI,)),
]
