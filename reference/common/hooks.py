"""Time as a rehearsal sets it: to a whole moment of this century, and never so far ahead that no answer would come."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from reference.common.clock import Clock, moment_of, stamp
from reference.common.http_api import HttpError

FARTHEST = timedelta(days=366)
"""How far a clock that stands goes ahead at once: all work on the way is done while the caller waits."""


def moment(name: str, text: Any) -> datetime:
    """A moment with its offset."""
    try:
        return moment_of(text)
    except (ValueError, TypeError, OverflowError):
        raise HttpError(400, f"{name}: expected a time such as 2026-11-23T09:00:00+07:00, seen {text!r}") from None


def next_now(clock: Clock, given: dict[str, Any]) -> datetime:
    """Where the clock is to be set."""
    if surplus := given.keys() - {"now"}:
        raise HttpError(400, f"{', '.join(sorted(surplus))}: not known here; there is: now")
    to = moment("now", given.get("now"))
    if not 2000 <= to.year <= 2099:
        raise HttpError(400, f"now: expected a Gregorian year from 2000 to 2099, seen {to.year}")
    if clock.stands and to > clock.now() + FARTHEST:
        farthest = f"at most {FARTHEST.days} days ahead of {stamp(clock.now())}"
        raise HttpError(409, f"now: expected {farthest}, seen {stamp(to)}; go there in several steps, or reset first")
    return to
