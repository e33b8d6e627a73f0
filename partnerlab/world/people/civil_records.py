"""What the civil register keeps besides a person as she is now: marriage, divorce, and the names borne before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from partnerlab.world.seeded_random import roll

if TYPE_CHECKING:
    from partnerlab.world.people.person import Person

AS_OF = date(2026, 1, 1)
"""The day by which everything on record has happened; the world has no other notion of today."""


@dataclass(frozen=True, slots=True)
class Marriage:
    """A marriage on record, ended or not. The form of `number` is ours."""

    number: str
    husband: Person
    wife: Person
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


def marriage_of(husband: Person, wife: Person) -> Marriage:
    """Their marriage, the same one whichever of the two is asked."""
    seed, number = husband.world.seed, husband.number
    year = max(husband.born.year, wife.born.year) + 18 + roll(seed, "wedding", number, 2)
    day = timedelta(days=roll(seed, "wedding day", number, 365))
    ended = min(date(year + 12 + roll(seed, "divorce", number, 6), 1, 1) + day, AS_OF)
    divorced = ended if husband.divorced else None
    return Marriage(f"98{husband.number:08d}", husband, wife, date(year, 1, 1) + day, divorced)


def name_changes(person: Person) -> tuple[NameChange, ...]:
    """Every change of name on record, the oldest first: none for who still bears the names of her birth."""
    changes = _last_names(person)
    if person.former_first_name:
        changes.append((person.renamed, "first", person.former_first_name, person.first_name, "wish"))
    changes.sort(key=lambda change: change[0])
    return tuple(NameChange(f"97{person.number:08d}{n}", *change) for n, change in enumerate(changes, start=1))


_Change = tuple[date, Literal["first", "last"], str, str, Literal["wish", "marriage", "divorce"]]


def _last_names(person: Person) -> list[_Change]:
    """A bride took her husband's last name, and gave it back at a divorce if she bears her own again."""
    marriage, born, now = person.marriage, person.birth_last_name, person.last_name
    if marriage is not None and person.sex == "F":
        his = marriage.husband.birth_last_name
        taken: _Change = (marriage.registered, "last", born, his, "marriage")
        if now == his != born:
            return [taken]
        if now == born != his and marriage.divorced:
            return [taken, (marriage.divorced, "last", his, born, "divorce")]
    return [(person.renamed, "last", born, now, "wish")] if now != born else []
