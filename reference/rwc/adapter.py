"""What a partner's folder may export, on one screen: `ADAPTER = Adapter(...)` in its `__init__`.

An adapter translates between the partner's words and `messages`. It keeps no table, decides nothing about pumping,
runs no work and knows no file channel; rules that differ by partner and are ours to apply are data in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar, Protocol

from reference.common.link import Link
from reference.common.outbox import Delivery, Message
from reference.rwc.messages import Reading, ReceivedFile, Report

__all__ = ["Adapter", "Archive", "Feed", "FeedClient", "Link", "ReadingsFile", "ReportReceiver"]


class FeedClient(Protocol):
    """Asks a partner for the readings of whole days."""

    def day(self, kind: str, day: date, today: date) -> list[Reading]:
        """The day's readings, doubtful ones marked; raises `FeedUnavailable`."""
        ...

    def is_incomplete(self, day: list[Reading]) -> bool:
        """Whether the list was published before its figures: it is kept, and asked for again."""
        ...


class Archive(Protocol):
    """A partner that keeps data which its source no longer gives."""

    def day(self, data_set: str, day: date) -> list[Reading]:
        """The readings of a day that has passed; raises `FeedUnavailable`."""
        ...


class ReportReceiver(Protocol):
    """A partner that receives our reports."""

    def body(self, report: Report) -> dict[str, Any] | None:
        """The report in the partner's words; None for a kind that it does not receive."""
        ...

    def send(self, message: Message) -> Delivery:
        """Deliver such a body; the message's subject is the kind of the report."""
        ...

    def held(self, kind: str, first: datetime, last: datetime) -> set[str]:
        """The moments, as stamps, of which the partner holds a report of that kind; raises `FeedUnavailable`."""
        ...


@dataclass(frozen=True, slots=True)
class Feed:
    """One daily list: its name, the time of the first request, and the kind to ask the partner's client for.

    Once a day is complete, `read_again` days before it are asked for again, in case they were corrected. `archived` is
    the data set of an archive in which a day is looked for once it has passed and the partner does not tell it.
    """

    name: str
    opening: time
    kind: str
    read_again: int = 0
    archived: str | None = None

    @property
    def again(self) -> str:
        """The name of the polls in which earlier days are read again."""
        return f"{self.name}_again"


@dataclass(frozen=True, slots=True)
class ReadingsFile:
    """Files of readings: what reads one (raises `FileRefused`), and how their names end.

    `largest_step` is how far a value may lie from those known for its hour and the hours beside it, in its own unit.
    `oldest` is how long ago the last moment of a file may be: predictions of days that have passed are last year's.
    """

    read: Callable[[ReceivedFile], list[Reading]]
    suffix: str
    largest_step: float | None = None
    oldest: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapter:
    """What one partner has; everything is optional.

    `called`: what the duty officer calls it, in both languages. `needs`: settings without which nothing of it is set
    up. `feeds`: the readings that the `client` asks for. `maximum_age`: how old its readings may be; None where they
    do not age, as predictions. `shows`: things in its memory that test hooks may show. This system calls partners
    directly, through no gateway.
    """

    through: ClassVar[None] = None
    gateway: ClassVar[None] = None

    called: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    feeds: Sequence[Feed] = ()
    client: Callable[[Link], FeedClient] | None = None
    maximum_age: timedelta | None = None
    readings_file: ReadingsFile | None = None
    receiver: Callable[[Link], ReportReceiver] | None = None
    archive: Callable[[Link], Archive] | None = None
    shows: Mapping[str, Callable[[Link], dict[str, Any]]] = field(default_factory=dict)
