"""A citizen, as the civil register, the land office, the company register and the utility all know her."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from partnerlab.world.people import family_patterns, id_card
from partnerlab.world.people.civil_records import AS_OF, Marriage, NameChange, marriage_of, name_changes
from partnerlab.world.people.family_patterns import PEOPLE, FamilyPattern, Role
from partnerlab.world.people.name_lists import Sex, first_names
from partnerlab.world.people.romanization import romanise
from partnerlab.world.seeded_random import pick, roll

if TYPE_CHECKING:
    from partnerlab.world.accounts.account import Account
    from partnerlab.world.people.company import Company
    from partnerlab.world.places.house import House, Parcel
    from partnerlab.world.population import World

TITLES = {
    "001": ("เด็กชาย", "Master"),
    "002": ("เด็กหญิง", "Miss"),
    "003": ("นาย", "Mr."),
    "004": ("นางสาว", "Miss"),
    "005": ("นาง", "Mrs."),
}
MARITAL_TH = {"single": "โสด", "married": "สมรส", "widowed": "หม้าย", "divorced": "หย่า"}


@dataclass(frozen=True, slots=True)
class Person:
    """Facts are fields, ties to others are properties looked up in the world when asked for.

    `card_cancelled` says why the identity card is no longer good, and is empty while it is; `former_first_name` is
    empty too for who has never changed it (`renamed` is the day on which it was). Who is `divorced` was married.
    Of who has no `birthday_known` registers tell only the year.
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
    card_cancelled: str
    mobile: str
    email: str
    world: World = field(repr=False, compare=False)

    @property
    def full_name(self) -> str:
        """Title and names as a register prints them: `นายสมชาย ใจดี`."""
        return f"{self.title}{self.first_name} {self.last_name}"

    def age_on(self, day: date) -> int:
        """Full years on `day`."""
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))

    def has_card_on(self, day: date) -> bool:
        """Whether somebody of this age has an identity card at all."""
        return self.age_on(day) >= id_card.NO_CARD_BEFORE

    @property
    def house(self) -> House:
        """The house of the person's registration (for the dead, the last one)."""
        return self.world.house(self._family * family_patterns.HOUSES + self._role.house)

    @property
    def is_head(self) -> bool:
        """Whether the person is the head of the house (เจ้าบ้าน)."""
        return self._pattern.heads[self._role.house] == self._index

    @property
    def spouse(self) -> Person | None:
        """The husband or wife, living or dead; not one divorced."""
        return None if self.divorced else self.partner

    @property
    def former_spouse(self) -> Person | None:
        """The husband or wife the person is divorced from."""
        return self.partner if self.divorced else None

    @property
    def partner(self) -> Person | None:
        """The husband or wife, whatever has become of the marriage."""
        return self._of(self._role.partner)

    @property
    def father(self) -> Person | None:
        """The father, if he is in the population."""
        return self._of(self._role.father)

    @property
    def mother(self) -> Person | None:
        """The mother, if she is in the population."""
        return self._of(self._role.mother)

    @property
    def father_name(self) -> str:
        """The father's names without title, also if he is not in the population; empty if he is unknown."""
        if self._role.father is None and self._role.mother is not None:
            return ""
        return self._parent_name(self.father, "M", self.birth_last_name)

    @property
    def mother_name(self) -> str:
        """The mother's names without title, also if she is not in the population."""
        return self._parent_name(self.mother, "F", self.birth_last_name)

    @property
    def children(self) -> tuple[Person, ...]:
        """Sons and daughters in the population, in the order of the register."""
        return tuple(self.world.person(self._first + index) for index in self._pattern.children(self._index))

    @property
    def marital_status(self) -> str:
        """`single`, `married`, `widowed` or `divorced`; a spouse's death, also an overridden one, widows."""
        if self.divorced:
            return "divorced"
        spouse = self.spouse
        if spouse is None:
            return "single"
        return "married" if spouse.alive else "widowed"

    @property
    def marriage(self) -> Marriage | None:
        """The person's marriage, the same one whichever of the two is asked."""
        partner = self.partner
        if partner is None:
            return None
        return marriage_of(self, partner) if self.sex == "M" else marriage_of(partner, self)

    @property
    def name_changes(self) -> tuple[NameChange, ...]:
        """The changes of first and last name on record, the oldest first."""
        return name_changes(self)

    @property
    def moved_in(self) -> date:
        """When the person came to the house: at birth, by marriage or divorce, or at 22."""
        mother, marriage = self._role.mother, self.marriage
        if mother is not None and self._pattern.roles[mother].house == self._role.house and marriage is None:
            return self.born
        if marriage is not None:
            return marriage.divorced or marriage.registered
        return self.born + timedelta(days=22 * 365)

    @property
    def companies(self) -> tuple[Company, ...]:
        """The companies the person directs."""
        return (self.world.company(self._family),) if self._index in self._pattern.directors else ()

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The water accounts in the person's name."""
        return (self.world.account(self._house_number),) if self.is_head else ()

    @property
    def parcels(self) -> tuple[Parcel, ...]:
        """The land the person owns."""
        return (self.world.parcel(self._house_number),) if self.is_head else ()

    @property
    def _family(self) -> int:
        return self.number // PEOPLE

    @property
    def _index(self) -> int:
        return self.number % PEOPLE

    @property
    def _first(self) -> int:
        return self.number - self._index

    @property
    def _pattern(self) -> FamilyPattern:
        return pattern_of(self.world.seed, self._family)

    @property
    def _role(self) -> Role:
        return self._pattern.roles[self._index]

    @property
    def _house_number(self) -> int:
        return self._family * family_patterns.HOUSES + self._role.house

    def _of(self, index: int | None) -> Person | None:
        return None if index is None else self.world.person(self._first + index)

    def _parent_name(self, parent: Person | None, sex: Sex, last_name: str) -> str:
        if parent is not None:
            return f"{parent.first_name} {parent.last_name}"
        return f"{pick(self.world.seed, f'parent {sex}', self.number, first_names(sex))} {last_name}"


