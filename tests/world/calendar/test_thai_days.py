"""The days kept as data are the library's, and those of the cabinet have a source."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from partnerlab.world.calendar import thai_days
from partnerlab.world.calendar.holidays import bank_holidays, government_holidays
from partnerlab.world.calendar.thai_days import DATA, KEPT, cabinet_days, days_of, library_days
from tools import holidays as renewal


def test_the_days_kept_are_those_of_the_library() -> None:
    because = "they are out of date: python -m tools.holidays writes them anew"
    assert DATA.read_text(encoding="utf-8") == renewal.text_of(renewal.library_days_by_text()), because


def test_a_command_renews_them_and_tells_what_changed_with_the_cabinets_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = json.loads(DATA.read_text(encoding="utf-8"))
    stale = tmp_path / DATA.name
    stale.write_text(json.dumps({day: names for day, names in today.items() if day != "2026-04-13"}), encoding="utf-8")
    monkeypatch.setattr(renewal, "DATA", stale)
    told = CliRunner().invoke(renewal.command, ["--check"], standalone_mode=False)
    assert (told.return_value, "2026-04-13: no holiday -> วันสงกรานต์" in told.output) == (1, True)
    assert all(str(entry["source"]) in told.output for entry in cabinet_days().values())
    assert "2026-04-13" not in stale.read_text(encoding="utf-8"), "--check changes nothing"
    assert CliRunner().invoke(renewal.command, [], standalone_mode=False).return_value == 0
    assert stale.read_bytes() == DATA.read_bytes()


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
