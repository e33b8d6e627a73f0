"""The time that a message states of its own making, and how far it may be from the clock of its maker.

x-message-time: {ahead: 5 minutes, behind: 1 days}    # beside x-date; one of the two may be left out
                time: transTime                       # the field beside it that has the time of day
x-message-time: none                                  # a time of something else, whatever its name
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, NamedTuple

from partnerlab.contract.document_store import DocumentStore
from partnerlab.contract.identity.marked_places import Path, marked_places, values_at
from partnerlab.contract.json_dates import MARK as DATE
from partnerlab.contract.json_dates import AgreedDate, DateError, agreed_date
from partnerlab.world.calendar.durations import parse_duration

MARK = "x-message-time"
NONE = "none"
_WORDS = {"ahead", "behind", "time"}
_BANGKOK = timezone(timedelta(hours=7))


@dataclass(frozen=True, slots=True)
class TimeTolerance:
    """How far a stated time may be ahead of its maker's clock, and behind it; None is without limit.

    `time` is the field beside it that has the time of day.
    """

    ahead: timedelta | None
    behind: timedelta | None
    time: str | None


class StatedTime(NamedTuple):
    """What one message states: its place, the span that it may mean (a day, a minute), and how it is written."""

    where: str
    first: datetime
    last: datetime
    written: str
    tolerance: TimeTolerance


class TimedField(NamedTuple):
    """A field with the mark, and how the date in it is written."""

    path: Path
    date: AgreedDate
    tolerance: TimeTolerance


def tolerance_of(mark: Mapping[str, str]) -> TimeTolerance:
    """The compiled mark."""
    ahead, behind = (_duration(mark.get(word)) for word in ("ahead", "behind"))
    return TimeTolerance(ahead, behind, mark.get("time"))


def tolerance_mistakes(mark: Any) -> Iterator[str]:
    """Mistakes in a mark."""
    if mark == NONE:
        return
    if not isinstance(mark, dict) or not mark.keys() <= _WORDS or not mark.keys() & {"ahead", "behind"}:
        yield f"{MARK}: expected {{ahead: 5 minutes, behind: 1 days}}, or {NONE}, seen {mark!r}"
        return
    for word in mark.keys() & {"ahead", "behind"}:
        try:
            parse_duration(str(mark[word]))
        except ValueError as bad:
            yield f"{MARK}: {word}: {bad}"


def timed_fields(store: DocumentStore, schema: Any, document: str) -> list[TimedField]:
    """The fields of a body that state its own time; of several marks of one field the outermost holds.

    ValueError says what is wrong with a mark.
    """
    for place in marked_places(store, schema, document, MARK):
        for mistake in tolerance_mistakes(place.mark):
            raise ValueError(mistake)
    dates = dict(reversed(marked_places(store, schema, document, DATE)))
    marks = dict(reversed(marked_places(store, schema, document, MARK)))
    return [
        TimedField(path, agreed_date(dates[path]), tolerance_of(mark))
        for path, mark in marks.items()
        if mark != NONE and path in dates
    ]


def stated_times(fields: list[TimedField], body: Any) -> Iterator[StatedTime]:
    """What a body states; a value that is no date as agreed is a finding of its own, and none here."""
    for field in fields:
        for where, value in values_at(body, field.path):
            beside = _beside(body, where, field.tolerance.time)
            span = written_span(field.date, value, beside)
            if span is not None:
                written = f"{value} {beside}" if beside else str(value)
                yield StatedTime("/".join(("body", *where)), *span, written, field.tolerance)


def written_span(date: AgreedDate, value: Any, time_of_day: Any = None) -> tuple[datetime, datetime] | None:
    """The first and the last second that an agreed date may mean; None of a value that is no date."""
    try:
        read = date.read(value)
    except DateError:
        return None
    if read is None or not read.day or not read.month:
        return None
    zone = UTC if date.format.endswith("Z") else _BANGKOK
    day = datetime(read.year, read.month, read.day, tzinfo=zone)
    if date.has_time:
        first = day + timedelta(hours=read.hour, minutes=read.minute, seconds=read.second)
        return first, first + timedelta(seconds=59 if "ss" not in date.format else 0)
    return day_span(day, time_of_day)


def day_span(day: datetime, time_of_day: Any = None) -> tuple[datetime, datetime]:
    """A whole day, or the second of it that a time such as 10:15:30 names."""
    try:
        told = datetime.strptime(str(time_of_day), "%H:%M:%S") if time_of_day is not None else None
    except ValueError:
        told = None
    if told is None:
        return day, day + timedelta(days=1, seconds=-1)
    moment = day.replace(hour=told.hour, minute=told.minute, second=told.second)
    return moment, moment


def _duration(text: str | None) -> timedelta | None:
    return None if text is None else timedelta(seconds=parse_duration(text))


def _beside(body: Any, where: Path, name: str | None) -> Any:
    """What stands in the field of that name beside a place of a body."""
    if name is None:
        return None
    for step in where[:-1]:
        body = body[int(step)] if isinstance(body, list) else body[step]
    return body.get(name)
