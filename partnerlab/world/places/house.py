"""The facts of a house and of its parcel of land."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from partnerlab.world.places.subdistricts import Branch, Subdistrict, subdistricts
from partnerlab.world.seed import WorldSeed
from partnerlab.world.seeded_random import choose, draw

AnyHouse = TypeVar("AnyHouse", bound="HouseFacts")
AnyParcel = TypeVar("AnyParcel", bound="ParcelFacts")

_SHEETS = ("5136 I", "5136 II", "5136 III", "5136 IV", "5036 I", "5036 II")


@dataclass(frozen=True, slots=True)
class HouseFacts:
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


@dataclass(frozen=True, slots=True)
class ParcelFacts:
    """The title deed (โฉนด) of a house's land. Area in rai, ngan and square wa."""

    number: int
    deed: str
    survey_page: str
    land_no: str
    map_sheet: str
    rai: int
    ngan: int
    wa: int

    @property
    def square_wa(self) -> int:
        """The whole area in square wa (4 square metres each)."""
        return self.rai * 400 + self.ngan * 100 + self.wa


def subdistrict_of(seed: int, number: int) -> Subdistrict:
    """The subdistrict of the house with this number."""
    return choose(seed, "area", number, subdistricts())


def make_house(entity_class: Callable[..., AnyHouse], plan: WorldSeed, number: int, world: Any) -> AnyHouse:
    """The house of a number, before any override; `entity_class` adds to the facts the `world` of its relations."""
    seed = plan.seed
    area = subdistrict_of(seed, number)
    latitude, longitude = plan.house_map.point(number, area.district_code)
    moo = "" if area.province_code == "10" else str(1 + draw(seed, "moo", number, 9))
    return entity_class(
        number=number, code=plan.identifiers.house_code(number), residence=number < plan.residences,
        house_no=_house_no(seed, number), moo=moo, village="",
        soi=_soi(seed, number, area), road=area.subdistrict, area=area,
        latitude=latitude, longitude=longitude, world=world,
    )  # fmt: skip


def make_parcel(entity_class: Callable[..., AnyParcel], plan: WorldSeed, number: int, world: Any) -> AnyParcel:
    """The parcel under the house of the same number; `entity_class` adds to the facts the `world` of its relations."""
    seed = plan.seed
    return entity_class(
        number=number, deed=plan.identifiers.deed(number),
        survey_page=str(1 + draw(seed, "survey page", number, 9999)),
        land_no=str(1 + draw(seed, "land no", number, 2999)),
        map_sheet=f"{choose(seed, 'sheet', number, _SHEETS)} {1000 + draw(seed, 'sheet part', number, 9000)}",
        rai=draw(seed, "rai", number, 2) * draw(seed, "rich", number, 2),
        ngan=draw(seed, "ngan", number, 4), wa=16 + draw(seed, "wa", number, 84), world=world,
    )  # fmt: skip


def _house_no(seed: int, number: int) -> str:
    whole, part = 1 + draw(seed, "house no", number, 999), draw(seed, "house part", number, 200)
    return f"{whole}/{part}" if part >= 80 else str(whole)


def _soi(seed: int, number: int, area: Subdistrict) -> str:
    place = draw(seed, "soi", number, 120)
    return f"{area.subdistrict} {place}" if place else ""
