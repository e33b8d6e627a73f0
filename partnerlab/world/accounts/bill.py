"""The bill of one month: its lines and due date, and the month that an invoice number names.

Usage, reading days and the ten days to pay are ours; the money follows the published tariff.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from partnerlab.errors import WorldError
from partnerlab.world.accounts.account import AccountFacts
from partnerlab.world.accounts.tariff import water_charge
from partnerlab.world.calendar.thai_dates import BE_OFFSET
from partnerlab.world.seeded_random import draw

AnyBill = TypeVar("AnyBill", bound="BillFacts")

DAYS_TO_PAY = 10
FIRST_YEAR, LAST_YEAR = 2000, 2056
"""Years of bills: after the tariff began, and while two digits of the BE year are still clear."""

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
MONTHLY: Mapping[str, type] = {"usage": int, "amount": int, "issued": date, "due": date}
"""Facts of a bill that may be overridden for single months of an account, and their types."""


@dataclass(frozen=True, slots=True)
class BillLine:
    """One amount in satang: `water`, `raw_water`, `service_fee`, `vat`; `adjustment` if overridden."""

    name: str
    amount: int


@dataclass(frozen=True, slots=True)
class BillFacts:
    """A month's bill. `month` is `2026-10`; usage in m3; `amount` in satang is the sum of `lines`."""

    invoice: str
    month: str
    usage: int
    issued: date
    due: date
    amount: int
    lines: tuple[BillLine, ...]


def make_bill(
    entity_class: Callable[..., AnyBill], seed: int, account: AccountFacts, month: str,
    overridden: Mapping[str, Mapping[str, Any]],
) -> AnyBill:  # fmt: skip
    """The bill of `2026-10`, read and issued early in the month after, due ten days later.

    `overridden` holds facts of single months: fact to month to value. `entity_class` adds the `account` to the facts.
    """
    year, number = _year_and_month(month)
    usage = overridden.get("usage", {}).get(month, _usage(seed, account, year * 12 + number))
    read = date(year + number // 12, number % 12 + 1, account.read_day)
    issued = overridden.get("issued", {}).get(month, read)
    lines = _lines(account, usage, overridden.get("amount", {}).get(month))
    return entity_class(
        invoice=f"{(year + BE_OFFSET) % 100:02d}{number:02d}{account.registration}",
        month=month, usage=usage, issued=issued,
        due=overridden.get("due", {}).get(month, issued + timedelta(days=DAYS_TO_PAY)),
        amount=sum(line.amount for line in lines), lines=lines, account=account,
    )  # fmt: skip


def month_of_invoice(invoice: str) -> str | None:
    """`2026-10` of an invoice number; None if it names no month."""
    month = f"{2500 + int(invoice[:2]) - BE_OFFSET:04d}-{invoice[2:4]}"
    return month if _is_month(month) else None


def _is_month(month: str) -> bool:
    found = _MONTH.fullmatch(month)
    return found is not None and FIRST_YEAR <= int(found[1]) <= LAST_YEAR


def _year_and_month(month: str) -> tuple[int, int]:
    if not _is_month(month):
        years = f"{FIRST_YEAR} to {LAST_YEAR}"
        raise WorldError(f"month: expected one like '2026-10' in the years {years}, seen {month!r}")
    return int(month[:4]), int(month[5:])


def check_month(month: str) -> None:
    """Raise an error if a text is not the month of a bill (`2026-10`)."""
    _year_and_month(month)


def _usage(seed: int, account: AccountFacts, month: int) -> int:
    number = account.number
    usual = 5 + draw(seed, "usual usage", number, 36)
    usage = usual * (70 + draw(seed, "usage", number * 65536 + month, 61)) // 100
    return max(3, min(usage, 60)) * (1 if account.account_class == "00" else 4)


def _lines(account: AccountFacts, usage: int, amount: Any) -> tuple[BillLine, ...]:
    cost = water_charge(usage, account.account_class, account.meter_size)
    lines = tuple(BillLine(name, getattr(cost, name)) for name in ("water", "raw_water", "service_fee", "vat"))
    if amount is None or amount == cost.total:
        return lines
    return (*lines, BillLine("adjustment", amount - cost.total))
