"""Bank days, and when a file must leave and be answered."""

from __future__ import annotations

from collections.abc import Set
from datetime import date, datetime, time, timedelta

from reference.common.clock import BANGKOK
from reference.common.dates import is_business_day

SENDING, LAST_SENDING, ANSWER = time(16, 0), time(17, 0), time(12, 0)
_ONE = timedelta(days=1)


def next_bank_day(day: date, holidays: Set[date]) -> date:
    """The first bank day after `day`."""
    day += _ONE
    while not is_business_day(day, holidays):
        day += _ONE
    return day


def deadline(effective: date, holidays: Set[date]) -> datetime:
    """Until when the result of a debit day is waited for."""
    return datetime.combine(next_bank_day(effective, holidays), ANSWER, BANGKOK)


def sending_time(due: date, now: datetime, made_today: bool, holidays: Set[date]) -> datetime:
    """When a bill that is due on `due` leaves: in time for the last bank day not after that, or as soon as can be.

    Files leave from 16:00 to 17:00 on a bank day, one a day; `made_today` says that today's is made.
    """
    day = _day_before(_bank_day_up_to(due, holidays), holidays)
    today = now.date()
    earliest = today + _ONE if made_today or now.time() >= LAST_SENDING else today
    if day < earliest:
        day = earliest if is_business_day(earliest, holidays) else next_bank_day(earliest, holidays)
    return datetime.combine(day, SENDING, BANGKOK)


def _bank_day_up_to(day: date, holidays: Set[date]) -> date:
    while not is_business_day(day, holidays):
        day -= _ONE
    return day


def _day_before(day: date, holidays: Set[date]) -> date:
    return _bank_day_up_to(day - _ONE, holidays)
