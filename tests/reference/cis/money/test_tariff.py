"""What water costs, against published bills and vectors."""

from __future__ import annotations

import pytest

from reference.cis.money.tariff import bill_amount


@pytest.mark.parametrize(
    ("usage", "account_class", "meter_size", "satang"),
    [
        (8, "00", "0", 10079),  # a real slip
        (25, "00", "0", 25814),
        (45, "00", "0", 46952),
        (120, "00", "0", 144247),
        (5, "01", "1", 13990),  # the minimum charge applies
        (25, "01", "1", 32154),
        (250, "01", "1", 394017),
        (0, "00", "0", 2675),
        (0, "01", "0", 12305),
    ],
)
def test_a_month_costs_what_the_tariff_says(usage: int, account_class: str, meter_size: str, satang: int) -> None:
    assert bill_amount(usage, account_class, meter_size) == satang
