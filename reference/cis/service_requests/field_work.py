"""Work at a place that a crew does: leaks and repairs, what was reported twice, and how it ends."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from reference.cis.messages import Place, RequestKind, RequestStatus, SourceUnavailable
from reference.cis.service_requests import records
from reference.cis.service_requests.register_lookups import Registers
from reference.cis.service_requests.registers import PipesAround

FIELD_WORK = frozenset(kind.value for kind in RequestKind if kind.is_field_work)
DISPATCHED = (RequestStatus.REPAIRING, "ตรวจสอบสถานที่แล้ว มอบหมายหน่วยซ่อม")
REPAIRED = (RequestStatus.REPAIRED, "ซ่อมเรียบร้อยแล้ว")
NOTHING_FOUND = (RequestStatus.REJECTED, "ตรวจสอบสถานที่แล้ว ไม่พบจุดรั่วหรือจุดชำรุด")
_SAME = 0.0003
"""In degrees, about 33 m: reports of one leak lie no further apart (ours)."""
_NEAR = 0.0002
"""In degrees, about 22 m: how far from the place the pipe is looked for (ours)."""


def same_place(db: Connection, number: str, kind: RequestKind, place: Place) -> Any:
    """The row of open field work at this place that was reported before; None if there is none, or no point.

    Only what is field work itself can share it, and a leak that a citizen reported.
    """
    if place.point is None or not (kind.is_field_work or kind is RequestKind.LEAK):
        return None
    rows = records.open_field_work_near(db, place) if kind.is_field_work else records.open_field_work(db)
    others = (row for row in rows if row.id != number)
    return next((row for row in others if _is_near((row.latitude, row.longitude), place.point)), None)


def reported_leaks(db: Connection, place: Place) -> list[Any]:
    """The rows of open leaks at this place that citizens reported; a channel of theirs tells a point or none."""
    point = place.point
    return [row for row in records.open_leaks(db) if point and _is_near((row.latitude, row.longitude), point)]


def pipe_near(place: Place, registers: Registers) -> str | None:
    """The pipe at a place as the map describes it. A crew goes without knowing it, so a silent map holds up nothing."""
    if place.point is None:
        return None
    latitude, longitude = (float(degrees) for degrees in place.point)
    try:
        pipes = registers.ask(PipesAround(latitude, longitude, _NEAR)) or ()
    except SourceUnavailable:
        return None
    nearest = sorted(pipes, key=lambda pipe: abs(pipe.latitude - latitude) + abs(pipe.longitude - longitude))
    return nearest[0].pipe if nearest else None


def _is_near(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return all(abs(float(first) - float(second)) <= _SAME for first, second in zip(one, other, strict=True))
