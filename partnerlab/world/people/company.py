"""A juristic person: one per family of the population, run by members of it, with premises of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from partnerlab.world.calendar.thai_dates import BE_OFFSET
from partnerlab.world.people.family_patterns import PEOPLE
from partnerlab.world.people.name_lists import TRADES, last_names
from partnerlab.world.people.person import Person, pattern_of
from partnerlab.world.people.romanization import romanise
from partnerlab.world.seeded_random import pick, roll

if TYPE_CHECKING:
    from partnerlab.world.accounts.account import Account
    from partnerlab.world.places.house import House, Parcel
    from partnerlab.world.population import World

ACTIVE = "ยังดำเนินกิจการอยู่"
STATUSES = (
    ACTIVE, "พิทักษ์ทรัพย์เด็ดขาด", "แปรสภาพ", "เลิก(ไม่เสร็จการชำระบัญชี)", "เลิก(เสร็จการชำระบัญชี)",
    "ควบ", "ถอน(บริคณห์)", "ร้าง", "ล้มละลาย",
)  # fmt: skip
"""What the company register may say of a company."""

TYPES = {"2": "ห้างหุ้นส่วนสามัญ", "3": "ห้างหุ้นส่วนจำกัด", "5": "บริษัทจำกัด", "7": "บริษัทมหาชนจำกัด"}

_MIX = "5555555555555553333227"
_MILLION = 100_000_000
_CAPITALS = {"2": (1,), "3": (1, 2, 3), "5": (1, 2, 5, 10, 20), "7": (100, 300, 500)}
_NAMES = {
    "2": ("ห้างหุ้นส่วนสามัญ {}", "{} Ordinary Partnership"),
    "3": ("ห้างหุ้นส่วนจำกัด {}", "{} Limited Partnership"),
    "5": ("บริษัท {} จำกัด", "{} Co., Ltd."),
    "7": ("บริษัท {} จำกัด (มหาชน)", "{} Public Company Limited"),
}


@dataclass(frozen=True, slots=True)
class Company:
    """A juristic person; `type` 2 ordinary partnership, 3 limited, 5 company, 7 public. Capital in satang."""

    number: int
    juristic_id: str
    type: str
    name_th: str
    name_en: str
    status: str
    registered: date
    capital: int
    paid_capital: int
    objective_code: str
    objective: str
    vat_registered: bool
    email: str
    world: World = field(repr=False, compare=False)

    @property
    def full_name(self) -> str:
        """The Thai name; people have a `full_name` too."""
        return self.name_th

    @property
    def directors(self) -> tuple[Person, ...]:
        """Directors of a company, partners of a partnership; the first one acts for it."""
        pattern = pattern_of(self.world.seed, self.number)
        return tuple(self.world.person(self.number * PEOPLE + index) for index in pattern.directors)

    @property
    def director(self) -> Person:
        return self.directors[0]

    @property
    def house(self) -> House:
        """The premises, which are the registered office."""
        return self.world.house(self.world.residences + self.number)

    @property
    def address(self) -> str:
        return self.house.address

    @property
    def accounts(self) -> tuple[Account, ...]:
        return (self.house.account,)

    @property
    def parcels(self) -> tuple[Parcel, ...]:
        return (self.house.parcel,)


def make(world: World, number: int) -> Company:
    """The company of a number, before any override."""
    seed, kind = world.seed, pick(world.seed, "company type", number, _MIX)
    trade_th, trade_en, code, objective = pick(seed, "trade", number, TRADES)
    family = pick(seed, "company name", number, last_names())
    thai, english = _NAMES[kind]
    capital = pick(seed, "capital", number, _CAPITALS[kind]) * _MILLION
    year, _running = world.numbering.juristic_place(number)
    return Company(
        number=number, juristic_id=world.numbering.juristic_id(number, kind), type=kind,
        name_th=thai.format(family + trade_th), name_en=english.format(f"{romanise(family)} {trade_en}"),
        status=ACTIVE,
        registered=date(year - BE_OFFSET, 1, 1) + timedelta(days=roll(seed, "registered", number, 365)),
        capital=capital, paid_capital=_paid(seed, number, kind, capital),
        objective_code=code, objective=objective, vat_registered=roll(seed, "vat", number, 10) < 8,
        email=f"c{number:07d}@example.invalid", world=world,
    )  # fmt: skip


def _paid(seed: int, number: int, kind: str, capital: int) -> int:
    """Companies may call up a quarter at a time; the others are paid in full."""
    return capital * (1 + roll(seed, "paid", number, 4)) // 4 if kind == "5" else capital
