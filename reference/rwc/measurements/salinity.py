"""What the salt at a station means for pumping."""

from __future__ import annotations

from reference.rwc.measurements import quality

WATCH, STOP = 0.25, 0.50
"""Grams a litre: above the first MWA watches, above the second it would stop pumping."""


def level(value: float | None, how: str) -> str:
    """`normal`, `watch` or `stop`; `unknown` where there is no measurement to go by: no zero makes water sweet."""
    if value is None or how != quality.GOOD:
        return "unknown"
    return "stop" if value > STOP else "watch" if value > WATCH else "normal"
