"""The districts of the three provinces, and the district in which a point lies.

Real borders are not public, so these are ours (invented): a point belongs to the district whose middle is nearest,
measured along the longer of the two axes, and to none beyond `REACH`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from partnerlab.world.places.subdistricts import Branch, subdistricts

REACH = 100_000
"""In millionths of a degree: farther than this from every middle lies outside MWA's area."""

Point = tuple[int, int]
"""Latitude and longitude in millionths of a degree (WGS 84), about 11 cm: no loss between text and number."""


@dataclass(frozen=True, slots=True)
class District:
    """A district (เขต, อำเภอ) with the branch that serves it. The code has four digits, degrees are of its middle."""

    code: str
    name: str
    province_code: str
    province: str
    branch: Branch
    latitude: float
    longitude: float


def millionths(latitude: float, longitude: float) -> Point:
    """A point in degrees as whole millionths."""
    return round(latitude * 1_000_000), round(longitude * 1_000_000)


@cache
def districts() -> Mapping[str, District]:
    """All districts of the three provinces by code."""
    return {
        place.district_code: District(
            place.district_code, place.district, place.province_code, place.province, place.branch, place.latitude,
            place.longitude,
        )
        for place in subdistricts()
    }  # fmt: skip


def district_at(latitude: float, longitude: float) -> District | None:
    """The district in which a point lies; None outside MWA's area."""
    point = millionths(latitude, longitude)
    nearest, code = min((distance(point, middle), code) for code, middle in middles().items())
    return districts()[code] if nearest <= REACH else None


@cache
def middles() -> Mapping[str, Point]:
    """The middle of each district, by code."""
    return {code: millionths(district.latitude, district.longitude) for code, district in districts().items()}


def distance(one: Point, other: Point) -> int:
    """The distance along the longer of the two axes."""
    return max(abs(one[0] - other[0]), abs(one[1] - other[1]))
