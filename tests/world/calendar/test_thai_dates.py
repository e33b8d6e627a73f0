from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerlab.world import WorldError
from partnerlab.world.calendar.thai_dates import (
    PartialDate,
    be_digits,
    be_long,
    be_number,
    be_short,
    be_slashed,
    be_year,
    parse_be,
    parse_be_partial,
)

DAY = date(2026, 11, 23)


def test_every_form() -> None:
    assert be_year(DAY) == 2569
    assert be_digits(DAY) == "25691123"
    assert be_number(DAY) == 25691123
    assert be_short(DAY) == "23/11/69"
    assert be_slashed(DAY) == "23/11/2569"
    assert be_long(DAY) == "23 พฤศจิกายน 2569"
    assert be_number(None) == 0


@given(day=st.dates(date(1958, 1, 1), date(2056, 12, 31)))
def test_every_form_is_read_back(day: date) -> None:
    for form in (be_digits, be_number, be_short, be_slashed, be_long):
        assert parse_be(form(day)) == day


def test_the_leap_day_follows_the_gregorian_year() -> None:
    assert parse_be("25670229") == date(2024, 2, 29)
    assert be_digits(date(2024, 2, 29)) == "25670229"
    with pytest.raises(WorldError, match=r"'25680229' does not exist: .* 2568 BE \(2025\) has no day 29"):
        parse_be("25680229")


@pytest.mark.parametrize(
    ("text", "parts"),
    [("25000000", (1957, None, None)), (25000700, (1957, 7, None)), ("25000731", (1957, 7, 31))],
)
def test_unknown_parts_stay_unknown(text: str | int, parts: tuple[int, int | None, int | None]) -> None:
    partial = parse_be_partial(text)
    assert partial == PartialDate(*parts)
    assert partial and partial.be_digits() == str(text)
    assert (partial.exact is None) == (None in parts)


@pytest.mark.parametrize("text", ["25000000", 25000700])
def test_a_date_known_in_part_is_no_date(text: str | int) -> None:
    with pytest.raises(WorldError, match="known in part only; ask parse_be_partial"):
        parse_be(text)


@pytest.mark.parametrize("text", [0, "0", "00000000", ""])
def test_zero_is_no_date(text: str | int) -> None:
    assert parse_be_partial(text) is None
    with pytest.raises(WorldError, match="there is no date"):
        parse_be(text)


def test_a_gregorian_year_is_pointed_out() -> None:
    with pytest.raises(WorldError, match="seen 2026; it looks Gregorian, which would be 2569"):
        parse_be("20261123")
    with pytest.raises(WorldError, match="looks Gregorian"):
        parse_be("23/11/2026")


@pytest.mark.parametrize(
    "text",
    ["25691323", "25691132", "25690023", "25690431", "00/11/69x", "2569-11-23", "๒๕๖๙๑๑๒๓", "23 พย 2569", "256911230"],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(WorldError, match=r"^date: "):
        parse_be(text)


def test_the_era_may_be_named() -> None:
    assert parse_be("1 มกราคม พ.ศ. 2569") == date(2026, 1, 1)
