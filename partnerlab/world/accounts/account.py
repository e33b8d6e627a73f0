"""A water account: the meter of one house, in the name of its owner, and the bill of every month.

Usage, reading days and the ten days to pay are ours; the money follows the published tariff.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from partnerlab.errors import WorldError
from partnerlab.world.accounts.tariff import charge
from partnerlab.world.calendar.thai_dates import BE_OFFSET
from partnerlab.world.seeded_random import pick, roll

if TYPE_CHECKING:
    from partnerlab.world.accounts.mandate import Mandate
    from partnerlab.world.people.company import Company
    from partnerlab.world.people.person import Person
    from partnerlab.world.places.house import House
    from partnerlab.world.places.subdistricts import Branch
    from partnerlab.world.population import World

DAYS_TO_PAY = 10
FIRST_YEAR, LAST_YEAR = 2000, 2056
"""Years of bills: after the tariff began, and while two digits of the BE year are still clear."""

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_METERS = {"00": "0" * 19 + "1", "01": "000011123"}


@dataclass(frozen=True, slots=True)
class Line:
    """One amount in satang: `water`, `raw_water`, `service_fee`, `vat`; `adjustment` if overridden."""

    name: str
    amount: int


@dataclass(frozen=True, slots=True)
class Bill:
    """A month's bill. `month` is `2026-10`; usage in m3; `amount` in satang is the sum of `lines`."""

    invoice: str
    month: str
    usage: int
    issued: date
    due: date
    amount: int
    lines: tuple[Line, ...]
    account: Account = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Account:
    """A registration of water use; class `00` residential, `01` business; `meter_size` as in the tariff."""

    number: int
    registration: str
    account_class: str
    meter_size: str
    meter_number: str
    read_day: int
    name: str
    world: World = field(repr=False, compare=False)

    @property
    def house(self) -> House:
        return self.world.house(self.number)

    @property
    def holder(self) -> Person | Company:
        """The person or company in whose name the account is."""
        return self.house.owner

    @property
    def tax_id(self) -> str:
        """The holder's PID or juristic number."""
        holder = self.holder
        return holder.juristic_id if hasattr(holder, "juristic_id") else holder.pid

    @property
    def address(self) -> str:
        return self.house.address

    @property
    def branch(self) -> Branch:
        return self.house.branch

    @property
    def mandate(self) -> Mandate:
        """The mandate by which a bank may be told to pay its bills."""
        return self.world.mandate(self.number)

    @property
    def ref1(self) -> str:
        """What payment agents call reference 1: branch code and registration."""
        return self.branch.code + self.registration

    def bill(self, month: str) -> Bill:
        """The bill of `2026-10`, read and issued early in the month after, due ten days later."""
        year, number = _year_and_month(month)
        facts = self.world.monthly("account", self.number)
        usage = facts.get("usage", {}).get(month, _usage(self, year * 12 + number))
        read = date(year + number // 12, number % 12 + 1, self.read_day)
        issued = facts.get("issued", {}).get(month, read)
        lines = _lines(self, usage, facts.get("amount", {}).get(month))
        return Bill(
            invoice=f"{(year + BE_OFFSET) % 100:02d}{number:02d}{self.registration}",
            month=month, usage=usage, issued=issued,
            due=facts.get("due", {}).get(month, issued + timedelta(days=DAYS_TO_PAY)),
            amount=sum(line.amount for line in lines), lines=lines, account=self,
        )  # fmt: skip


MONTHLY: Mapping[str, type] = {"usage": int, "amount": int, "issued": date, "due": date}
"""Facts of an account that may be overridden month by month, and their types."""


def make(world: World, number: int) -> Account:
    """The account of the house of the same number, before any override."""
    seed, account_class = world.seed, "00" if number < world.residences else "01"
    return Account(
        number=number, registration=world.numbering.registration(number), account_class=account_class,
        meter_size=pick(seed, "meter size", number, _METERS[account_class]),
        meter_number=f"98{number:08d}", read_day=1 + roll(seed, "read day", number, 18),
        name=world.house(number).owner.full_name, world=world,
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
    """Refuse what is no month of a bill."""
    _year_and_month(month)


def _usage(account: Account, month: int) -> int:
    seed, number = account.world.seed, account.number
    usual = 5 + roll(seed, "usual usage", number, 36)
    usage = usual * (70 + roll(seed, "usage", number * 65536 + month, 61)) // 100
    return max(3, min(usage, 60)) * (1 if account.account_class == "00" else 4)


def _lines(account: Account, usage: int, amount: Any) -> tuple[Line, ...]:
    cost = charge(usage, account.account_class, account.meter_size)
    lines = tuple(Line(name, getattr(cost, name)) for name in ("water", "raw_water", "service_fee", "vat"))
    if amount is None or amount == cost.total:
        return lines
    return (*lines, Line("adjustment", amount - cost.total))
