"""Business days, opening hours, and dates in the Buddhist era."""

from __future__ import annotations

import re
from collections.abc import Set
from datetime import date, datetime, time, timedelta

from reference.common.clock import BANGKOK

_MOMENT = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}")
OPENING = time(8, 30)
FIRST_YEAR, LAST_YEAR = 1850, 2150
"""Gregorian years of every date that reaches us: 543 years later, all of them are of the Buddhist era alone."""


def gregorian_day(text: str) -> date:
    """Parse a day such as 2026-11-23; ValueError if it does not exist or its year is not Gregorian."""
    day = date.fromisoformat(text)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"{day.year} is no year of the Gregorian era")
    return day


def gregorian_moment(text: str) -> datetime:
    """Parse a moment such as 2026-11-23 08:00, Bangkok; ValueError if there is none or its year is not Gregorian."""
    if not _MOMENT.fullmatch(text):
        raise ValueError(f"expected a moment such as 2026-11-23 08:00, seen {text!r}")
    moment = datetime.fromisoformat(text).replace(tzinfo=BANGKOK)
    gregorian_day(text[:10])
    return moment


def years_before(moment: datetime, years: int) -> datetime:
    """The same day and time so many years ago; of 29 February the 28th."""
    try:
        return moment.replace(year=moment.year - years)
    except ValueError:
        return moment.replace(year=moment.year - years, day=28)


def is_business_day(day: date, holidays: Set[date]) -> bool:
    return day.weekday() < 5 and day not in holidays


def next_opening(after: datetime, holidays: Set[date]) -> datetime:
    """The first 08:30 of a business day that comes after a moment."""
    day = after.date() if after.time() < OPENING else after.date() + timedelta(days=1)
    while not is_business_day(day, holidays):
        day += timedelta(days=1)
    return datetime.combine(day, OPENING, BANGKOK)


def thai_day(day: date) -> str:
    """A date as a Thai reader expects it: 15/11/2569, in the Buddhist era."""
    return f"{day.day:02d}/{day.month:02d}/{day.year + 543}"


def be_digits(day: date) -> str:
    """A date as registers write it: 25691115, in the Buddhist era."""
    return f"{day.year + 543}{day:%m%d}"
