"""Veterans' rights of the population, which only the register of the War Veterans Organization knows.

Classes of card and medals are public knowledge; their holders and dates here are invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

MEDALS = ("bravery", "korea", "vietnam", "freemen_first", "world_war", "indochina")
_SERVED_ONE_IN = 12
_DECORATED_ONE_IN = 5
_YOUNGEST_SINCE = 1996
_CHILD_UNTIL = 20


class Drawn(Protocol):
    """A world from which further facts can be drawn."""

    def draw(self, tag: str, number: int, bound: int) -> int:
        """A seeded number below `bound`."""


class Citizen(Protocol):
    """A person of the population whose relatives can be asked for."""

    number: int
    sex: Any
    born: date
    alive: bool

    @property
    def spouse(self) -> Any: ...
    @property
    def father(self) -> Any: ...
    @property
    def mother(self) -> Any: ...
    @property
    def children(self) -> Sequence[Any]: ...


@dataclass(frozen=True, slots=True)
class VeteranRight:
    """A right by the own card, or by that of a relative; `ends` is None for life."""

    card_no: str
    card_class: int
    medals: tuple[str, ...]
    relation: str
    ends: date | None


def veteran_right(world: Drawn, person: Citizen) -> VeteranRight | None:
    """The right of a living person; the own one goes before a relative's."""
    if not person.alive:
        return None
    for relation, veteran in _candidates(person):
        if _served(world, veteran):
            return _right(world, veteran, relation, _last_day(person) if relation == "child" else None)
    return None


def _candidates(person: Citizen) -> list[tuple[str, Any]]:
    """Relatives whose card may give a person a right, the nearest first; parents only of a dead child."""
    spouse = person.spouse
    found: list[tuple[str, Any]] = [("self", person)]
    if spouse is not None:
        found.append(("spouse" if spouse.alive else "widow", spouse))
    if person.born.year >= _YOUNGEST_SINCE + 10:
        found += [("child", parent) for parent in (person.father, person.mother) if parent is not None]
    return found + [("parent", child) for child in person.children if not child.alive]


def _served(world: Drawn, person: Citizen) -> bool:
    if person.sex != "M" or person.born.year > _YOUNGEST_SINCE:
        return False
    return world.draw("veteran", person.number, _SERVED_ONE_IN) == 0


def _right(world: Drawn, veteran: Citizen, relation: str, ends: date | None) -> VeteranRight:
    number = veteran.number
    card_class = 1 + world.draw("veteran class", number, 4)
    decorated = world.draw("veteran medal", number, _DECORATED_ONE_IN) == 0
    medals = (MEDALS[world.draw("which medal", number, len(MEDALS))],) if decorated else ()
    return VeteranRight(f"{card_class}{number:08d}", card_class, medals, relation, ends)


def _last_day(child: Citizen) -> date:
    """The day before the child is of age."""
    return date(child.born.year + _CHILD_UNTIL, child.born.month, 1)
