"""A house with its parcel of land: the place that ties people, companies and water meters together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from partnerlab.world.people import family_patterns
from partnerlab.world.people.person import Person, pattern_of
from partnerlab.world.places.subdistricts import Branch, Subdistrict, areas
from partnerlab.world.seeded_random import pick, roll

if TYPE_CHECKING:
    from partnerlab.world.accounts.account import Account
    from partnerlab.world.people.company import Company
    from partnerlab.world.population import World

_SHEETS = ("5136 I", "5136 II", "5136 III", "5136 IV", "5036 I", "5036 II")


@dataclass(frozen=True, slots=True)
class House:
    """A house number in the house register; `residence` is false for premises of a company.

    Parts that a house does not have (`moo` in Bangkok, say) are empty. Degrees are WGS 84.
    """

    number: int
    code: str
    residence: bool
    house_no: str
    moo: str
    village: str
    soi: str
    road: str
    area: Subdistrict
    latitude: float
    longitude: float
    world: World = field(repr=False, compare=False)

    @property
    def address(self) -> str:
        """The postal address on one line."""
        parts = (
            ("", self.house_no),
            ("หมู่ ", self.moo),
            ("หมู่บ้าน", self.village),
            ("ซอย", self.soi),
            ("ถนน", self.road),
            ("", self.area.text),
        )
        return " ".join(word + value for word, value in parts if value)

    @property
    def subdistrict_code(self) -> str:
        """Six digits."""
        return self.area.subdistrict_code

    @property
    def subdistrict(self) -> str:
        return self.area.subdistrict

    @property
    def district_code(self) -> str:
        """Four digits."""
        return self.area.district_code

    @property
    def district(self) -> str:
        return self.area.district

    @property
    def province_code(self) -> str:
        """Two digits."""
        return self.area.province_code

    @property
    def province(self) -> str:
        return self.area.province

    @property
    def postcode(self) -> str:
        return self.area.postcode

    @property
    def branch(self) -> Branch:
        """The branch of MWA that serves the house's district."""
        return self.area.branch

    @property
    def members(self) -> tuple[Person, ...]:
        """Everyone whose registration is this house, the dead included; nobody for premises."""
        if not self.residence:
            return ()
        family, place = divmod(self.number, family_patterns.HOUSES)
        pattern, first = pattern_of(self.world.seed, family), family * family_patterns.PEOPLE
        return tuple(self.world.person(first + index) for index in pattern.members(place))

    @property
    def head(self) -> Person | None:
        """The head of the house (เจ้าบ้าน); None for premises."""
        if not self.residence:
            return None
        family, place = divmod(self.number, family_patterns.HOUSES)
        return self.world.person(family * family_patterns.PEOPLE + pattern_of(self.world.seed, family).heads[place])

    @property
    def company(self) -> Company | None:
        """The company whose premises these are; None for a residence."""
        return None if self.residence else self.world.company(self.number - self.world.residences)

    @property
    def owner(self) -> Person | Company:
        """Who owns the land and holds the water account: the head, or the company."""
        owner = self.head if self.residence else self.company
        assert owner is not None
        return owner

    @property
    def account(self) -> Account:
        return self.world.account(self.number)

    @property
    def parcel(self) -> Parcel:
        return self.world.parcel(self.number)


@dataclass(frozen=True, slots=True)
class Parcel:
    """The title deed (โฉนด) of a house's land. Area in rai, ngan and square wa."""

    number: int
    deed: str
    survey_page: str
    land_no: str
    map_sheet: str
    rai: int
    ngan: int
    wa: int
    world: World = field(repr=False, compare=False)

    @property
    def house(self) -> House:
        return self.world.house(self.number)

    @property
    def owner(self) -> Person | Company:
        return self.house.owner

    @property
    def square_wa(self) -> int:
        """The whole area in square wa (4 square metres each)."""
        return self.rai * 400 + self.ngan * 100 + self.wa


def area_of(seed: int, number: int) -> Subdistrict:
    """The subdistrict in which the house of a number stands."""
    return pick(seed, "area", number, areas())


def make(world: World, number: int) -> House:
    """The house of a number, before any override."""
    seed = world.seed
    area = area_of(seed, number)
    latitude, longitude = world.ground.point(number, area.district_code)
    moo = "" if area.province_code == "10" else str(1 + roll(seed, "moo", number, 9))
    return House(
        number=number, code=world.numbering.house_code(number), residence=number < world.residences,
        house_no=_house_no(seed, number), moo=moo, village="",
        soi=_soi(seed, number, area), road=area.subdistrict, area=area,
        latitude=latitude, longitude=longitude, world=world,
    )  # fmt: skip


def make_parcel(world: World, number: int) -> Parcel:
    """The parcel under the house of the same number, before any override."""
    seed = world.seed
    return Parcel(
        number=number, deed=world.numbering.deed(number),
        survey_page=str(1 + roll(seed, "survey page", number, 9999)),
        land_no=str(1 + roll(seed, "land no", number, 2999)),
        map_sheet=f"{pick(seed, 'sheet', number, _SHEETS)} {1000 + roll(seed, 'sheet part', number, 9000)}",
        rai=roll(seed, "rai", number, 2) * roll(seed, "rich", number, 2),
        ngan=roll(seed, "ngan", number, 4), wa=16 + roll(seed, "wa", number, 84), world=world,
    )  # fmt: skip


def _house_no(seed: int, number: int) -> str:
    whole, part = 1 + roll(seed, "house no", number, 999), roll(seed, "house part", number, 200)
    return f"{whole}/{part}" if part >= 80 else str(whole)


def _soi(seed: int, number: int, area: Subdistrict) -> str:
    place = roll(seed, "soi", number, 120)
    return f"{area.subdistrict} {place}" if place else ""
