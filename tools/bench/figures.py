"""One measured figure: its median and spread, what was wanted, and what stands beside it from the same run."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Any


def figure(
    name: str, rounds: Sequence[float], unit: str, wanted: float | None = None, *, more: bool = False, beside: str = ""
) -> dict[str, Any]:
    """The median of some rounds; `wanted` is the most that is wanted, or with `more` the least, if anything is."""
    value = statistics.median(rounds)
    is_met = wanted is None or (value >= wanted if more else value <= wanted)
    spread = f"{min(rounds):,.3g} to {max(rounds):,.3g} in {len(rounds)} rounds" if len(rounds) > 1 else ""
    return {
        "name": name,
        "value": round(value, 3),
        "unit": unit,
        "target": wanted,
        "ok": is_met,
        "beside": beside,
        "detail": spread,
    }
