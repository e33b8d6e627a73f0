"""The system's own time, and the working days it counts by. All times are Asia/Bangkok."""

from __future__ import annotations

from collections.abc import Set
from datetime import date, datetime, time, timedelta, timezone

BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")  # no summer time there, so a fixed offset is exact
OPENING = time(8, 30)


class Clock:
    """Real time, until a rehearsal sets it; a set clock stands still."""

    def __init__(self) -> None:
        self._set: datetime | None = None

    def now(self) -> datetime:
        """This moment, to the second (what the store keeps)."""
        return self._set or datetime.now(BANGKOK).replace(microsecond=0)

    def today(self) -> date:
        return self.now().date()

    def set(self, moment: datetime | None) -> None:
        """Stop at `moment`; None returns to real time."""
        self._set = None if moment is None else moment.astimezone(BANGKOK).replace(microsecond=0)


def stamp(moment: datetime) -> str:
    """A moment as the store keeps it: ISO 8601 with +07:00, to the second; so text sorts as time."""
    return moment.astimezone(BANGKOK).isoformat(timespec="seconds")


def moment_of(text: str) -> datetime:
    """The moment that a stamp tells; a ValueError when the offset is missing."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text}: a time needs its offset, such as +07:00")
    return moment.astimezone(BANGKOK)


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
