"""Degrees as metres on the map grid of western Thailand and Bangkok: UTM zone 47 north on WGS 84 (EPSG:32647)."""

from __future__ import annotations

from math import cos, radians, sin, sqrt, tan

_RADIUS, _FLATTENING, _SCALE = 6_378_137.0, 1 / 298.257223563, 0.9996
_E2 = _FLATTENING * (2 - _FLATTENING)
_EP2 = _E2 / (1 - _E2)
_MERIDIAN, _EAST = 99.0, 500_000.0


def utm_47n(latitude: float, longitude: float) -> tuple[float, float]:
    """Easting and northing in metres, to the centimetre (Snyder, Map Projections: A Working Manual, 8-9 to 8-15)."""
    phi, tangent = radians(latitude), tan(radians(latitude)) ** 2
    n = _RADIUS / sqrt(1 - _E2 * sin(phi) ** 2)
    c, a = _EP2 * cos(phi) ** 2, radians(longitude - _MERIDIAN) * cos(phi)
    easting = a + (1 - tangent + c) * a**3 / 6 + (5 - 18 * tangent + tangent**2 + 72 * c - 58 * _EP2) * a**5 / 120
    rising = a**2 / 2 + (5 - tangent + 9 * c + 4 * c**2) * a**4 / 24
    rising += (61 - 58 * tangent + tangent**2 + 600 * c - 330 * _EP2) * a**6 / 720
    northing = _arc(phi) + n * tan(phi) * rising
    return round(_EAST + _SCALE * n * easting, 2), round(_SCALE * northing, 2)


def _arc(phi: float) -> float:
    """Along the meridian from the equator."""
    e4, e6 = _E2**2, _E2**3
    return _RADIUS * (
        (1 - _E2 / 4 - 3 * e4 / 64 - 5 * e6 / 256) * phi
        - (3 * _E2 / 8 + 3 * e4 / 32 + 45 * e6 / 1024) * sin(2 * phi)
        + (15 * e4 / 256 + 45 * e6 / 1024) * sin(4 * phi)
        - (35 * e6 / 3072) * sin(6 * phi)
    )
