"""Virtual times as they are read: the era, the hour, Bangkok."""

from __future__ import annotations

import pytest

from partnerlab.report.times import clock_time, date, date_time


def test_the_era_follows_the_language() -> None:
    told = date_time("2026-11-24T08:30:00+07:00")
    assert told == {"en": "Tue 24 Nov 2026 08:30", "th": "อ. 24 พ.ย. 2569 08:30 น."}


def test_a_leap_day_keeps_its_year() -> None:
    assert date("2028-02-29T23:59:00+07:00")["th"] == "อ. 29 ก.พ. 2571"


def test_other_zones_are_told_in_bangkok_and_the_date_moves_with_them() -> None:
    assert date_time("2026-12-31T17:30:00+00:00") == {"en": "Fri 1 Jan 2027 00:30", "th": "ศ. 1 ม.ค. 2570 00:30 น."}
    assert clock_time("2026-11-24T08:30:00") == "08:30"


def test_seconds_are_told_when_they_say_something() -> None:
    assert clock_time("2026-11-24T08:30:05+07:00") == "08:30:05"


@pytest.mark.parametrize("odd", ["soon", "", "9999-12-31T23:59:59-12:00"])
def test_what_is_no_time_is_shown_as_it_is(odd: str) -> None:
    assert date_time(odd) == {"en": odd, "th": odd} and clock_time(odd) == odd
    assert clock_time(None) == ""
