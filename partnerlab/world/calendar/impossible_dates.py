"""Dates and moments that are written well and do not exist: 30 February, month 13, 24:00."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

_DATE = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T]([0-9]{2}:[0-9]{2})(?::[0-9]{2}(?:[+-][0-9]{2}:[0-9]{2}|Z)?)?)?"
)
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")

Place = tuple[str | int, ...]


def impossible(text: str) -> str | None:
    """Why a text with the form of a date, moment or month does not exist in the calendar; None for any other text."""
    match = _DATE.fullmatch(text)
    if match is None and not _MONTH.fullmatch(text):
        return None
    day, hour = (match[1], match[2]) if match else (f"{text}-01", None)
    try:
        datetime.fromisoformat(f"{day} {hour or '00:00'}")
    except ValueError as bad:
        return f"'{text}' does not exist: {bad}"
    return None


def impossible_dates(data: Any, at: Place = ()) -> Iterator[tuple[Place, str]]:
    """Those below a value, keys too, each with its place."""
    below = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in below:
        for text in (key, value):
            if isinstance(text, str) and (told := impossible(text)):
                yield (*at, key), told
        yield from impossible_dates(value, (*at, key))
