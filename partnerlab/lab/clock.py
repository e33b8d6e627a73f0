"""Virtual time in Asia/Bangkok: nothing waits, everything due runs in order."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from partnerlab.errors import InputError

BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")

FARTHEST = timedelta(days=366)
"""How far time may be asked to move at once: all that is due on the way is done while somebody waits."""


class ClockError(InputError):
    """The clock cannot be moved so, such as backwards."""


@dataclass(order=True, slots=True)
class _Due:
    when: datetime
    order: int
    action: Callable[[], Any] = field(compare=False)
    why: str = field(compare=False)


class Clock:
    """One lab's time. Only the scenario moves it, and what is due on the way runs first."""

    def __init__(self, now: datetime) -> None:
        self.now = aware(now)
        self._due: list[_Due] = []
        self._order = itertools.count()

    def at(self, when: datetime, action: Callable[[], Any], why: str) -> None:
        """Run `action` when time reaches `when`; what is due at once runs at the next settling."""
        heapq.heappush(self._due, _Due(aware(when), next(self._order), action, why))

    def after(self, seconds: float, action: Callable[[], Any], why: str) -> None:
        self.at(self.now + timedelta(seconds=seconds), action, why)

    @property
    def next_due(self) -> datetime | None:
        return self._due[0].when if self._due else None

    def elapse(self, seconds: float) -> None:
        """Let time pass inside an exchange (a slow answer); what falls due waits for the next settling."""
        self.now += timedelta(seconds=seconds)

    def move(self, to: datetime) -> None:
        """Set the time forward without running anything: for the lab, which runs what is due itself."""
        if to < self.now:
            raise ClockError(f"time does not run back: it is {self.now:%Y-%m-%d %H:%M}, asked for {to:%Y-%m-%d %H:%M}")
        self.now = to

    def run_due(self) -> int:
        """Run everything due by now, in order, what it schedules included; how many ran."""
        ran = 0
        while self._due and self._due[0].when <= self.now:
            heapq.heappop(self._due).action()
            ran += 1
        return ran

    def set(self, now: datetime) -> None:
        """Begin at `now`."""
        self.now = aware(now)

    def reset(self) -> None:
        self._due.clear()

    def snapshot(self) -> Any:
        return self.now

    def restore(self, state: Any) -> None:
        self.now = state

    def busy(self) -> str | None:
        return f"something is due at {self._due[0].when.isoformat()}" if self._due else None


def moment_of(text: str) -> datetime:
    """A moment as ISO 8601 writes it, in Bangkok; `ClockError` of one that the calendar does not have."""
    try:
        return aware(datetime.fromisoformat(text))
    except (ValueError, OverflowError) as bad:
        raise ClockError(f"'{text}' is no moment of the calendar: {bad}") from None


def aware(when: datetime) -> datetime:
    """A time in Bangkok; one without a zone is Bangkok's already."""
    return when.replace(tzinfo=BANGKOK) if when.tzinfo is None else when.astimezone(BANGKOK)
