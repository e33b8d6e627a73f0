"""Durations as people write them: `5 seconds`, `15 minutes`, `2 hours`, `3 days`."""

from __future__ import annotations

import re

_UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
_FORM = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?) (second|minute|hour|day)s?")
LONGEST = 10 * 366
"""Days."""


def parse_duration(text: str) -> float:
    """Virtual seconds in `2 hours`; anything else is a ValueError that shows the form."""
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError(f"'{text}' is no duration; write one like '15 minutes', '2 hours' or '3 days'")
    seconds = float(match[1]) * _UNITS[match[2]]
    if seconds > LONGEST * _UNITS["day"]:
        raise ValueError(f"'{text}' is too long: a duration is at most {LONGEST} days")
    return seconds
