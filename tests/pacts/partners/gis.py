"""What our side's client asks of the map service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import requests

from reference.cis.adapter import Link
from reference.cis.partners.dga_gdx.gateway import SourceUnavailable
from reference.cis.partners.gis.client import Maps
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


def client(url: str, session: requests.Session) -> Maps:
    return Maps(Link("gis", {"url": url, "map_key": "map_key"}, session, Clock()))


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


def _point(maps: Maps, names: Mapping[str, Any]) -> None:
    house = names["somchai"].house
    found = maps.at_point(f"{house.latitude:.6f}", f"{house.longitude:.6f}")
    assert found[0].layer == "district" and found[0].properties["branch_id"]


def _outside(maps: Maps, names: Mapping[str, Any]) -> None:
    assert maps.at_point("18.788000", "98.985000") == []


def _address(maps: Maps, names: Mapping[str, Any]) -> None:
    house = names["somchai"].house
    parts = house.province_code, house.district_code[2:], house.subdistrict_code[4:]
    assert maps.at_address(*parts, house.code)[0].properties["branch_id"]


def _around(maps: Maps, names: Mapping[str, Any]) -> None:
    house = names["somchai"].house
    assert maps.parcels_around(house.latitude, house.longitude, 0.0001)[0].properties["parcelno"]


def _too_wide(maps: Maps, names: Mapping[str, Any]) -> None:
    with pytest.raises(SourceUnavailable, match="InvalidParameterValue"):
        maps.parcels_around(13.7, 100.5, 1)


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
    Asked("a box that is too wide", "features", _too_wide, answered(200, _EXCEPTION, media="text/xml"), (SOMCHAI,)),
]
