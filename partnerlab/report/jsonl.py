"""The event stream as JSON lines: one event a line, UTF-8, and back again without loss."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from partnerlab.errors import InputError
from partnerlab.report.atomic_file import atomic_file


class BrokenStream(InputError, ValueError):
    """A line of the file is no event."""


def line(event: Mapping[str, Any]) -> bytes:
    """One event as one line, its end included. Thai stays readable; halves of surrogates stay escaped."""
    try:
        return (json.dumps(event, ensure_ascii=False) + "\n").encode()
    except UnicodeEncodeError:
        return (json.dumps(event) + "\n").encode()


def write(events: Iterable[Mapping[str, Any]], path: Path) -> Path:
    """Write the events to `path`, all or nothing."""
    with atomic_file(path) as file:
        file.writelines(line(event) for event in events)
    return path


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The events of a file, one by one. Blank lines are passed over; a line that is no event says where it is."""
    with path.open("rb") as file:
        for number, text in enumerate(file, start=1):
            if text.strip():
                yield _event(text, f"{path}:{number}")


def _event(text: bytes, place: str) -> dict[str, Any]:
    try:
        event = json.loads(text)
    except ValueError as mistake:
        raise BrokenStream(f"{place}: expected one JSON object, seen {text[:80]!r} ({mistake})") from mistake
    if not isinstance(event, dict) or "event" not in event:
        raise BrokenStream(f'{place}: expected an object with "event", seen {text[:80]!r}')
    return event
