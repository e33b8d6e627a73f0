"""A citizen's papers: the identity card.

That a card holds eight years and on to the next birthday, and for life from seventy on, is the law's (Identity Card
Act 2526, as amended); who got which card when is ours. Cards were issued in the years before the world's day, so that
none runs out by itself while the calendar is good: a story makes one run out.
"""

from __future__ import annotations

from datetime import date, timedelta

from partnerlab.world.seeded_random import roll

FOR_LIFE = date(9999, 12, 31)
"""Until when the card of somebody of seventy holds."""

NO_CARD_BEFORE = 7
"""Years of age."""

_YEARS, _OLD = 8, 70


def card_days(seed: int, number: int, born: date, as_of: date) -> tuple[date, date]:
    """When the card of a person was issued, and until when it holds."""
    issued = as_of - timedelta(days=1 + roll(seed, "card", number, 4 * 365))
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
