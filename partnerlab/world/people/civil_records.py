"""Marriages, divorces and changes of name on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, Literal, TypeVar

from partnerlab.world.people.person import PersonFacts
from partnerlab.world.seed import RECORD_DATE
from partnerlab.world.seeded_random import draw

AnyPerson = TypeVar("AnyPerson", bound=PersonFacts)


@dataclass(frozen=True, slots=True)
class Marriage(Generic[AnyPerson]):
    """A marriage on record, ended or not. The form of `number` is ours."""

    number: str
    husband: AnyPerson
    wife: AnyPerson
    registered: date
    divorced: date | None


@dataclass(frozen=True, slots=True)
class NameChange:
    """One change of a person's first or last name. The form of `number` is ours."""

    number: str
    registered: date
    part: Literal["first", "last"]
    old: str
    new: str
    cause: Literal["wish", "marriage", "divorce"]


def marriage_of(seed: int, husband: AnyPerson, wife: AnyPerson) -> Marriage[AnyPerson]:
    """The marriage of two people."""
    number = husband.number
    year = max(husband.born.year, wife.born.year) + 18 + draw(seed, "wedding", number, 2)
    day = timedelta(days=draw(seed, "wedding day", number, 365))
    ended = min(date(year + 12 + draw(seed, "divorce", number, 6), 1, 1) + day, RECORD_DATE)
    divorced = ended if husband.divorced else None
    return Marriage(f"98{husband.number:08d}", husband, wife, date(year, 1, 1) + day, divorced)


def name_changes(person: PersonFacts, marriage: Marriage[AnyPerson] | None) -> tuple[NameChange, ...]:
    """Every change of name on record, the oldest first; none for a person who still bears the names of birth."""
    changes = _last_name_changes(person, marriage)
    if person.former_first_name:
        changes.append((person.renamed, "first", person.former_first_name, person.first_name, "wish"))
    changes.sort(key=lambda change: change[0])
    return tuple(NameChange(f"97{person.number:08d}{n}", *change) for n, change in enumerate(changes, start=1))


def moved_in(person: PersonFacts, marriage: Marriage[AnyPerson] | None, lives_with_mother: bool) -> date:
    """When a person came to the house: at birth, by marriage or divorce, or at 22."""
    if marriage is not None:
        return marriage.divorced or marriage.registered
    return person.born if lives_with_mother else person.born + timedelta(days=22 * 365)


_Change = tuple[date, Literal["first", "last"], str, str, Literal["wish", "marriage", "divorce"]]


def _last_name_changes(person: PersonFacts, marriage: Marriage[AnyPerson] | None) -> list[_Change]:
    """A bride took her husband's last name, and gave it back at a divorce if she bears her own again."""
    born, now = person.birth_last_name, person.last_name
    if marriage is not None and person.sex == "F":
        his = marriage.husband.birth_last_name
        taken: _Change = (marriage.registered, "last", born, his, "marriage")
        if now == his != born:
            return [taken]
        if now == born != his and marriage.divorced:
            return [taken, (marriage.divorced, "last", his, born, "divorce")]
    return [(person.renamed, "last", born, now, "wish")] if now != born else []
