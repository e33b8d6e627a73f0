"""A client of MWA's map service: what lies at a place. HTTP 200 says nothing there: only features do."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import requests

from reference.cis.adapter import Link
from reference.cis.messages import SourceUnavailable
from reference.cis.service_requests.registers import (
    Ask,
    FeaturesAtAddress,
    FeaturesAtPoint,
    MapFeature,
    ParcelsAround,
    PipesAround,
    Question,
)
from reference.common.json_reader import read_json

_EXCEPTION = re.compile(rb'exceptionCode="([A-Za-z]{1,40})"')
_WGS_84 = ("urn:ogc:def:crs:EPSG::4326", "urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326")
_LATITUDES, _LONGITUDES = (5.0, 21.0), (97.0, 106.0)
"""Of Thailand. They do not overlap, so which of two numbers is which is never a guess."""
_OUTSIDE = "map coordinates lie outside Thailand"
_UNREADABLE = "map answer has not the agreed shape"
Features = tuple[MapFeature, ...]


class Map:
    """Answers questions about places; nothing there is empty. Each may raise SourceUnavailable."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def at_point(self, question: FeaturesAtPoint) -> Features:
        return self._ask("/gis/v1/locate", {"latitude": question.latitude, "longitude": question.longitude})

    def at_address(self, question: FeaturesAtAddress) -> Features:
        codes = {
            "provinceCode": question.province,
            "amphurCode": question.district,
            "districtCode": question.subdistrict,
        }
        house = {"houseId": question.house_code} if question.house_code else {}
        return self._ask("/gis/v1/address", codes | house)

    def parcels_around(self, question: ParcelsAround) -> Features:
        return self._around("mwa:parcel", question)

    def pipes_around(self, question: PipesAround) -> Features:
        return self._around("mwa:pipe", question)

    def _around(self, layer: str, question: ParcelsAround | PipesAround) -> Features:
        latitude, longitude, degrees = question.latitude, question.longitude, question.degrees
        box = (longitude - degrees, latitude - degrees, longitude + degrees, latitude + degrees)
        query = {
            "service": "WFS",
            "version": "2.0.0",
            "request": "GetFeature",
            "typeNames": layer,
            "outputFormat": "application/json",
            "srsName": "EPSG:4326",
            "bbox": ",".join(f"{edge:.6f}" for edge in box),
        }
        return self._ask("/gis/wfs", query)

    def _ask(self, path: str, query: dict[str, str]) -> Features:
        response = self._send(path, query)
        if response.status_code != 200:
            raise SourceUnavailable(str(response.status_code), response.headers.get("Retry-After"))
        if exception := _EXCEPTION.search(response.content):
            raise SourceUnavailable(exception.group(1).decode())
        try:
            collection = read_json(response.content)
            _require_degrees(collection)
            return tuple(_feature(feature) for feature in collection["features"])
        except (ValueError, KeyError, TypeError, AttributeError):
            raise SourceUnavailable(_UNREADABLE) from None

    def _send(self, path: str, query: dict[str, str]) -> requests.Response:
        link = self._link
        headers = {"X-GIS-Key": link["map_key"]}
        try:
            return link.session.get(
                link.url + path, params=query, headers=headers, timeout=link.timeout, allow_redirects=False
            )
        except requests.RequestException as failure:
            kind = type(failure).__name__
        raise SourceUnavailable(kind)  # outside the handler: the cause's text holds an applicant's address


def asks(answer: Callable[[Map, Any], Features]) -> Callable[[Link], Ask]:
    """How the map is asked."""
    return lambda link: lambda question: answer(Map(link), question)


QUESTIONS: dict[type[Question[Any]], Callable[[Link], Ask]] = {
    FeaturesAtPoint: asks(Map.at_point),
    FeaturesAtAddress: asks(Map.at_address),
    ParcelsAround: asks(Map.parcels_around),
    PipesAround: asks(Map.pipes_around),
}


def _require_degrees(collection: dict[str, Any]) -> None:
    """Metres of another grid must not be taken for a place; an answer may leave its system unsaid."""
    system = str(collection["crs"]["properties"]["name"]) if collection.get("crs") else _WGS_84[0]
    if system not in _WGS_84:
        raise SourceUnavailable(f"map answers in {system.rpartition('crs:')[2][:20]}")


def _feature(feature: Any) -> MapFeature:
    place = feature["geometry"]["coordinates"]
    first = place[0] if isinstance(place[0], list) else place
    longitude, latitude = _in_order(*(float(degrees) for degrees in first))
    texts = (feature["properties"].get(name) for name in ("branch_id", "parcelno", "pipe"))
    layer = str(feature["id"]).partition(".")[0]
    return MapFeature(layer, latitude, longitude, *(None if text is None else str(text) for text in texts))


def _in_order(first: float, second: float) -> tuple[float, float]:
    """Longitude and latitude in this order, which servers differ in; a point outside Thailand is refused."""
    for longitude, latitude in ((first, second), (second, first)):
        if _LONGITUDES[0] <= longitude <= _LONGITUDES[1] and _LATITUDES[0] <= latitude <= _LATITUDES[1]:
            return longitude, latitude
    raise SourceUnavailable(_OUTSIDE)
