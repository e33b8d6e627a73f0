"""The list of materials: read whole from its source, or told change by change; the newest word on each holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from reference.cis.messages import SourceUnavailable
from reference.cis.messages.materials import Material
from reference.cis.service_requests.registers import AllMaterials, Ask, Question
from reference.cis.tables import material, material_reading
from reference.common.clock import Clock, stamp
from reference.common.database import Database

_FIND = select(material).where(material.c.number == bindparam("which"))
_ALL = select(material.c.number).where(material.c.deleted.is_(False))
_ADD, _RECORD = insert(material), insert(material_reading)
_SET = update(material).where(material.c.number == bindparam("which"))


def find(db: Connection, number: str) -> Any:
    """The row of a material, or None."""
    return db.execute(_FIND, {"which": number}).first()


class MaterialList:
    """Keeps what is known of each material. Each call is one transaction."""

    def __init__(self, db: Database, clock: Clock, asks: Mapping[type[Question[Any]], Ask]) -> None:
        self._db, self._clock, self._asks = db, clock, asks

    def read(self) -> int:
        """Read the whole list; how many materials changed. What is no longer in it can be drawn no more.

        Where the source gives no list, that is on record and what was known stays.
        """
        at = stamp(self._clock.now())
        try:
            changed, failure = self._read(at), None
        except SourceUnavailable as unavailable:
            changed, failure = 0, unavailable.reason
        with self._db.write() as db:
            db.execute(_RECORD, {"at": at, "changed": changed, "failure": failure})
        return changed

    def _read(self, at: str) -> int:
        ask = self._asks.get(AllMaterials)
        if ask is None:
            raise SourceUnavailable("no adapter gives the list of materials")
        listed: tuple[Material, ...] = ask(AllMaterials())
        with self._db.write() as db:
            gone = set(db.scalars(_ALL)) - {one.number for one in listed}
            ended = (find(db, number) for number in sorted(gone))
            return _keep(db, [*listed, *(Material(row.number, row.name, row.unit, True) for row in ended)], at)

    def take_changes(self, changed: Iterable[Material], at: str) -> int:
        """Take materials as they have been since a moment; how many of them that changes."""
        with self._db.write() as db:
            return _keep(db, changed, at)


def _keep(db: Connection, materials: Iterable[Material], at: str) -> int:
    count = 0
    for one in materials:
        facts = {"name": one.name, "unit": one.unit, "deleted": one.deleted}
        row = find(db, one.number)
        if row is None:
            db.execute(_ADD, facts | {"number": one.number, "told_at": at})
        elif row.told_at > at:
            continue
        else:
            db.execute(_SET.values(**facts, told_at=at), {"which": one.number})
        count += row is None or (row.name, row.unit, row.deleted) != (one.name, one.unit, one.deleted)
    return count
