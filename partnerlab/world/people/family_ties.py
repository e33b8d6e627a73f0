"""Spouses, parents, owners of houses and directors of companies, computed from numbers.

Every function takes the seed of the world first, and numbers of people, houses and companies.
"""

from __future__ import annotations

from partnerlab.world.people.family_patterns import (
    HOUSES_PER_FAMILY,
    PEOPLE_PER_FAMILY,
    FamilyMember,
    pattern_of,
)


def member_of(seed: int, person: int) -> FamilyMember:
    """The person's place in the pattern of the family."""
    return pattern_of(seed, person // PEOPLE_PER_FAMILY).members[person % PEOPLE_PER_FAMILY]


def relative(person: int, index: int | None) -> int | None:
    """The number of another member of the person's family; None where that member is outside the population."""
    return None if index is None else person - person % PEOPLE_PER_FAMILY + index


def children_of(seed: int, person: int) -> tuple[int, ...]:
    """Sons and daughters, the order of their numbers."""
    family, parent = divmod(person, PEOPLE_PER_FAMILY)
    return tuple(family * PEOPLE_PER_FAMILY + index for index in pattern_of(seed, family).children(parent))


def house_of(seed: int, person: int) -> int:
    """The house in which the person is registered."""
    return person // PEOPLE_PER_FAMILY * HOUSES_PER_FAMILY + member_of(seed, person).house


def is_head(seed: int, person: int) -> bool:
    """Whether the person is the head of the house (เจ้าบ้าน)."""
    return head_of(seed, house_of(seed, person)) == person


def lives_with_mother(seed: int, person: int) -> bool:
    """Whether person and mother are registered in the same house."""
    family, index = divmod(person, PEOPLE_PER_FAMILY)
    members = pattern_of(seed, family).members
    mother = members[index].mother
    return mother is not None and members[mother].house == members[index].house


def members_of(seed: int, house: int) -> tuple[int, ...]:
    """Everyone registered in a residence."""
    family, place = divmod(house, HOUSES_PER_FAMILY)
    return tuple(family * PEOPLE_PER_FAMILY + index for index in pattern_of(seed, family).living_in(place))


def head_of(seed: int, house: int) -> int:
    """The head of a residence."""
    family, place = divmod(house, HOUSES_PER_FAMILY)
    return family * PEOPLE_PER_FAMILY + pattern_of(seed, family).heads[place]


def directors_of(seed: int, company: int) -> tuple[int, ...]:
    """The directors of a company, which has the number of its family."""
    return tuple(company * PEOPLE_PER_FAMILY + index for index in pattern_of(seed, company).directors)


def company_of(seed: int, person: int) -> int | None:
    """The company that the person directs, if any."""
    company = person // PEOPLE_PER_FAMILY
    return company if person in directors_of(seed, company) else None
