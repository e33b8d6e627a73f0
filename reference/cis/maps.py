"""A client of MWA's map service: what lies at a place. HTTP 200 says nothing there: only features do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import requests

from reference.cis.gateway import Unavailable
from reference.cis.settings import Settings

_EXCEPTION = re.compile(rb'exceptionCode="([A-Za-z]{1,40})"')
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

    def __init__(self, settings: Settings, session: requests.Session) -> None:
        self._settings = settings
        self._session = session

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
            raise Unavailable(str(response.status_code), response.headers.get("Retry-After"))
        if told := _EXCEPTION.search(response.content):
            raise Unavailable(told.group(1).decode())
        try:
            return [_feature(each) for each in response.json()["features"]]
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Unavailable(_UNREADABLE) from None

    def _send(self, path: str, query: dict[str, str]) -> requests.Response:
        url, headers = self._settings.gis_url + path, {"X-GIS-Key": self._settings.gis_key}
        try:
            return self._session.get(
                url, params=query, headers=headers, timeout=self._settings.timeout, allow_redirects=False
            )
        except requests.RequestException as trouble:
            kind = type(trouble).__name__
        raise Unavailable(kind)  # outside the handler: the cause's text holds where somebody lives


def _feature(told: Any) -> Feature:
    longitude, latitude = (float(degrees) for degrees in told["geometry"]["coordinates"])
    properties = {str(name): str(value) for name, value in told["properties"].items()}
    return Feature(str(told["id"]).partition(".")[0], latitude, longitude, properties)
