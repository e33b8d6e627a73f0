"""Where a new connection is to be: the map service says which branch serves the place, and on which parcel it lies."""

from __future__ import annotations

from dataclasses import dataclass

from reference.cis.partners.biz_portal.request_form import Form, Place, place_of
from reference.cis.partners.dga_gdx.gateway import SourceUnavailable
from reference.cis.partners.gis.client import Feature, Maps
from reference.cis.service_requests.branches import CODES

OUTSIDE = "สถานที่ขอติดตั้งไม่อยู่ในพื้นที่ให้บริการของการประปานครหลวง"
_NEAR = 0.0001
"""In degrees, about 11 m: how far a point set on a map by hand may lie from the parcel that is meant (ours)."""


@dataclass(frozen=True, slots=True)
class Site:
    """The branch that serves the place, and the number of the title deed there, if the map knows one."""

    branch: str
    deed: str | None


def site_of(form: Form, maps: Maps) -> Site | None:
    """The place of a form that has no mistakes, by its point or else by its address; None outside MWA's area.

    Raises `gateway.Unavailable` when the map service gave no answer to go by: that decides nothing.
    """
    place = place_of(form)
    found = _at(place, maps)
    branches = {each.properties.get("branch_id") for each in found if each.layer == "district"}
    if not branches:
        return None
    if len(branches) > 1 or not (branch := branches.pop()) or branch not in CODES:
        raise SourceUnavailable("map names no branch of ours")
    return Site(branch, _deed(place, found, maps))


def _at(place: Place, maps: Maps) -> list[Feature]:
    if place.point:
        return maps.at_point(*place.point)
    return maps.at_address(place.province, place.amphur, place.district, place.house_code)


def _deed(place: Place, found: list[Feature], maps: Maps) -> str | None:
    """The parcel at the place, or the nearest one to a point that was set beside it."""
    parcels = _parcels(found)
    if not parcels and place.point:
        latitude, longitude = (float(degrees) for degrees in place.point)
        near = _parcels(maps.parcels_around(latitude, longitude, _NEAR))
        parcels = sorted(near, key=lambda each: abs(each.latitude - latitude) + abs(each.longitude - longitude))
    return parcels[0].properties.get("parcelno") if parcels else None


def _parcels(found: list[Feature]) -> list[Feature]:
    return [each for each in found if each.layer == "parcel"]
