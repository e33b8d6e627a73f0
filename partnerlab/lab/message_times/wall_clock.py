"""The real clock, read only where a partner's own implementation is judged."""

from __future__ import annotations

import time
from datetime import datetime

from partnerlab.lab.clock import aware


def real_now() -> datetime:
    """This machine's idea of the time, in Bangkok's zone."""
    return datetime.now().astimezone(aware(datetime(2026, 1, 1)).tzinfo)


def monotonic_seconds() -> float:
    """Seconds since some moment, for how long something takes."""
    return time.monotonic()
