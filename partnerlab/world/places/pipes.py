"""The pipe in front of a house: its course, width and material. Real ones are not public; these are invented.

Materials and the form of the label are MWA's own (W 7.6); widths are those of streets, not of trunk mains.
"""

from __future__ import annotations

from dataclasses import dataclass

from partnerlab.world.relations import House

_MATERIALS = ("PVC", "AC", "HDPE", "CI", "ST", "GI", "DI", "PC", "RCP", "SCP")
_DIAMETERS = (100, 150, 200, 300)
_ALONG, _BEFORE = 0.00005, 0.00003
"""In degrees: half of a pipe's length, and how far south of the house's point it lies."""


@dataclass(frozen=True, slots=True)
class Pipe:
    """A straight piece of pipe, from west to east; each end is longitude and latitude."""

    number: str
    label: str
    west: tuple[float, float]
    east: tuple[float, float]


def pipe_of(house: House) -> Pipe:
    """The pipe that serves a house."""
    number = house.parcel.deed
    diameter, material = _DIAMETERS[int(number) % 4], _MATERIALS[int(number) // 4 % 10]
    latitude = round(house.latitude - _BEFORE, 6)
    west, east = ((round(house.longitude + along, 6), latitude) for along in (-_ALONG, _ALONG))
    return Pipe(number, f"{diameter} mm | {material}", west, east)
