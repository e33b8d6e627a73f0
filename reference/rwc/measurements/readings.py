"""Keeps readings, each once: received again it changes nothing, with another value it is corrected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from reference.common.clock import moment_of, stamp
from reference.common.storage.bulk_rows import insert_rows
from reference.rwc.measurements import quality
from reference.rwc.messages import Reading
from reference.rwc.tables import reading

_HOUR = timedelta(hours=1)

_COLUMNS = ("source", "point", "parameter", "at", "value", "unit", "quality", "taken_at", "revision")
_CORRECT = (
    update(reading)
    .where(reading.c.id == bindparam("which"))
    .values(
        value=bindparam("now_value"), quality=bindparam("now_quality"), taken_at=bindparam("now"),
        revision=reading.c.revision + 1,
    )
)  # fmt: skip
_KNOWN = (
    select(reading.c.id, reading.c.point, reading.c.parameter, reading.c.at, reading.c.value, reading.c.quality)
    .where(reading.c.source == bindparam("source"), reading.c.at.between(bindparam("first"), bindparam("last")))
    .where(reading.c.point.in_(bindparam("points", expanding=True)))
)
_LATEST = (
    select(reading)
    .where(reading.c.point == bindparam("point"), reading.c.parameter == bindparam("parameter"))
    .where(reading.c.at.like(bindparam("when")))
    .order_by(reading.c.at.desc(), reading.c.source)
    .limit(1)
)


def keep(db: Connection, received: Iterable[Reading], now: datetime) -> int:
    """Keep readings of one source; how many were new or had another value than before."""
    by_key = {(entry.point, entry.parameter, entry.at): entry for entry in received}
    if not by_key:
        return 0
    known, taken_at = _known(db, list(by_key.values())), stamp(now)
    new = [entry for key, entry in by_key.items() if key not in known]
    changed = [
        {"which": known[key][0], "now_value": entry.value, "now_quality": entry.quality, "now": taken_at}
        for key, entry in by_key.items()
        if key in known and known[key][1:] != (entry.value, entry.quality)
    ]
    rows = [(e.source, e.point, e.parameter, e.at, e.value, e.unit, e.quality, taken_at, 1) for e in new]
    insert_rows(db, reading, _COLUMNS, rows)
    if changed:
        db.execute(_CORRECT, changed)
    return len(new) + len(changed)


def find_jump(db: Connection, received: Sequence[Reading], largest_step: float) -> str | None:
    """Where readings of one source jump from those that are known for their hour or an hour beside it."""
    moments = [moment_of(entry.at) for entry in received]
    span = _span(received, stamp(min(moments) - _HOUR), stamp(max(moments) + _HOUR))
    known = {(row.point, row.parameter, moment_of(row.at)): row.value for row in db.execute(_KNOWN, span)}
    for entry, moment in zip(received, moments, strict=True):
        for near in (moment - _HOUR, moment, moment + _HOUR):
            value = known.get((entry.point, entry.parameter, near))
            if value is not None and entry.value is not None and abs(entry.value - value) > largest_step:
                seen = f"{entry.value} at {stamp(moment)[:16]}, {value} known for {stamp(near)[:16]}"
                return f"jumps by more than {largest_step} {entry.unit}: {seen}"
    return None


def latest(
    db: Connection,
    point: str,
    parameter: str,
    when: str,
    now: datetime,
    maximum_ages: Mapping[str, timedelta | None],
) -> dict[str, Any] | None:
    """The newest reading, or the newest whose moment begins with `when`; its quality and age are those of now.

    `maximum_ages` is how old readings of each source may be; None where they do not age.
    """
    row = db.execute(_LATEST, {"point": point, "parameter": parameter, "when": f"{when}%"}).mappings().first()
    return None if row is None else with_current_quality(dict(row), now, maximum_ages.get(row["source"]))


def with_current_quality(row: dict[str, Any], now: datetime, maximum_age: timedelta | None) -> dict[str, Any]:
    """A row as it stands now, its age in minutes (negative for a prediction)."""
    at = moment_of(row["at"])
    current = quality.current_quality(row["quality"], maximum_age, at, now)
    return row | {"quality": current, "age": int((now - at).total_seconds() // 60)}


def _known(db: Connection, received: list[Reading]) -> dict[tuple[str, str, str], tuple[int, float | None, str]]:
    """The readings of the source within these moments: each by point, parameter and moment, as id, value, quality."""
    moments = {entry.at for entry in received}
    rows = db.execute(_KNOWN, _span(received, min(moments), max(moments))).all()
    return {(point, parameter, at): (number, value, how) for number, point, parameter, at, value, how in rows}


def _span(received: Sequence[Reading], first: str, last: str) -> dict[str, Any]:
    """Where readings of one source can be known already: other lists of the source are about other points."""
    points = list({entry.point for entry in received})
    return {"source": received[0].source, "first": first, "last": last, "points": points}
