"""The facts of a citizen, the same in every register. Relations to others: `partnerlab.world.relations`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from partnerlab.world.people import family_patterns, id_card
from partnerlab.world.people.family_patterns import PEOPLE_PER_FAMILY, FamilyMember, pattern_of
from partnerlab.world.people.name_lists import Sex, first_names
from partnerlab.world.people.romanization import romanise
from partnerlab.world.seed import RECORD_DATE, WorldSeed
from partnerlab.world.seeded_random import choose, draw

TITLES = {
    "001": ("เด็กชาย", "Master"),
    "002": ("เด็กหญิง", "Miss"),
    "003": ("นาย", "Mr."),
    "004": ("นางสาว", "Miss"),
    "005": ("นาง", "Mrs."),
}
AnyPerson = TypeVar("AnyPerson", bound="PersonFacts")
MARITAL_TH = {"single": "โสด", "married": "สมรส", "widowed": "หม้าย", "divorced": "หย่า"}


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """The facts about a citizen that registers hold.

    `card_cancelled` says why the identity card is no longer valid, and is empty while it is valid. `former_first_name`
    is empty for a person who never changed it; `renamed` is the day of the change. `divorced` implies a marriage.
    Without `birthday_known`, registers give only the year of birth; without `card_day_known` only the month in which
    the card ends.
    """

    number: int
    pid: str
    title: str
    title_code: str
    title_en: str
    first_name: str
    last_name: str
    first_name_en: str
    last_name_en: str
    birth_last_name: str
    former_first_name: str
    renamed: date
    divorced: bool
    sex: Sex
    born: date
    birthday_known: bool
    nationality: str
    nationality_code: str
    alive: bool
    card_issued: date
    card_expires: date
    card_day_known: bool
    card_cancelled: str
    mobile: str
    email: str

    @property
    def full_name(self) -> str:
        """Title and names as a register prints them: `นายสมชาย ใจดี`."""
        return f"{self.title}{self.first_name} {self.last_name}"

    def age_on(self, day: date) -> int:
        """Full years on `day`."""
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))

    def has_card_on(self, day: date) -> bool:
        """Whether a person of this age has an identity card at all."""
        return self.age_on(day) >= id_card.NO_CARD_BEFORE


def make_person(entity_class: Callable[..., AnyPerson], plan: WorldSeed, number: int, world: Any) -> AnyPerson:
    """The person of a number, before any override; `entity_class` adds to the facts the `world` of its relations."""
    seed, (family, index) = plan.seed, divmod(number, PEOPLE_PER_FAMILY)
    pattern = pattern_of(seed, family)
    member = pattern.members[index]
    born = date(family_patterns.birth_year(seed, family, pattern, index), 1, 1)
    born += timedelta(days=draw(seed, "birthday", number, 365))
    first = choose(seed, "first name", number, first_names(member.sex))
    birth_name = family_patterns.birth_last_name(seed, family, pattern, index)
    last = family_patterns.last_name(seed, family, pattern, index, birth_name)
    code = _title_code(member, born)
    issued, expires = id_card.card_days(seed, number, born, RECORD_DATE)
    return entity_class(
        number=number, pid=plan.identifiers.pid(number, 1 if born.year >= 1984 else 3),
        title=TITLES[code][0], title_code=code, title_en=TITLES[code][1], first_name=first, last_name=last,
        first_name_en=romanise(first), last_name_en=romanise(last),
        birth_last_name=birth_name, former_first_name="",
        renamed=min(born + timedelta(days=18 * 365 + draw(seed, "renamed", number, 365)), RECORD_DATE),
        divorced=member.divorced, sex=member.sex, born=born, birthday_known=True,
        nationality="ไทย", nationality_code="099", alive=not member.dead,
        card_issued=issued, card_expires=expires, card_day_known=True, card_cancelled="",
        mobile=plan.identifiers.mobile(number), email=f"p{number:08d}@example.invalid", world=world,
    )  # fmt: skip


def absent_parent_name(seed: int, person: PersonFacts, sex: Sex) -> str:
    """First and last name of a parent who is outside the population."""
    return f"{choose(seed, f'parent {sex}', person.number, first_names(sex))} {person.birth_last_name}"


def _title_code(member: FamilyMember, born: date) -> str:
    if born > RECORD_DATE.replace(year=RECORD_DATE.year - 15):
        return "001" if member.sex == "M" else "002"
    if member.sex == "M":
        return "003"
    return "005" if member.partner is not None and not member.divorced else "004"
