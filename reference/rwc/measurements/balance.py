"""Whether a dam's days add up: its volume is that of the day before, and what came in, less what went out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, select

from reference.rwc.measurements import quality
from reference.rwc.tables import reading

SHARE = 0.002
"""What evaporation and rounding may take or add in a day, as a share of the volume."""

_VALUES = (
    select(reading.c.source, reading.c.at, reading.c.parameter, reading.c.value)
    .where(reading.c.point == bindparam("point"), reading.c.at.in_(bindparam("moments", expanding=True)))
    .where(reading.c.parameter.in_(("volume", "inflow", "outflow")), reading.c.quality == quality.GOOD)
    .order_by(reading.c.source)
)


def balance(db: Connection, point: str, day: str) -> dict[str, Any] | None:
    """By source, a day's volume and the one expected from the day before; `balances` is None without figures."""
    before = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    today, yesterday = (f"{midnight}T00:00:00+07:00" for midnight in (day, before))
    found: dict[str, dict[tuple[str, str], float]] = {}
    for row in db.execute(_VALUES, {"point": point, "moments": [today, yesterday]}):
        found.setdefault(row.source, {})[row.at, row.parameter] = row.value
    if not found:
        return None
    sources = [_of_source(source, values, today, yesterday) for source, values in found.items()]
    return {"point": point, "day": day, "sources": sources}


def _of_source(source: str, values: dict[tuple[str, str], float], today: str, yesterday: str) -> dict[str, Any]:
    seen = values.get((today, "volume"))
    parts = [values.get((yesterday, name)) for name in ("volume", "inflow", "outflow")]
    if seen is None or parts[0] is None or parts[1] is None or parts[2] is None:
        return {"source": source, "seen": seen, "expected": None, "balances": None}
    expected = round(parts[0] + parts[1] - parts[2], 3)
    balances = abs(seen - expected) <= SHARE * expected + 0.01
    return {"source": source, "seen": seen, "expected": expected, "balances": balances}
