from __future__ import annotations

from datetime import date, timedelta

import pytest

from partnerlab.world import World, WorldError
from partnerlab.world.accounts.tariff import meter_sizes, water_charge


def test_a_bill_is_the_tariff_on_the_usage(village: World) -> None:
    for number in range(village.count("account")):
        account = village.account(number)
        bill = account.bill("2026-10")
        assert bill.amount == water_charge(bill.usage, account.account_class, account.meter_size).total
        assert bill.amount == sum(line.amount for line in bill.lines)
        assert [line.name for line in bill.lines] == ["water", "raw_water", "service_fee", "vat"]
        assert account.meter_size in meter_sizes()


def test_homes_use_what_homes_use(village: World) -> None:
    used = [village.account(n).bill("2026-10").usage for n in range(village.residences)]
    assert 3 <= min(used) <= max(used) <= 60 and len(set(used)) > 20


def test_usage_differs_by_month_around_the_household_s_habit(world: World) -> None:
    usages = [world.account(11).bill(f"2026-{month:02d}").usage for month in range(1, 13)]
    assert len(set(usages)) > 3
    assert max(usages) <= 2 * min(usages)


def test_a_bill_is_read_the_month_after_and_due_ten_days_later(world: World) -> None:
    account = world.account(11)
    bill, december = account.bill("2026-10"), account.bill("2026-12")
    assert bill.issued == date(2026, 11, account.read_day) and bill.due == bill.issued + timedelta(days=10)
    assert december.issued == date(2027, 1, account.read_day)
    assert (december.invoice, december.month) == ("6912" + account.registration, "2026-12")
    assert bill.account == account


@pytest.mark.parametrize("month", ["2000-01", "2056-12"])
def test_the_first_and_the_last_month_lead_back(world: World, month: str) -> None:
    bill = world.account(3).bill(month)
    assert world.find(bill.invoice) == bill


@pytest.mark.parametrize("month", ["2026-13", "2026-00", "2026-1", "2569-10", "1999-12", "2057-01", "", "2026-10-1"])
def test_what_is_no_month_is_refused(world: World, month: str) -> None:
    with pytest.raises(WorldError, match="expected one like '2026-10'"):
        world.account(3).bill(month)
