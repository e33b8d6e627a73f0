"""From the number of a house to its point on the map, and from any point back to the house, by arithmetic.

Real plots are not public, so these are ours (invented): around the middle of each district lies a square that belongs
to no other district. A house's number, shuffled, is its place on the lattice of that square.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from partnerlab.world.places.districts import distance, middles, millionths
from partnerlab.world.seeded_random import Permutation

_SIDE = 3_163
"""Places along each side of a square: more in all than the largest world has houses."""

_WIDEST = 12_000
"""At most this much of a square lies on each side of the middle of its district, in millionths of a degree."""


@dataclass(frozen=True, slots=True)
class Box:
    """A piece of the map in degrees, to the sixth decimal; its edges belong to it."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, latitude: float, longitude: float) -> bool:
        point, low, high = (
            millionths(*pair) for pair in ((latitude, longitude), (self.south, self.west), (self.north, self.east))
        )
        return low[0] <= point[0] <= high[0] and low[1] <= point[1] <= high[1]


@dataclass(frozen=True, slots=True)
class _Square:
    south: int
    west: int
    step: int


class HouseMap:
    """Converts house numbers to places on the map and back, for one seed."""

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
def _squares() -> Mapping[str, _Square]:
    """The square of each district: less than half-way to the nearest other middle, so that none meet."""
    squares = {}
    for code, middle in middles().items():
        nearest = min(distance(middle, other) for another, other in middles().items() if another != code)
        step = 2 * min(_WIDEST, (nearest - 1) // 2) // (_SIDE - 1)
        half = step * (_SIDE - 1) // 2
        squares[code] = _Square(middle[0] - half, middle[1] - half, step)
    return squares
