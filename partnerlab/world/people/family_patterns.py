"""Who is whose: families of sixteen people in five houses, as patterns.

Person n is role `n % 16` of family `n // 16`; house h is house `h % 5` of family `h // 5`. So every tie
(spouse, parents, children, house) is arithmetic, and coherent from both ends by construction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from partnerlab.world.people.name_lists import Sex, last_names
from partnerlab.world.seeded_random import pick, roll

PEOPLE = 16
HOUSES = 5

Birth = Literal["root", "with", "after", "before"]


@dataclass(frozen=True, slots=True)
class Role:
    """A place in a family. Other roles are given by index; None where that person is outside the population.

    `birth` says from whom the year of birth follows: nobody (`root`), a partner (`with`), a mother (`after`,
    as her `order`-th child, counted from 0) or a child (`before`); `near` is that other role.
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
    """A kind of family: its sixteen roles, and who runs the family's company."""

    roles: tuple[Role, ...]
    directors: tuple[int, ...]
    heads: tuple[int, ...]

    def members(self, house: int) -> tuple[int, ...]:
        return tuple(index for index, role in enumerate(self.roles) if role.house == house)

    def children(self, parent: int) -> tuple[int, ...]:
        return tuple(i for i, role in enumerate(self.roles) if parent in (role.father, role.mother))


def _root(house: int, sex: Sex, partner: int, dead: bool = False) -> Role:
    return Role(house, sex, "root" if sex == "F" else "with", partner, partner=partner, dead=dead)


def _child(
    house: int, sex: Sex, parents: tuple[int | None, int], order: int,
    partner: int | None = None, divorced: bool = False,
) -> Role:  # fmt: skip
    father, mother = parents
    return Role(house, sex, "after", mother, order, partner, divorced, father, mother)


def _in_law(house: int, sex: Sex, partner: int, divorced: bool = False) -> Role:
    return Role(house, sex, "with", partner, partner=partner, divorced=divorced)


def _pattern(directors: tuple[int, ...], roles: Sequence[Role]) -> FamilyPattern:
    assert len(roles) == PEOPLE
    return FamilyPattern(tuple(roles), directors, tuple(_head(roles, house) for house in range(HOUSES)))


def _head(roles: Sequence[Role], house: int) -> int:
    return next(index for index, role in enumerate(roles) if role.house == house and not role.dead)


_THREE_MARRIED_CHILDREN = _pattern((2, 3), [
    _root(0, "M", 1), _root(0, "F", 0),
    _child(1, "M", (0, 1), 0, partner=3), _in_law(1, "F", 2),
    _child(1, "M", (2, 3), 0), _child(1, "F", (2, 3), 1),
    _child(2, "F", (0, 1), 1, partner=7), _in_law(2, "M", 6),
    _child(2, "F", (7, 6), 0), _child(2, "M", (7, 6), 1), _child(2, "M", (7, 6), 2),
    _child(3, "M", (0, 1), 2),
    _child(4, "M", (0, 1), 3, partner=13), Role(4, "F", "with", 12, partner=12, mother=15),
    _child(4, "F", (12, 13), 0), Role(4, "F", "before", 13),
])  # fmt: skip

_A_DIVORCE = _pattern((3, 4), [
    _root(0, "M", 1), _root(0, "F", 0), _child(0, "F", (0, 1), 2),
    _child(1, "M", (0, 1), 0, partner=4), _in_law(1, "F", 3), _child(1, "M", (3, 4), 1),
    _child(2, "F", (0, 1), 1, partner=8, divorced=True), _child(2, "M", (8, 6), 0),
    _in_law(3, "M", 6, divorced=True),
    _child(4, "M", (0, 1), 3, partner=10), Role(4, "F", "with", 9, partner=9, father=14, mother=15),
    _child(4, "F", (9, 10), 0), _child(4, "F", (9, 10), 1), _child(4, "M", (9, 10), 2),
    _root(4, "M", 15), Role(4, "F", "before", 10, partner=14),
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


def birth_year(seed: int, family: int, pattern: FamilyPattern, index: int) -> int:
    """Gregorian year of birth: mothers are 21 to 39 at a birth, partners at most three years apart."""
    role, person = pattern.roles[index], family * PEOPLE + index
    if role.birth == "root":
        return 1942 + roll(seed, "born root", person, 13)
    near = birth_year(seed, family, pattern, role.near)
    if role.birth == "with":
        return near - 3 + roll(seed, "born with", person, 7)
    if role.birth == "after":
        return near + 21 + 4 * role.order + roll(seed, "born after", person, 3)
    return near - 22 - roll(seed, "born before", person, 8)


def birth_last_name(seed: int, family: int, pattern: FamilyPattern, index: int) -> str:
    """The father's birth name; the mother's where no father is on record; a new one where neither is."""
    role = pattern.roles[index]
    parent = role.mother if role.father is None else role.father
    if parent is not None:
        return birth_last_name(seed, family, pattern, parent)
    return pick(seed, "last name", family * PEOPLE + index, last_names())


def last_name(seed: int, family: int, pattern: FamilyPattern, index: int) -> str:
    """The name borne now: a married woman bears her husband's."""
    role = pattern.roles[index]
    if role.sex == "F" and role.partner is not None and not role.divorced:
        return birth_last_name(seed, family, pattern, role.partner)
    return birth_last_name(seed, family, pattern, index)
