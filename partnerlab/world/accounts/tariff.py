"""The published tariff: the price of a month of water, (water + raw water + service fee) x 1.07, half up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from partnerlab import yamlio
from partnerlab.errors import WorldError
from partnerlab.world.accounts.money import round_to_satang, to_satang

FILE = Path(__file__).with_name("tariff.yaml")


@dataclass(frozen=True, slots=True)
class Charge:
    """A month's charge, all in satang; the parts add up to `total`."""

    usage: int
    water: int
    raw_water: int
    service_fee: int
    vat: int
    total: int


@dataclass(frozen=True, slots=True)
class _Class:
    minimum: int
    blocks: tuple[tuple[int | None, Decimal], ...]


@dataclass(frozen=True, slots=True)
class _Tariff:
    vat: Decimal
    raw_water: Decimal
    overdue_fee: int
    classes: Mapping[str, _Class]
    inches: Mapping[str, str]
    fees: Mapping[str, int]


@cache
def _tariff() -> _Tariff:
    data: dict[str, Any] = yamlio.load(FILE).data
    return _Tariff(
        vat=data["vat"],
        raw_water=data["raw_water"],
        overdue_fee=to_satang(data["overdue_fee"]),
        classes={
            code: _Class(to_satang(row["minimum"]), tuple((upto, rate) for upto, rate in row["blocks"]))
            for code, row in data["classes"].items()
        },
        inches={code: row["inches"] for code, row in data["meters"].items()},
        fees={code: to_satang(row["fee"]) for code, row in data["meters"].items()},
    )


def water_charge(usage: int, account_class: str = "00", meter_size: str = "0") -> Charge:
    """The charge for `usage` cubic metres; class `00` residential, `01` business; meter size by its code."""
    if not isinstance(usage, int) or isinstance(usage, bool) or usage < 0:
        raise WorldError(f"usage: expected whole cubic metres from 0, seen {usage!r}")
    tariff = _tariff()
    water = _water(usage, _known("account class", account_class, tariff.classes))
    raw_water = round_to_satang(tariff.raw_water * usage)
    fee = _known("meter size", meter_size, tariff.fees)
    before_vat = water + raw_water + fee
    total = round_to_satang(before_vat * (1 + tariff.vat) / 100)
    return Charge(usage, water, raw_water, fee, total - before_vat, total)


def overdue_fee() -> int:
    """The fee on a bill paid late, in satang; added after VAT, as one line."""
    return _tariff().overdue_fee


def meter_inches(meter_size: str) -> str:
    """The size of a meter in inches, as people write it: code `0` is `1/2`."""
    return str(_known("meter size", meter_size, _tariff().inches))


def meter_sizes() -> tuple[str, ...]:
    """All codes of meter sizes."""
    return tuple(_tariff().fees)


def _water(usage: int, account_class: _Class) -> int:
    baht, counted = Decimal(0), 0
    for upto, rate in account_class.blocks:
        block = usage if upto is None else min(usage, upto)
        baht += rate * (block - counted)
        counted = block
        if counted == usage:
            break
    return max(round_to_satang(baht), account_class.minimum)


def _known(what: str, code: str, table: Mapping[str, Any]) -> Any:
    if code not in table:
        raise WorldError(f"{what}: {code!r} is not known; there are {', '.join(table)}")
    return table[code]
