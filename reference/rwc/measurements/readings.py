"""Keeps readings, each once: told again it changes nothing, told otherwise it is corrected and says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from reference.common.clock import moment_of, stamp
from reference.rwc import feeds
from reference.rwc.measurements import quality
from reference.rwc.messages import Reading
from reference.rwc.tables import reading

_ADD = insert(reading)
_CORRECT = (
    update(reading)
    .where(reading.c.id == bindparam("which"))
    .values(
        value=bindparam("now_value"), quality=bindparam("now_quality"), taken_at=bindparam("now"),
        revision=reading.c.revision + 1,
    )
)  # fmt: skip
_KNOWN = select(
    reading.c.id, reading.c.point, reading.c.parameter, reading.c.at, reading.c.value, reading.c.quality
).where(reading.c.source == bindparam("source"), reading.c.at.between(bindparam("first"), bindparam("last")))
_LATEST = (
    select(reading)
    .where(reading.c.point == bindparam("point"), reading.c.parameter == bindparam("parameter"))
    .where(reading.c.at.like(bindparam("when")))
    .order_by(reading.c.at.desc())
    .limit(1)
)


def keep(db: Connection, told: Iterable[Reading], now: datetime) -> int:
    """Keep readings of one source; how many were new or said something else than before."""
    by_key = {(each.point, each.parameter, each.at): each for each in told}
    if not by_key:
        return 0
    known = _known(db, list(by_key.values()))
    new = [each for key, each in by_key.items() if key not in known]
    changed = [
        {"which": known[key].id, "now_value": each.value, "now_quality": each.quality, "now": stamp(now)}
        for key, each in by_key.items()
        if key in known and (known[key].value, known[key].quality) != (each.value, each.quality)
    ]
    if new:
        db.execute(_ADD, [asdict(each) | {"taken_at": stamp(now), "revision": 1} for each in new])
    if changed:
        db.execute(_CORRECT, changed)
    return len(new) + len(changed)


def latest(db: Connection, point: str, parameter: str, when: str, now: datetime) -> dict[str, Any] | None:
    """The newest reading, or the newest whose moment begins with `when`; its quality and age are those of now."""
    row = db.execute(_LATEST, {"point": point, "parameter": parameter, "when": f"{when}%"}).mappings().first()
    return None if row is None else seen(dict(row), now)


def seen(row: dict[str, Any], now: datetime) -> dict[str, Any]:
    """A row as it stands now, its age in minutes (negative for a prediction)."""
    at = moment_of(row["at"])
    limit = quality.FRESH.get(row["source"], feeds.fresh(row["source"]))
    aged = {"quality": quality.now_of(row["quality"], limit, at, now)}
    return row | aged | {"age": int((now - at).total_seconds() // 60)}


def _known(db: Connection, told: list[Reading]) -> dict[tuple[str, str, str], Any]:
    moments = [each.at for each in told]
    span = {"source": told[0].source, "first": min(moments), "last": max(moments)}
    return {(row.point, row.parameter, row.at): row for row in db.execute(_KNOWN, span)}