def pattern_of(seed: int, family: int) -> FamilyPattern:
    """Which kind of family the family of this number is."""
    return pick(seed, "pattern", family, family_patterns.PATTERNS)


def make(world: World, number: int) -> Person:
    """The person of a number, before any override."""
    seed, (family, index) = world.seed, divmod(number, PEOPLE)
    pattern = pattern_of(seed, family)
    role = pattern.roles[index]
    born = date(family_patterns.birth_year(seed, family, pattern, index), 1, 1)
    born += timedelta(days=roll(seed, "birthday", number, 365))
    first = pick(seed, "first name", number, first_names(role.sex))
    last = family_patterns.last_name(seed, family, pattern, index)
    code = _title_code(role, born)
    issued, expires = id_card.card_days(seed, number, born, AS_OF)
    return Person(
        number=number, pid=world.numbering.pid(number, 1 if born.year >= 1984 else 3),
        title=TITLES[code][0], title_code=code, title_en=TITLES[code][1], first_name=first, last_name=last,
        first_name_en=romanise(first), last_name_en=romanise(last),
        birth_last_name=family_patterns.birth_last_name(seed, family, pattern, index), former_first_name="",
        renamed=min(born + timedelta(days=18 * 365 + roll(seed, "renamed", number, 365)), AS_OF),
        divorced=role.divorced, sex=role.sex, born=born, birthday_known=True,
        nationality="ไทย", nationality_code="099", alive=not role.dead,
        card_issued=issued, card_expires=expires, card_cancelled="",
        mobile=world.numbering.mobile(number), email=f"p{number:08d}@example.invalid", world=world,
    )  # fmt: skip


def _title_code(role: Role, born: date) -> str:
    if born > AS_OF.replace(year=AS_OF.year - 15):
        return "001" if role.sex == "M" else "002"
    if role.sex == "M":
        return "003"
    return "005" if role.partner is not None and not role.divorced else "004"
