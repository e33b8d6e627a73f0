"""The facts of a juristic person: one per family of the population, directed by members of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from partnerlab.world.calendar.thai_dates import BE_OFFSET
from partnerlab.world.people.name_lists import TRADES, last_names
from partnerlab.world.people.romanization import romanise
from partnerlab.world.seed import WorldSeed
from partnerlab.world.seeded_random import choose, draw

AnyCompany = TypeVar("AnyCompany", bound="CompanyFacts")

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
class CompanyFacts:
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

    @property
    def full_name(self) -> str:
        """The Thai name; people have a `full_name` too."""
        return self.name_th


def make_company(entity_class: Callable[..., AnyCompany], plan: WorldSeed, number: int, world: Any) -> AnyCompany:
    """The company of a number, before any override; `entity_class` adds to the facts the `world` of its relations."""
    seed, kind = plan.seed, choose(plan.seed, "company type", number, _MIX)
    trade_th, trade_en, code, objective = choose(seed, "trade", number, TRADES)
    family = choose(seed, "company name", number, last_names())
    thai, english = _NAMES[kind]
    capital = choose(seed, "capital", number, _CAPITALS[kind]) * _MILLION
    year, _running = plan.identifiers.juristic_place(number)
    return entity_class(
        number=number, juristic_id=plan.identifiers.juristic_id(number, kind), type=kind,
        name_th=thai.format(family + trade_th), name_en=english.format(f"{romanise(family)} {trade_en}"),
        status=ACTIVE,
        registered=date(year - BE_OFFSET, 1, 1) + timedelta(days=draw(seed, "registered", number, 365)),
        capital=capital, paid_capital=_paid(seed, number, kind, capital),
        objective_code=code, objective=objective, vat_registered=draw(seed, "vat", number, 10) < 8,
        email=f"c{number:07d}@example.invalid", world=world,
    )  # fmt: skip


def _paid(seed: int, number: int, kind: str, capital: int) -> int:
    """Companies may call up a quarter at a time; the others are paid in full."""
    return capital * (1 + draw(seed, "paid", number, 4)) // 4 if kind == "5" else capital
