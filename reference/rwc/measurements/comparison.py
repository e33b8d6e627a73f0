"""One quantity from several sources: whether they agree on the value of a moment, and in which unit."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, bindparam, select

from reference.rwc.measurements import quality
from reference.rwc.tables import reading

ROUNDING = 0.01
"""How far two sources may lie apart, in the unit of the value: a day's change of a dam is larger."""

_SOURCES = (
    select(reading.c.source, reading.c.value, reading.c.unit, reading.c.quality)
    .where(reading.c.point == bindparam("point"), reading.c.parameter == bindparam("parameter"))
    .where(reading.c.at == bindparam("at"))
    .order_by(reading.c.source)
)


def compare(db: Connection, point: str, parameter: str, at: str) -> dict[str, Any] | None:
    """The value of each source at a moment; `agrees` is None if fewer than two have a good value."""
    wanted = {"point": point, "parameter": parameter, "at": at}
    sources = [dict(row) for row in db.execute(_SOURCES, wanted).mappings()]
    if not sources:
        return None
    good = [row for row in sources if row["quality"] == quality.GOOD]
    return wanted | {"sources": sources, "agrees": _agree(good) if len(good) > 1 else None}


def _agree(rows: list[dict[str, Any]]) -> bool:
    values = [row["value"] for row in rows]
    return len({row["unit"] for row in rows}) == 1 and max(values) - min(values) <= ROUNDING
