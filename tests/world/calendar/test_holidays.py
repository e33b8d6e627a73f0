"""Real days: cabinet resolutions and announcements of the Bank of Thailand."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from partnerlab.world.calendar.holidays import (
    bank_holidays,
    government_holidays,
    is_bank_day,
    is_business_day,
    month_end,
    next_bank_day,
    next_business_day,
)


@pytest.mark.parametrize(
    ("day", "office", "bank", "why"),
    [
        (date(2026, 11, 23), True, True, "an ordinary Monday"),
        (date(2026, 11, 22), False, False, "a Sunday"),
        (date(2026, 12, 10), False, False, "Constitution Day"),
        (date(2026, 12, 7), False, False, "substitute for Saturday 5 December"),
        (date(2026, 6, 1), False, False, "substitute for Visakha Bucha on a Sunday"),
        (date(2026, 5, 1), True, False, "Labour Day: offices work"),
        (date(2025, 5, 1), True, False, "Labour Day: offices work"),
        (date(2026, 5, 13), False, True, "Royal Ploughing Ceremony: banks work"),
        (date(2025, 7, 11), False, True, "Buddhist Lent Day: banks work"),
        (date(2024, 4, 12), False, False, "extra day of the cabinet, followed by the banks"),
        (date(2024, 12, 30), False, True, "extra day of the cabinet, not followed by the banks"),
        (date(2025, 6, 2), False, False, "extra day of the cabinet, followed by the banks"),
        (date(2026, 1, 2), False, False, "extra day of the cabinet, followed by the banks"),
        (date(2026, 10, 16), False, True, "extra day of the cabinet for Bangkok alone"),
        (date(2024, 7, 22), False, False, "substitute for Asarnha Bucha on a Saturday"),
        (date(2027, 5, 3), True, False, "substitute for Labour Day on a Saturday: offices work"),
        (date(2027, 7, 19), False, False, "Lent for offices, substitute for Asarnha (a Sunday) for banks"),
        (date(2027, 7, 20), False, True, "substitute for Asarnha behind Lent: offices only"),
    ],
)
def test_days(day: date, office: bool, bank: bool, why: str) -> None:
    assert (is_business_day(day), is_bank_day(day)) == (office, bank), why


def test_banks_had_eighteen_days_off_in_2024() -> None:
    assert len([day for day in bank_holidays(2024) if day.weekday() < 5]) == 18


@pytest.mark.parametrize("year", range(2024, 2029))
def test_every_year_in_use_is_known(year: int) -> None:
    office, bank = government_holidays(year), bank_holidays(year)
    for month, day in [(1, 1), (4, 13), (4, 15), (10, 23), (12, 31)]:
        assert date(year, month, day) in office and date(year, month, day) in bank
    assert all(day.year == year for day in (*office, *bank))
    assert list(bank) == sorted(bank) and list(office) == sorted(office)


def test_holidays_have_thai_names() -> None:
    assert government_holidays(2026)[date(2026, 6, 1)] == "ชดเชยวันวิสาขบูชา"
    assert bank_holidays(2026)[date(2026, 5, 1)] == "วันแรงงานแห่งชาติ"


def test_the_next_open_day_is_after_the_day() -> None:
    assert next_business_day(date(2026, 11, 23)) == date(2026, 11, 24)
    assert next_business_day(date(2026, 12, 4)) == date(2026, 12, 8)
    assert next_bank_day(date(2026, 4, 30)) == date(2026, 5, 5)
    assert next_business_day(date(2026, 4, 30)) == date(2026, 5, 1)
    assert next_bank_day(date(2026, 12, 30)) == date(2027, 1, 4)


def test_a_moment_counts_as_its_day() -> None:
    assert not is_bank_day(datetime(2026, 12, 10, 9, 0))
    assert next_bank_day(datetime(2026, 12, 9, 9, 0)) == date(2026, 12, 11)


def test_month_end() -> None:
    assert month_end(date(2026, 2, 3)) == date(2026, 2, 28)
    assert month_end(date(2028, 2, 29)) == date(2028, 2, 29)
    assert month_end(date(2026, 12, 31)) == date(2026, 12, 31)
    assert month_end(date(2026, 4, 1)) == date(2026, 4, 30)
