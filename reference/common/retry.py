"""When to try again: later each time, and never before the other side wants to be asked."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

DELAYS_MINUTES = (1, 5, 15, 60, 240)
_SECONDS = re.compile(r"[0-9]{1,9}")


def delay_after(attempts: int) -> timedelta:
    """How long to wait after so many earlier attempts: 1, 5, 15, 60, then 240 minutes each time."""
    return timedelta(minutes=DELAYS_MINUTES[min(attempts, len(DELAYS_MINUTES) - 1)])


def next_try(now: datetime, attempts: int, retry_after: str | None) -> datetime:
    """When to try again; `retry_after` is what the other side's header of that name says (RFC 9110, 10.2.3)."""
    asked = _asked(now, retry_after.strip()) if retry_after else None
    return max(now + delay_after(attempts), asked or now)


def _asked(now: datetime, text: str) -> datetime | None:
    """Seconds or a date; anything else says nothing."""
    if _SECONDS.fullmatch(text):
        return now + timedelta(seconds=int(text))
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    return date.astimezone(now.tzinfo) if date.tzinfo else None
