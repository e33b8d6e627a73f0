"""Where a new connection is to be: the map says which branch serves the place, and on which parcel it lies."""

from __future__ import annotations

from dataclasses import dataclass

from reference.cis.messages import Place, SourceUnavailable
from reference.cis.service_requests.branches import CODES
from reference.cis.service_requests.register_lookups import Registers
from reference.cis.service_requests.registers import (
    FeaturesAtAddress,
    FeaturesAtPoint,
    MapFeature,
    ParcelsAround,
)

OUTSIDE = "สถานที่ขอติดตั้งไม่อยู่ในพื้นที่ให้บริการของการประปานครหลวง"
_NEAR = 0.0001
"""In degrees, about 11 m: how far a point set on a map by hand may lie from the parcel that is meant (ours)."""


@dataclass(frozen=True, slots=True)
class Site:
    """The branch that serves the place, and the number of the title deed there, if the map knows one."""

    branch: str
    deed: str | None


def site_of(place: Place, registers: Registers) -> Site | None:
    """The site of a place, by its point or else by its address; None outside MWA's area.

    Raises SourceUnavailable when the map gave no answer to go by: that decides nothing.
    """
    features = _features(place, registers)
    branches = {feature.branch for feature in features if feature.layer == "district"}
    if not branches:
        return None
    if len(branches) > 1 or not (branch := branches.pop()) or branch not in CODES:
        raise SourceUnavailable("map names no branch of ours")
    return Site(branch, _deed(place, features, registers))


def _features(place: Place, registers: Registers) -> tuple[MapFeature, ...]:
    question = (
        FeaturesAtPoint(*place.point)
        if place.point
        else FeaturesAtAddress(place.province, place.district, place.subdistrict, place.house_code)
    )
    return registers.ask(question) or ()


def _deed(place: Place, features: tuple[MapFeature, ...], registers: Registers) -> str | None:
    """The parcel at the place, or the nearest one to a point that was set beside it."""
    parcels = _parcels(features)
    if not parcels and place.point:
        latitude, longitude = (float(degrees) for degrees in place.point)
        around = _parcels(registers.ask(ParcelsAround(latitude, longitude, _NEAR)) or ())
        parcels = sorted(around, key=lambda parcel: abs(parcel.latitude - latitude) + abs(parcel.longitude - longitude))
    return parcels[0].deed if parcels else None


def _parcels(features: tuple[MapFeature, ...]) -> list[MapFeature]:
    return [feature for feature in features if feature.layer == "parcel"]
