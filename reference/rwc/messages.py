"""One reading, as probes, files and feeds tell it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """What is told of a point's parameter at a moment."""

    source: str
    point: str
    parameter: str
    at: str
    value: float | None
    unit: str
    quality: str
