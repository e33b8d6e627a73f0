"""Dates that are written well and do not exist."""

from __future__ import annotations

import pytest

from partnerlab.world.calendar.durations import LONGEST, parse_duration
from partnerlab.world.calendar.impossible_dates import impossible, impossible_dates


@pytest.mark.parametrize(
    "text", ["2026-02-29", "2026-13", "2026-00", "0000-01-01", "2026-01-05 24:00", "2026-02-30T10:00:00+07:00"]
)
def test_one_that_does_not_exist(text: str) -> None:
    told = impossible(text)
    assert told is not None
    assert told.startswith(f"'{text}' does not exist: ")


@pytest.mark.parametrize("text", ["2028-02-29", "2026-12", "2569-01-05", "2026-01-05 23:59", "1-2", "2026-02-30x", ""])
def test_any_other_text(text: str) -> None:
    assert impossible(text) is None


def test_each_is_told_with_its_place_and_a_key_too() -> None:
    data = {"a": [{"b": "2026-02-30"}], "usage": {"2026-13": 5}}
    assert [place for place, _ in impossible_dates(data)] == [("a", 0, "b"), ("usage", "2026-13")]


@pytest.mark.parametrize("text", [f"{'9' * 5_000} days", f"{LONGEST + 1} days", "9999999999 seconds"])
def test_a_duration_beyond_measure_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"is too long|is no duration"):
        parse_duration(text)
