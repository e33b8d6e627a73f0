"""When the list of materials is read again by itself: early on the first of a month, or each day, as was agreed.

The schedule begins with the first reading, which somebody asks for; a reading that failed is repeated next morning.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, select

from reference.cis.repairs.material_list import MaterialList
from reference.cis.tables import material_reading
from reference.common.clock import BANGKOK, moment_of, stamp

DAY, MONTH = "day", "month"
_OPENS = time(6)
_LAST = select(material_reading).order_by(material_reading.c.id.desc()).limit(1)


@dataclass(frozen=True, slots=True)
class NextReading:
    """When the list is read next."""

    due: str


class MaterialSchedule:
    """A queue of one: the next reading of the list."""

    waits = select(material_reading.c.id)

    def __init__(self, materials: MaterialList, every: str) -> None:
        if every not in (DAY, MONTH):
            raise ValueError(f"the list of materials is read every {DAY} or every {MONTH}, not every '{every}'")
        self._materials, self._every = materials, every

    def first(self, db: Connection) -> NextReading | None:
        last: Any = db.execute(_LAST).first()
        return None if last is None else NextReading(stamp(self._after(moment_of(last.at), last.failure is not None)))

    def run(self, turn: NextReading, now: datetime) -> None:
        self._materials.read()

    def _after(self, last: datetime, failed: bool) -> datetime:
        next_day = last.date() + timedelta(days=1)
        if self._every == MONTH and not failed:
            next_day = (last.date().replace(day=1) + timedelta(days=32)).replace(day=1)
        return datetime.combine(next_day, _OPENS, BANGKOK)
