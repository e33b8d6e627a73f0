"""What a feed is: somebody who tells readings of whole days, is asked on schedule, and asked again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import ClassVar, Protocol

import requests

from reference.rwc.messages import Reading
from reference.rwc.settings import Settings


class FeedUnavailable(Exception):
    """There is no list to go by; `retry_after` is the other side's word on when to ask again.

    `yet`: it answered in good order, but the day's figures are not there yet.
    """

    def __init__(self, why: str, *, yet: bool = False, retry_after: str | None = None) -> None:
        super().__init__(why)
        self.yet, self.retry_after = yet, retry_after


class Client(Protocol):
    """Asks one source; `fresh` is how old its readings may be, None where they do not age, as a prediction."""

    source: ClassVar[str]
    fresh: ClassVar[timedelta | None]

    def __init__(self, settings: Settings, session: requests.Session) -> None: ...

    def day(self, kind: str, day: date, today: date) -> list[Reading]:
        """The day's readings, doubtful ones marked; raises `FeedUnavailable`."""
        ...

    def not_in_yet(self, told: list[Reading]) -> bool:
        """Whether the list stands before its figures: it is kept, and asked for again."""
        ...


@dataclass(frozen=True, slots=True)
class Feed:
    """One list: its name, when a day's is asked for first, of whom, and as which of the client's kinds.

    Once a day is in, `read_again` days before it are asked for again, in case they were corrected.
    """

    name: str
    opening: time
    client: type[Client]
    kind: str
    read_again: int = 0

    @property
    def again(self) -> str:
        """The name of the rounds in which days before are read again."""
        return f"{self.name}_again"
