"""Random draws without state: the same seed, tag and number always give the same draw.

Nothing here remembers anything, so any entity can be made at once, in any order, in any process.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar
from zlib import crc32

Item = TypeVar("Item")

_MASK = (1 << 64) - 1
_ROUNDS = 4


def mix(value: int) -> int:
    """Scatter an integer over 64 bits (the finishing steps of SplitMix64)."""
    value = (value + 0x9E3779B97F4A7C15) & _MASK
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & _MASK
    return value ^ (value >> 31)


@lru_cache(maxsize=4096)
def _key(seed: int, tag: str) -> int:
    return mix(mix(seed) ^ crc32(tag.encode()))


def draw(seed: int, tag: str, number: int, bound: int) -> int:
    """An integer in `range(bound)` that depends on nothing but its arguments."""
    return mix(_key(seed, tag) ^ number) % bound


def choose(seed: int, tag: str, number: int, items: Sequence[Item]) -> Item:
    """One of `items`, as `draw` would; written out, since most facts are chosen this way."""
    return items[mix(_key(seed, tag) ^ number) % len(items)]


class Permutation:
    """A seeded one-to-one scattering of `range(high * low)` onto itself, and the way back.

    A Feistel network over a mixed radix: each half is moved by a hash of the other, which is undone by
    moving it back. No table, no search, no cycle-walking.
    """

    __slots__ = ("_high", "_keys", "_low", "size")

    def __init__(self, seed: int, tag: str, high: int, low: int) -> None:
        self._high, self._low, self.size = high, low, high * low
        self._keys = tuple(_key(seed, f"{tag}/{turn}") for turn in range(2 * _ROUNDS))

    def forward(self, number: int) -> int:
        """Where `number` stands after the shuffle."""
        high, low = divmod(number, self._low)
        for turn in range(0, 2 * _ROUNDS, 2):
            high = (high + mix(self._keys[turn] ^ low)) % self._high
            low = (low + mix(self._keys[turn + 1] ^ high)) % self._low
        return high * self._low + low

    def back(self, place: int) -> int:
        """Which number stands at `place`: the exact inverse of `forward`."""
        high, low = divmod(place, self._low)
        for turn in range(2 * _ROUNDS - 2, -1, -2):
            low = (low - mix(self._keys[turn + 1] ^ high)) % self._low
            high = (high - mix(self._keys[turn] ^ low)) % self._high
        return high * self._low + low
