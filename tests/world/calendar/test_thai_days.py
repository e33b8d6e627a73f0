"""The days kept as data are the library's, and those of the cabinet have a source."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from partnerlab.world.calendar import thai_days
from partnerlab.world.calendar.holidays import bank_holidays, government_holidays
from partnerlab.world.calendar.thai_days import KEPT, cabinet_days, days_of, library_days, library_text

KEPT_DAYS = Path(thai_days.__file__).with_name("thai_days.json")


def test_the_days_kept_are_those_of_the_library() -> None:
    because = "they are out of date: python -m partnerlab.world.calendar.thai_days writes them anew"
    assert KEPT_DAYS.read_text(encoding="utf-8") == library_text(), because


@pytest.mark.parametrize("year", [KEPT[0], 2026, KEPT[-1], KEPT[-1] + 1])
def test_a_year_has_the_same_days_whether_it_is_kept_or_worked_out(year: int) -> None:
    of_the_library = {day: names for day, names in days_of(year).items() if day not in cabinet_days()}
    extra = {day: names for day, names in library_days(year).items() if day in cabinet_days()}
    assert dict(sorted((of_the_library | extra).items())) == library_days(year)


def test_an_extra_day_of_the_cabinet_has_a_source_and_is_a_holiday_of_offices() -> None:
    for day, entry in cabinet_days().items():
        assert entry["source"] and day in government_holidays(day.year), day
        assert (day in bank_holidays(day.year)) is not entry["banks_open"], day


def test_an_extra_day_that_the_library_does_not_know_yet_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    extra = {date(2030, 7, 1): {"name": "วันหยุดพิเศษ", "source": "a test", "banks_open": False}}
    monkeypatch.setattr(thai_days, "cabinet_days", lambda: extra)
    assert days_of(2030)[date(2030, 7, 1)] == ["วันหยุดพิเศษ"]
    assert list(days_of(2030)) == sorted(days_of(2030))


def test_the_years_in_use_are_known_without_the_library() -> None:
    code = (
        "import sys; from partnerlab.world.calendar.holidays import bank_holidays; "
        "bank_holidays(2026); sys.exit('holidays' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
