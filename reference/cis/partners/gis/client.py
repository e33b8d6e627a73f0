"""A client of MWA's map service: what lies at a place. HTTP 200 says nothing there: only features do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import requests

from reference.cis.adapter import Link
from reference.cis.partners.dga_gdx.gateway import SourceUnavailable

_EXCEPTION = re.compile(rb'exceptionCode="([A-Za-z]{1,40})"')
_WGS_84 = ("urn:ogc:def:crs:EPSG::4326", "urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326")
_LATITUDES, _LONGITUDES = (5.0, 21.0), (97.0, 106.0)
"""Of Thailand. They do not overlap, so which of two numbers is which is never a guess."""
_NOWHERE = "map coordinates lie outside Thailand"
_UNREADABLE = "map answer has not the agreed shape"


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing on the map, its layer without the name of the workspace; degrees are WGS 84."""

    layer: str
    latitude: float
    longitude: float
    properties: dict[str, str]


class Maps:
    """Questions to the map service; nothing found is an empty list. All may raise Unavailable."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def at_point(self, latitude: str, longitude: str) -> list[Feature]:
        """District and parcel of a point, in degrees as the applicant's map gave them."""
        return self._ask("/gis/v1/locate", {"latitude": latitude, "longitude": longitude})

    def at_address(self, province: str, amphur: str, district: str, house_code: str | None) -> list[Feature]:
        """District and parcel of an address, by its codes and, if there is one, the house's."""
        query = {"provinceCode": province, "amphurCode": amphur, "districtCode": district}
        return self._ask("/gis/v1/address", query | ({"houseId": house_code} if house_code else {}))

    def parcels_around(self, latitude: float, longitude: float, degrees: float) -> list[Feature]:
        """The parcels not farther from a point than so many degrees along each axis."""
        box = (longitude - degrees, latitude - degrees, longitude + degrees, latitude + degrees)
        query = {
            "service": "WFS",
            "version": "2.0.0",
            "request": "GetFeature",
            "typeNames": "mwa:parcel",
            "outputFormat": "application/json",
            "srsName": "EPSG:4326",
            "bbox": ",".join(f"{edge:.6f}" for edge in box),
        }
        return self._ask("/gis/wfs", query)

    def _ask(self, path: str, query: dict[str, str]) -> list[Feature]:
        response = self._send(path, query)
        if response.status_code != 200:
            raise SourceUnavailable(str(response.status_code), response.headers.get("Retry-After"))
        if told := _EXCEPTION.search(response.content):
            raise SourceUnavailable(told.group(1).decode())
        try:
            told = response.json()
            _must_be_degrees(told)
            return [_feature(each) for each in told["features"]]
        except (ValueError, KeyError, TypeError, AttributeError):
            raise SourceUnavailable(_UNREADABLE) from None

    def _send(self, path: str, query: dict[str, str]) -> requests.Response:
        url, headers = self._link.url + path, {"X-GIS-Key": self._link["map_key"]}
        try:
            return self._link.session.get(
                url, params=query, headers=headers, timeout=self._link.timeout, allow_redirects=False
            )
        except requests.RequestException as trouble:
            kind = type(trouble).__name__
        raise SourceUnavailable(kind)  # outside the handler: the cause's text holds where somebody lives


def _must_be_degrees(told: dict[str, Any]) -> None:
    """Metres of another grid must not be taken for a place; an answer may leave its system unsaid."""
    system = str(told["crs"]["properties"]["name"]) if told.get("crs") else _WGS_84[0]
    if system not in _WGS_84:
        raise SourceUnavailable(f"map answers in {system.rpartition('crs:')[2][:20]}")


def _feature(told: Any) -> Feature:
    longitude, latitude = _turned(*(float(degrees) for degrees in told["geometry"]["coordinates"]))
    properties = {str(name): str(value) for name, value in told["properties"].items()}
    return Feature(str(told["id"]).partition(".")[0], latitude, longitude, properties)


def _turned(first: float, second: float) -> tuple[float, float]:
    """Longitude and latitude, whichever came first: servers differ in it. What lies outside Thailand is no place."""
    for longitude, latitude in ((first, second), (second, first)):
        if _LONGITUDES[0] <= longitude <= _LONGITUDES[1] and _LATITUDES[0] <= latitude <= _LATITUDES[1]:
            return longitude, latitude
    raise SourceUnavailable(_NOWHERE)
