"""Moments as people name them, over weekends and Thai holidays."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from partnerlab.lab.clock import aware
from partnerlab.scenario.language.time_expressions import UnknownTimeExpression, moment

CUT_OFFS = {"shop": time(23, 0), "bank": time(21, 30)}


def seen_from(now: str, text: str) -> str:
    return f"{moment(text, aware(datetime.fromisoformat(now)), CUT_OFFS):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("now", "text", "expected"),
    [
        ("2026-11-23 09:00", "by 15 minutes", "2026-11-23 09:15"),
        ("2026-11-23 23:50", "by 2 hours", "2026-11-24 01:50"),
        ("2026-11-23 09:00", "by 3 days", "2026-11-26 09:00"),
        ("2026-11-23 08:00", "to 08:30", "2026-11-23 08:30"),
        ("2026-11-23 08:30", "to 08:30", "2026-11-24 08:30"),
        ("2026-11-23 09:00", "to 08:30", "2026-11-24 08:30"),
        ("2026-11-30 09:00", "to 2026-12-01 08:30", "2026-12-01 08:30"),
        ("2026-12-31 09:00", "to next day 00:00", "2027-01-01 00:00"),
        ("2026-11-05 09:00", "to month end", "2026-11-30 23:59"),
        ("2026-01-31 23:59", "to month end", "2026-02-28 23:59"),
        ("2026-02-28 23:59", "to month end", "2026-03-31 23:59"),
        ("2026-12-31 23:59", "to month end", "2027-01-31 23:59"),
        ("2028-02-05 09:00", "to month end", "2028-02-29 23:59"),
        ("2026-12-05 09:00", "to month end", "2026-12-31 23:59"),
        ("2026-11-23 09:00", "past the cut-off of shop", "2026-11-23 23:01"),
        ("2026-11-23 23:00", "past the cut-off of shop", "2026-11-23 23:01"),
        ("2026-11-23 23:30", "past the cut-off of shop", "2026-11-24 23:01"),
        ("2026-11-23 09:00", "past the cut-off of bank", "2026-11-23 21:31"),
    ],
)
def test_a_moment_of_the_clock(now: str, text: str, expected: str) -> None:
    assert seen_from(now, text) == expected


@pytest.mark.parametrize(
    ("now", "text", "expected"),
    [
        ("2026-11-23 09:00", "to next business day 08:30", "2026-11-24 08:30"),
        ("2026-11-27 18:00", "to next business day 08:30", "2026-11-30 08:30"),
        ("2026-12-04 18:00", "to next business day 08:30", "2026-12-08 08:30"),  # 5 Dec is a Saturday, kept on Monday
        ("2026-12-31 18:00", "to next business day 08:30", "2027-01-04 08:30"),
        ("2026-04-10 18:00", "to next business day 08:30", "2026-04-16 08:30"),  # Songkran, 13 to 15 April
    ],
)
def test_offices_are_closed_on_weekends_and_holidays(now: str, text: str, expected: str) -> None:
    assert seen_from(now, text) == expected


@pytest.mark.parametrize(
    ("now", "office", "bank"),
    [
        ("2026-04-30 18:00", "2026-05-01", "2026-05-05"),  # Labour Day is a bank's; then a weekend and Coronation Day
        ("2026-07-29 18:00", "2026-07-31", "2026-07-30"),  # Lent is an office's
        ("2026-11-23 18:00", "2026-11-24", "2026-11-24"),
    ],
)
def test_offices_and_banks_keep_different_days(now: str, office: str, bank: str) -> None:
    assert seen_from(now, "to next business day 08:30") == f"{office} 08:30"
    assert seen_from(now, "to next bank day 08:30") == f"{bank} 08:30"


@pytest.mark.parametrize(
    "text", ["tomorrow", "to 8:30", "to next day", "by", "at 08:30", "to next month 08:30", "to ๐๘:๓๐", "", "to 08:30 "]
)
def test_words_that_name_no_moment_are_told_with_those_that_do(text: str) -> None:
    with pytest.raises(UnknownTimeExpression, match=r"write one like: by 15 minutes; to 08:30; .*past the cut-off"):
        moment(text, aware(datetime(2026, 11, 23)), CUT_OFFS)


def test_a_duration_that_is_none_is_told_in_its_own_words() -> None:
    with pytest.raises(UnknownTimeExpression, match="'a while' is no duration; write one like '15 minutes'"):
        moment("by a while", aware(datetime(2026, 11, 23)), CUT_OFFS)


@pytest.mark.parametrize("text", ["to 29:00", "to next business day 24:30", "to 2026-02-30 08:30"])
def test_an_hour_or_day_that_does_not_exist_names_no_moment(text: str) -> None:
    with pytest.raises(UnknownTimeExpression):
        moment(text, aware(datetime(2026, 11, 23)), CUT_OFFS)


def test_a_moment_is_never_earlier_than_now() -> None:
    now = aware(datetime(2026, 11, 23))
    with pytest.raises(UnknownTimeExpression):
        moment("to 2026-11-22 08:30", now, CUT_OFFS)


def test_time_moves_by_a_year_at_most_at_once() -> None:
    with pytest.raises(UnknownTimeExpression, match="by at most 366 days at once"):
        moment("to 9000-01-01 08:30", aware(datetime(2026, 11, 23, 9, 0)), CUT_OFFS)


def test_a_cut_off_that_no_agreement_says_names_no_moment() -> None:
    with pytest.raises(UnknownTimeExpression, match="a cut-off of office; there are those of: bank, shop"):
        moment("past the cut-off of office", aware(datetime(2026, 11, 23)), CUT_OFFS)
