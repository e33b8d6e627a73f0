"""Issue and expiry of the citizen identity card.

By law a card is valid for eight years and on to the next birthday, and for life from seventy on (Identity Card Act
2526, as amended); the days of issue are ours. Cards were issued in the years before the world's record date, so that
none expires by itself while the calendar is good: a story makes one expire.
"""

from __future__ import annotations

from datetime import date, timedelta

from partnerlab.world.seeded_random import draw

FOR_LIFE = date(9999, 12, 31)
"""Expiry of the card of a person of seventy or more."""

NO_CARD_BEFORE = 7
"""Years of age."""

_YEARS, _OLD = 8, 70


def card_days(seed: int, number: int, born: date, as_of: date) -> tuple[date, date]:
    """Days of issue and expiry of a person's card."""
    issued = as_of - timedelta(days=1 + draw(seed, "card", number, 4 * 365))
    if _age(born, issued) >= _OLD:
        return issued, FOR_LIFE
    full = _in_year(issued, issued.year + _YEARS)
    birthday = _in_year(born, full.year)
    return issued, birthday if birthday >= full else _in_year(born, full.year + 1)


def _in_year(day: date, year: int) -> date:
    """The same day of another year; 28 February where there is no 29th."""
    return date(year, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def _age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
