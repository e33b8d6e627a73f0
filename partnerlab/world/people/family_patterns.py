"""Families of sixteen people in five houses, as patterns; birth years and last names that follow from them.

Person n is member `n % 16` of family `n // 16`; house h is house `h % 5` of family `h // 5`. So every relation
(spouse, parents, children, house) is arithmetic, and both ends agree on it by construction: see `family_ties`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from partnerlab.world.people.name_lists import Sex, last_names
from partnerlab.world.seeded_random import choose, draw

PEOPLE_PER_FAMILY = 16
HOUSES_PER_FAMILY = 5

Birth = Literal["root", "with", "after", "before"]


@dataclass(frozen=True, slots=True)
class FamilyMember:
    """One place in a family pattern. Other members are given by index, None where they are outside the population.

    `birth` says what the year of birth follows from: nothing (`root`), a partner's (`with`), a mother's (`after`, as
    her `order`-th child, counted from 0) or a child's (`before`); `near` is the index of that other member.
    """

    house: int
    sex: Sex
    birth: Birth
    near: int = 0
    order: int = 0
    partner: int | None = None
    divorced: bool = False
    father: int | None = None
    mother: int | None = None
    dead: bool = False


@dataclass(frozen=True, slots=True)
class FamilyPattern:
    """A kind of family: its sixteen members, who directs the family's company, and the head of each house."""

    members: tuple[FamilyMember, ...]
    directors: tuple[int, ...]
    heads: tuple[int, ...]

    def living_in(self, house: int) -> tuple[int, ...]:
        return tuple(index for index, member in enumerate(self.members) if member.house == house)

    def children(self, parent: int) -> tuple[int, ...]:
        return tuple(i for i, member in enumerate(self.members) if parent in (member.father, member.mother))


def _root(house: int, sex: Sex, partner: int, dead: bool = False) -> FamilyMember:
    return FamilyMember(house, sex, "root" if sex == "F" else "with", partner, partner=partner, dead=dead)


def _child(
    house: int, sex: Sex, parents: tuple[int | None, int], order: int,
    partner: int | None = None, divorced: bool = False,
) -> FamilyMember:  # fmt: skip
    father, mother = parents
    return FamilyMember(house, sex, "after", mother, order, partner, divorced, father, mother)


def _in_law(house: int, sex: Sex, partner: int, divorced: bool = False) -> FamilyMember:
    return FamilyMember(house, sex, "with", partner, partner=partner, divorced=divorced)


def _pattern(directors: tuple[int, ...], members: Sequence[FamilyMember]) -> FamilyPattern:
    assert len(members) == PEOPLE_PER_FAMILY
    return FamilyPattern(tuple(members), directors, tuple(_head(members, house) for house in range(HOUSES_PER_FAMILY)))


def _head(members: Sequence[FamilyMember], house: int) -> int:
    return next(index for index, member in enumerate(members) if member.house == house and not member.dead)


_THREE_MARRIED_CHILDREN = _pattern((2, 3), [
    _root(0, "M", 1), _root(0, "F", 0),
    _child(1, "M", (0, 1), 0, partner=3), _in_law(1, "F", 2),
    _child(1, "M", (2, 3), 0), _child(1, "F", (2, 3), 1),
    _child(2, "F", (0, 1), 1, partner=7), _in_law(2, "M", 6),
    _child(2, "F", (7, 6), 0), _child(2, "M", (7, 6), 1), _child(2, "M", (7, 6), 2),
    _child(3, "M", (0, 1), 2),
    _child(4, "M", (0, 1), 3, partner=13), FamilyMember(4, "F", "with", 12, partner=12, mother=15),
    _child(4, "F", (12, 13), 0), FamilyMember(4, "F", "before", 13),
])  # fmt: skip

_A_DIVORCE = _pattern((3, 4), [
    _root(0, "M", 1), _root(0, "F", 0), _child(0, "F", (0, 1), 2),
    _child(1, "M", (0, 1), 0, partner=4), _in_law(1, "F", 3), _child(1, "M", (3, 4), 1),
    _child(2, "F", (0, 1), 1, partner=8, divorced=True), _child(2, "M", (8, 6), 0),
    _in_law(3, "M", 6, divorced=True),
    _child(4, "M", (0, 1), 3, partner=10), FamilyMember(4, "F", "with", 9, partner=9, father=14, mother=15),
    _child(4, "F", (9, 10), 0), _child(4, "F", (9, 10), 1), _child(4, "M", (9, 10), 2),
    _root(4, "M", 15), FamilyMember(4, "F", "before", 10, partner=14),
])  # fmt: skip

_A_WIDOW = _pattern((3, 4), [
    _root(0, "M", 1, dead=True), _root(0, "F", 0), _child(0, "F", (0, 1), 3),
    _child(1, "M", (0, 1), 0, partner=4), _in_law(1, "F", 3),
    _child(1, "F", (3, 4), 0), _child(1, "M", (3, 4), 1),
    _child(2, "F", (0, 1), 1, partner=8), _in_law(2, "M", 7), _child(2, "M", (8, 7), 0),
    _child(3, "M", (0, 1), 2, partner=11), _in_law(3, "F", 10), _child(3, "M", (10, 11), 0),
    _child(3, "F", (10, 11), 1),
    _child(4, "F", (0, 1), 4, partner=15), _in_law(4, "M", 14),
])  # fmt: skip

PATTERNS = (_THREE_MARRIED_CHILDREN, _A_DIVORCE, _A_WIDOW)


def pattern_of(seed: int, family: int) -> FamilyPattern:
    """Which kind of family the family of this number is."""
    return choose(seed, "pattern", family, PATTERNS)


def birth_year(seed: int, family: int, pattern: FamilyPattern, index: int) -> int:
    """Gregorian year of birth: mothers are 21 to 39 at a birth, partners at most three years apart."""
    member, person = pattern.members[index], family * PEOPLE_PER_FAMILY + index
    if member.birth == "root":
        return 1942 + draw(seed, "born root", person, 13)
    near = birth_year(seed, family, pattern, member.near)
    if member.birth == "with":
        return near - 3 + draw(seed, "born with", person, 7)
    if member.birth == "after":
        return near + 21 + 4 * member.order + draw(seed, "born after", person, 3)
    return near - 22 - draw(seed, "born before", person, 8)


def birth_last_name(seed: int, family: int, pattern: FamilyPattern, index: int) -> str:
    """The father's birth name; the mother's where no father is on record; a new one where neither is."""
    member = pattern.members[index]
    parent = member.mother if member.father is None else member.father
    if parent is not None:
        return birth_last_name(seed, family, pattern, parent)
    return choose(seed, "last name", family * PEOPLE_PER_FAMILY + index, last_names())


def last_name(seed: int, family: int, pattern: FamilyPattern, index: int, birth_name: str) -> str:
    """The name borne now: a married woman bears her husband's, others bear their own `birth_name`."""
    member = pattern.members[index]
    if member.sex == "F" and member.partner is not None and not member.divorced:
        return birth_last_name(seed, family, pattern, member.partner)
    return birth_name
