"""Where houses stand, as arithmetic both ways: from a house to its point, and from any point back to its house.

Real borders and plots are not public, so both are ours (invented): a point belongs to the district whose middle is
nearest, measured along the longer of the two axes, and to none beyond `REACH`. Around each middle lies a square that
is its district's alone. A house's number, shuffled, is its place on the lattice of that square. Places are reckoned
in millionths of a degree (WGS 84), about 11 cm, so that nothing is lost between text and number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from partnerlab.world.places.subdistricts import Branch, areas
from partnerlab.world.seeded_random import Permutation

REACH = 100_000
"""Farther than this from every middle lies outside MWA's area."""

_SIDE = 3_163
"""Places along each side of a square: more in all than the largest world has houses."""

_WIDEST = 12_000
"""Half a square's side at most: nobody lives far from the middle of a district."""

Point = tuple[int, int]
"""Latitude and longitude in millionths of a degree."""


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


@dataclass(frozen=True, slots=True)
class Box:
    """A piece of the map in degrees, to the sixth decimal; its edges belong to it."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, latitude: float, longitude: float) -> bool:
        point, low, high = (
            millionths(*each) for each in ((latitude, longitude), (self.south, self.west), (self.north, self.east))
        )
        return low[0] <= point[0] <= high[0] and low[1] <= point[1] <= high[1]


@dataclass(frozen=True, slots=True)
class _Square:
    south: int
    west: int
    step: int


def millionths(latitude: float, longitude: float) -> Point:
    return round(latitude * 1_000_000), round(longitude * 1_000_000)


@cache
def districts() -> Mapping[str, District]:
    """All districts of the three provinces by code."""
    return {
        area.district_code: District(area.district_code, area.district, area.province_code, area.province,
                                     area.branch, area.latitude, area.longitude)
        for area in areas()
    }  # fmt: skip


def district_at(latitude: float, longitude: float) -> District | None:
    """The district in which a point lies; None outside MWA's area."""
    point = millionths(latitude, longitude)
    away, code = min((_apart(point, middle), code) for code, middle in _middles().items())
    return districts()[code] if away <= REACH else None


class HouseMap:
    """Which house number stands at which place, for one seed."""

    __slots__ = ("_places",)

    def __init__(self, seed: int) -> None:
        self._places = Permutation(seed, "place", _SIDE, _SIDE)

    def point(self, number: int, district: str) -> tuple[float, float]:
        """Latitude and longitude of a house of a district, in degrees."""
        square = _squares()[district]
        row, column = divmod(self._places.forward(number), _SIDE)
        return (square.south + row * square.step) / 1_000_000, (square.west + column * square.step) / 1_000_000

    def numbers_in(self, box: Box) -> Iterator[tuple[str, int]]:
        """Every district and number that would stand in a box, southern ones first within a district."""
        for district, square in _squares().items():
            rows = _places(box.south, box.north, square.south, square.step)
            columns = _places(box.west, box.east, square.west, square.step)
            yield from ((district, self._places.back(row * _SIDE + column)) for row in rows for column in columns)


def _places(low: float, high: float, start: int, step: int) -> range:
    """The places along one side that lie between two degrees."""
    first = -(-(round(low * 1_000_000) - start) // step)
    last = (round(high * 1_000_000) - start) // step
    return range(max(first, 0), min(last + 1, _SIDE))


@cache
def _middles() -> Mapping[str, Point]:
    return {code: millionths(each.latitude, each.longitude) for code, each in districts().items()}


@cache
def _squares() -> Mapping[str, _Square]:
    """The square of each district: less than half-way to the nearest other middle, so that none meet."""
    found = {}
    for code, middle in _middles().items():
        nearest = min(_apart(middle, other) for each, other in _middles().items() if each != code)
        step = 2 * min(_WIDEST, (nearest - 1) // 2) // (_SIDE - 1)
        half = step * (_SIDE - 1) // 2
        found[code] = _Square(middle[0] - half, middle[1] - half, step)
    return found


def _apart(one: Point, other: Point) -> int:
    return max(abs(one[0] - other[0]), abs(one[1] - other[1]))
