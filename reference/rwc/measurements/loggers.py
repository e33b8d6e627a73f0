"""What the loggers of our stations will send in a rehearsal; each moment is taken up when it comes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from reference.common.clock import moment_of, stamp
from reference.common.database import Database
from reference.rwc.measurements.probes import BadMeasurement, Probes, check
from reference.rwc.tables import logged

_ADD = insert(logged)
_FIRST = select(logged).order_by(logged.c.due, logged.c.id).limit(1)
_TAKEN = delete(logged).where(logged.c.id == bindparam("which"))


class Loggers:
    """Holds future values, and hands each moment's values to the probes when it comes."""

    waits = select(logged.c.id)

    def __init__(self, db: Database, probes: Probes) -> None:
        self._db, self._probes = db, probes

    def enter(self, station: str, start: datetime, every: timedelta, values: Mapping[str, Sequence[Any]]) -> int:
        """Enter a series of each parameter, from a moment on; how many moments."""
        lengths = {name: len(series) for name, series in values.items()}
        if len(set(lengths.values())) != 1:
            raise BadMeasurement(f"values: expected series of one length, seen {lengths}")
        rows = []
        for index in range(next(iter(lengths.values()))):
            told = {name: series[index] for name, series in values.items()}
            check(told)
            rows.append({"station": station, "due": stamp(start + index * every), "told": json.dumps(told)})
        with self._db.write() as db:
            db.execute(_ADD, rows)
        return len(rows)

    def first(self, db: Connection) -> Any:
        return db.execute(_FIRST).first()

    def run(self, row: Any, now: datetime) -> None:
        """Hand one moment's values over."""
        self._probes.take(row.station, json.loads(row.told), moment_of(row.due))
        with self._db.write() as db:
            db.execute(_TAKEN, {"which": row.id})
