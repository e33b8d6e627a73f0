"""Days on which offices and banks are open in Thailand.

`thai_days` has the days and their substitutes, but not which of them are for offices and which for banks:
government offices work on Labour Day; banks work on Buddhist Lent Day and on the Royal Ploughing Ceremony.
Days of 2024-2026 are as announced; later ones are computed, until the cabinet and the Bank of Thailand
announce them (the Ploughing Ceremony, whose date the court names each year, is then missing).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from partnerlab.world.calendar.thai_days import cabinet_days, days_of

_LABOUR = "วันแรงงานแห่งชาติ"
_LENT = "วันเข้าพรรษา"
_PLOUGHING = "วันพืชมงคล"
_ASARNHA = "วันอาสาฬหบูชา"
_IN_LIEU = "ชดเชย"

_ONE = timedelta(days=1)


@cache
def government_holidays(year: int) -> Mapping[date, str]:
    """Holidays of government offices with their Thai names, weekends and substitutes among them, in order."""
    return _without(year, _LABOUR, _IN_LIEU + _LABOUR)


@cache
def bank_holidays(year: int) -> Mapping[date, str]:
    """Holidays of banks with their Thai names, weekends and substitutes among them, in order."""
    days = _without(year, _LENT, _PLOUGHING, _IN_LIEU + _PLOUGHING, _IN_LIEU + _ASARNHA)
    for day in [day for day, name in days.items() if _ASARNHA in name and day.weekday() >= 5]:
        # Lent follows Asarnha. If that is a Sunday, offices put its substitute behind Lent, banks on Lent.
        days.setdefault(_next_weekday(day), _IN_LIEU + _ASARNHA)
    return {day: days[day] for day in sorted(days) if not _banks_open(day)}


def is_business_day(day: date) -> bool:
    """Whether government offices are open."""
    return day.weekday() < 5 and _plain(day) not in government_holidays(day.year)


def is_bank_day(day: date) -> bool:
    """Whether banks are open."""
    return day.weekday() < 5 and _plain(day) not in bank_holidays(day.year)


def next_business_day(day: date) -> date:
    """The first day after `day` on which government offices are open."""
    day = _plain(day) + _ONE
    while not is_business_day(day):
        day += _ONE
    return day


def next_bank_day(day: date) -> date:
    """The first day after `day` on which banks are open."""
    day = _plain(day) + _ONE
    while not is_bank_day(day):
        day += _ONE
    return day


def month_end(day: date) -> date:
    """The last day of the month of `day`, open or not."""
    after = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return after - _ONE


def _banks_open(day: date) -> bool:
    """Whether the Bank of Thailand lets banks open on an extra day of the cabinet."""
    extra = cabinet_days().get(day)
    return extra is not None and bool(extra["banks_open"])


def _next_weekday(day: date) -> date:
    day += _ONE
    while day.weekday() >= 5:
        day += _ONE
    return day


def _plain(day: date) -> date:
    return date(day.year, day.month, day.day)


def _without(year: int, *names: str) -> dict[date, str]:
    """The days of a year on which something other than `names` is kept."""
    kept = {day: [name for name in all_names if name not in names] for day, all_names in days_of(year).items()}
    return {day: "; ".join(rest) for day, rest in kept.items() if rest}
