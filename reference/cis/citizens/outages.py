"""Areas without water: entered by the branches, looked up by a point on the map."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, insert, select

from reference.cis.messages import Outage
from reference.cis.tables import outage
from reference.common.clock import Clock, stamp
from reference.common.database import Database

_ADD = insert(outage)
_NOT_OVER = select(outage).where(outage.c.ends > bindparam("now")).order_by(outage.c.starts, outage.c.id)
_KM_PER_DEGREE = 111.3
_NEAR_KM = 10.0
"""How far from an area a point may lie and still be told of it (ours)."""


class Outages:
    """Announced and current outages; past ones are left out."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def announce(self, given: Outage) -> None:
        """Enter an area."""
        row = {
            "area": given.area,
            "starts": given.starts,
            "ends": given.ends,
            "soi": given.soi,
            "reason": given.reason,
            "branches": json.dumps(list(given.branches), ensure_ascii=False),
            "corners": json.dumps(list(given.corners)),
        }
        with self._db.write() as db:
            db.execute(_ADD, row)

    def near(self, latitude: float, longitude: float) -> list[Outage]:
        """The areas at a point or near it, the nearest first."""
        with self._db.read() as db:
            rows = db.execute(_NOT_OVER, {"now": stamp(self._clock.now())}).all()
        found = [_outage(row) for row in rows]
        measured = [(_distance(each.corners, latitude, longitude), each) for each in found]
        return [each for km, each in sorted(measured, key=lambda pair: pair[0]) if km <= _NEAR_KM]


def _outage(row: Any) -> Outage:
    corners = [(latitude, longitude) for latitude, longitude in json.loads(row.corners)]
    return Outage(row.area, row.starts, row.ends, row.soi, row.reason, json.loads(row.branches), corners)


def _distance(corners: Sequence[tuple[str, str]], latitude: float, longitude: float) -> float:
    """Kilometres from a point to an area: nothing within it, else to its nearest corner."""
    points = [(float(north), float(east)) for north, east in corners]  # float() passes over blanks
    if _is_within(points, latitude, longitude):
        return 0.0
    narrower = math.cos(math.radians(latitude))
    return _KM_PER_DEGREE * min(math.hypot(north - latitude, (east - longitude) * narrower) for north, east in points)


def _is_within(points: Sequence[tuple[float, float]], latitude: float, longitude: float) -> bool:
    """Whether a line to the east crosses the edge an odd number of times."""
    within = False
    for (north, east), (north2, east2) in zip(points, [*points[1:], points[0]], strict=True):
        if (north > latitude) != (north2 > latitude):
            within ^= longitude < (east2 - east) * (latitude - north) / (north2 - north) + east
    return within
