"""Moments as people name them: `to next business day 08:30`, `by 2 hours`, `past the cut-off of PARTNER`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from partnerlab.errors import InputError
from partnerlab.lab.clock import FARTHEST, aware
from partnerlab.world.calendar import holidays
from partnerlab.world.calendar.durations import parse_duration

_FORMS = (
    "by 15 minutes",
    "to 08:30",
    "to 2026-12-01 08:30",
    "to next day 08:30",
    "to next business day 08:30",
    "to next bank day 08:30",
    "to month end",
    "past the cut-off of PARTNER",
)
_PAST_CUT_OFF = r"past the cut-off of (\w+)"
_CLOCK = r"([0-2][0-9]):([0-5][0-9])"


_Meaning = Callable[[re.Match[str], datetime], datetime]


class UnknownTimeExpression(InputError):
    """Words that name no moment; says which do."""


def moment(text: str, now: datetime, cut_offs: Mapping[str, time]) -> datetime:
    """The moment that the words mean, seen from `now`; it is never earlier. `cut_offs` are the partners'."""
    if match := re.fullmatch(_PAST_CUT_OFF, text):
        return _past_cut_off(text, match[1], now, cut_offs)
    for pattern, meaning in _MEANINGS:
        if match := re.fullmatch(pattern, text):
            return _later(text, meaning, match, now)
    raise UnknownTimeExpression(f"'{text}' names no moment; write one like: {'; '.join(_FORMS)}")


def _later(text: str, meaning: _Meaning, match: re.Match[str], now: datetime) -> datetime:
    try:
        found = meaning(match, now)
    except ValueError as bad:
        raise UnknownTimeExpression(f"'{text}': {bad}") from None
    if found < now:
        raise UnknownTimeExpression(f"'{text}' is over: it is {now:%Y-%m-%d %H:%M}, and time does not run back")
    if found > now + FARTHEST:
        limit = f"time moves by at most {FARTHEST.days} days at once"
        raise UnknownTimeExpression(f"'{text}' is too far: it is {now:%Y-%m-%d %H:%M}, and {limit}")
    return found


def _at(day: date, hour: str, minute: str) -> datetime:
    return aware(datetime.combine(day, time(int(hour), int(minute))))


def _by(match: re.Match[str], now: datetime) -> datetime:
    return now + timedelta(seconds=parse_duration(match[1]))


def _today(match: re.Match[str], now: datetime) -> datetime:
    found = _at(now.date(), match[1], match[2])
    return found if found > now else found + timedelta(days=1)


def _date(match: re.Match[str], now: datetime) -> datetime:
    return _at(date.fromisoformat(match[1]), match[2], match[3])


def _next(step: Callable[[date], date]) -> Callable[[re.Match[str], datetime], datetime]:
    return lambda match, now: _at(step(now.date()), match[1], match[2])


def _month_end(match: re.Match[str], now: datetime) -> datetime:
    found = aware(datetime.combine(holidays.month_end(now.date()), time(23, 59)))
    if found > now:
        return found
    return aware(datetime.combine(holidays.month_end(now.date() + timedelta(days=1)), time(23, 59)))


def _past_cut_off(text: str, partner: str, now: datetime, cut_offs: Mapping[str, time]) -> datetime:
    """A minute after the end of a partner's business day."""
    if partner not in cut_offs:
        known = ", ".join(sorted(cut_offs)) or "none"
        raise UnknownTimeExpression(f"'{text}': no agreement says a cut-off of {partner}; there are those of: {known}")
    found = aware(datetime.combine(now.date(), cut_offs[partner])) + timedelta(minutes=1)
    return found if found > now else found + timedelta(days=1)


_MEANINGS: tuple[tuple[str, _Meaning], ...] = (
    (r"by (.+)", _by),
    (rf"to {_CLOCK}", _today),
    (rf"to ([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}) {_CLOCK}", _date),
    (rf"to next day {_CLOCK}", _next(lambda day: day + timedelta(days=1))),
    (rf"to next business day {_CLOCK}", _next(lambda day: holidays.next_business_day(day))),
    (rf"to next bank day {_CLOCK}", _next(lambda day: holidays.next_bank_day(day))),
    (r"to month end", _month_end),
)
