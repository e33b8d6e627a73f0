"""The numbers of one world that never change: its seed, its size, its identifiers and its map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from partnerlab.errors import WorldError
from partnerlab.world.identifiers import IdentifierScheme
from partnerlab.world.people.family_patterns import HOUSES_PER_FAMILY, PEOPLE_PER_FAMILY
from partnerlab.world.places.house_map import HouseMap

RECORD_DATE = date(2026, 1, 1)
"""Everything on record has happened by this day; the world has no other notion of today."""

MAX_SIZE = 20_000_000
"""More people than this would need more digits than deed numbers have."""


@dataclass(frozen=True, slots=True)
class WorldSeed:
    """What every entity is made from, besides its number.

    `residences` is the number of houses in which people live: houses with this number and above are premises of
    companies. `counts` says how many entities of each kind there are.
    """

    seed: int
    residences: int
    counts: Mapping[str, int]
    identifiers: IdentifierScheme
    house_map: HouseMap


def plan_world(seed: int, size: int) -> WorldSeed:
    """The numbers of a world of at least `size` people, rounded up to whole families."""
    if not 1 <= size <= MAX_SIZE:
        raise WorldError(f"world: expected a size from 1 to {MAX_SIZE} people, seen {size}")
    families = -(-size // PEOPLE_PER_FAMILY)
    residences = families * HOUSES_PER_FAMILY
    houses = residences + families
    counts = {
        "person": families * PEOPLE_PER_FAMILY, "house": houses, "company": families, "account": houses,
        "parcel": houses, "mandate": houses,
    }  # fmt: skip
    return WorldSeed(seed, residences, counts, IdentifierScheme(seed), HouseMap(seed))
