"""The sum and number of one agent's payments on one day."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class DaySum:
    """`amount` is in satang; `unsure` are satang that may or may not be in our books."""

    count: int = 0
    amount: int = 0
    unsure: int = 0
