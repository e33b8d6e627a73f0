from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerlab.world import WorldError
from partnerlab.world.accounts.money import baht_text, round_to_satang, to_baht, to_satang
from partnerlab.world.accounts.tariff import FILE, meter_inches, meter_sizes, overdue_fee, water_charge


@given(satang=st.integers(-(10**15), 10**15))
def test_satang_survive_every_way_round(satang: int) -> None:
    assert to_satang(baht_text(satang)) == satang
    assert to_satang(to_baht(satang)) == satang
    assert round_to_satang(to_baht(satang)) == satang


@pytest.mark.parametrize(
    ("baht", "satang"), [("100.79", 10079), ("100.7", 10070), ("100", 10000), ("0.05", 5), ("-15.00", -1500)]
)
def test_text_of_baht(baht: str, satang: int) -> None:
    assert to_satang(baht) == to_satang(Decimal(baht)) == satang


def test_baht_are_written_with_two_decimals() -> None:
    assert [baht_text(n) for n in (10079, 5, 0, -5, 144247)] == ["100.79", "0.05", "0.00", "-0.05", "1442.47"]
    assert str(to_baht(10000)) == "100.00"


@pytest.mark.parametrize(
    ("baht", "satang"), [("1.005", 101), ("1.0049", 100), ("100.794", 10079), ("0.125", 13), ("-1.005", -101)]
)
def test_half_a_satang_goes_up(baht: str, satang: int) -> None:
    assert round_to_satang(Decimal(baht)) == satang


@pytest.mark.parametrize("bad", [100.79, 100, True, None])
def test_only_text_and_decimals_are_baht(bad: object) -> None:
    with pytest.raises(WorldError, match=f"seen {type(bad).__name__}"):
        to_satang(bad)  # type: ignore[arg-type]


@pytest.mark.parametrize("bad", ["1,442.47", "100.795", " 1", "1.", ".5", "", "๑", "1e3", "NaN", "+1"])
def test_text_that_is_no_amount_is_refused(bad: str) -> None:
    with pytest.raises(WorldError, match=r"expected baht like '100[.]79'"):
        to_satang(bad)


def test_a_part_of_a_satang_is_refused_not_rounded() -> None:
    with pytest.raises(WorldError, match="no whole number of satang"):
        to_satang(Decimal("100.794"))
    with pytest.raises(WorldError, match="no whole number"):
        to_satang(Decimal("NaN"))


@pytest.mark.parametrize("convert", [baht_text, to_baht])
def test_satang_are_ints(convert: object) -> None:
    assert callable(convert)
    for bad in (100.0, Decimal(1), "1", True):
        with pytest.raises(WorldError, match="expected an int of satang"):
            convert(bad)


def test_floats_are_not_rounded_either() -> None:
    with pytest.raises(WorldError, match="seen float"):
        round_to_satang(1.005)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("usage", "account_class", "meter", "baht"),
    [
        (8, "00", "0", "100.79"),
        (25, "00", "0", "258.14"),
        (45, "00", "0", "469.52"),
        (120, "00", "0", "1442.47"),
        (5, "01", "1", "139.90"),
        (25, "01", "1", "321.54"),
        (250, "01", "1", "3940.17"),
        (0, "00", "0", "26.75"),
    ],
)
def test_the_tariff(usage: int, account_class: str, meter: str, baht: str) -> None:
    assert baht_text(water_charge(usage, account_class, meter).total) == baht


def test_the_parts_of_the_verified_bill() -> None:
    cost = water_charge(8)
    assert (cost.water, cost.raw_water, cost.service_fee, cost.vat) == (6800, 120, 2500, 659)


def test_parts_add_up_and_more_water_costs_more() -> None:
    for account_class in ("00", "01"):
        totals = []
        for usage in range(0, 300):
            cost = water_charge(usage, account_class)
            assert cost.water + cost.raw_water + cost.service_fee + cost.vat == cost.total
            totals.append(cost.total)
        assert all(less < more for less, more in itertools.pairwise(totals))


@pytest.mark.parametrize(
    ("account_class", "rates"),
    [
        ("00", {30: 850, 31: 1003, 41: 1035, 51: 1068, 61: 1100, 71: 1133, 81: 1250, 91: 1282, 101: 1315,
                121: 1347, 161: 1380, 201: 1445, 999: 1445}),
        ("01", {10: 500, 11: 1070, 21: 1095, 31: 1321, 41: 1354, 51: 1386, 61: 1419, 81: 1451, 101: 1484,
                121: 1516, 161: 1549, 201: 1581, 999: 1581}),
    ],
)  # fmt: skip
def test_each_block_s_rate(account_class: str, rates: dict[int, int]) -> None:
    """What one cubic metre more adds; business pays for at least 90 baht, so its tenth adds only 95 - 90."""
    for usage, rate in rates.items():
        assert water_charge(usage, account_class).water - water_charge(usage - 1, account_class).water == rate


def test_service_fees_by_meter() -> None:
    fees = {meter_inches(code): water_charge(0, "00", code).service_fee // 100 for code in meter_sizes()}
    assert fees == {"1/2": 25, "3/4": 40, "1": 50, "1 1/2": 80, "2": 300, "3": 400, "4": 500, "6": 900,
                    "8": 1100, "12": 3500, "16": 5000}  # fmt: skip


def test_the_overdue_fee() -> None:
    assert overdue_fee() == 1500


def test_what_the_tariff_does_not_know_is_refused() -> None:
    with pytest.raises(WorldError, match="account class: '02' is not known; there are 00, 01"):
        water_charge(8, "02")
    with pytest.raises(WorldError, match="meter size: '1/2' is not known; there are 0, 1"):
        water_charge(8, "00", "1/2")
    for bad in (-1, 8.0, "8", True):
        with pytest.raises(WorldError, match="whole cubic metres"):
            water_charge(bad)  # type: ignore[arg-type]


def test_the_tariff_says_which_codes_are_ours() -> None:
    assert FILE.read_text(encoding="utf-8").count("code_provenance: invented") == len(meter_sizes()) - 1
