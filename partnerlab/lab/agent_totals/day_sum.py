"""What was handed over on a day."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class DaySum:
    """How many payments and their satang together; `unsure` are satang that may or may not be in our books."""

    count: int = 0
    amount: int = 0
    unsure: int = 0
