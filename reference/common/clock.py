"""A system's own time. All times are Asia/Bangkok."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")  # no summer time there, so a fixed offset is exact


class Clock:
    """Real time, until a rehearsal sets it; a set clock stands still."""

    def __init__(self) -> None:
        self._set: datetime | None = None
        self.stands = False
        """Whether it was set since the start or the last `loosen`."""

    def now(self) -> datetime:
        """This moment, to the second (what the store keeps)."""
        return self._set or datetime.now(BANGKOK).replace(microsecond=0)

    def today(self) -> date:
        return self.now().date()

    def set(self, moment: datetime | None) -> None:
        """Stop at `moment`; None returns to real time."""
        self._set = None if moment is None else moment.astimezone(BANGKOK).replace(microsecond=0)
        self.stands = moment is not None

    def loosen(self) -> None:
        """Show the same time as before, but let a rehearsal set it as if for the first time."""
        self.stands = False


def stamp(moment: datetime) -> str:
    """A moment as the store keeps it: ISO 8601 with +07:00, to the second; so text sorts as time."""
    return moment.astimezone(BANGKOK).isoformat(timespec="seconds")


def moment_of(text: str) -> datetime:
    """The moment that a stamp tells; a ValueError when the offset is missing."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text}: a time needs its offset, such as +07:00")
    return moment.astimezone(BANGKOK)
