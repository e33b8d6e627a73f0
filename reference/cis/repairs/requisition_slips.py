"""Requisition slips (ใบเบิกพัสดุ): which materials a crew draws for a request."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import insert

from reference.cis.messages import RequestStatus
from reference.cis.numbers import next_number
from reference.cis.repairs import material_list
from reference.cis.service_requests.desk import in_turn
from reference.cis.tables import requisition_item, requisition_slip
from reference.common.clock import Clock, stamp
from reference.common.database import Database

_ADD, _ADD_ITEM = insert(requisition_slip), insert(requisition_item)


class NoSuchMaterial(Exception):
    """A material that is not on the list, or can be drawn no more."""


class RequisitionSlips:
    """Makes slips. Each is one transaction: with one unknown material there is no slip."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db, self._clock = db, clock

    def make(self, request_id: str, quantities: Mapping[str, int]) -> str:
        """A slip for a request that is being repaired, of quantities by material; its number."""
        with self._db.write() as db:
            row = in_turn(db, request_id, RequestStatus.REPAIRING)
            at = stamp(self._clock.now())
            number = f"RS{row.branch}{at[2:4]}{at[5:7]}{next_number(db, 'requisition slip'):06d}"
            db.execute(_ADD, {"number": number, "request_id": request_id, "made_at": at})
            for which, quantity in quantities.items():
                known = material_list.find(db, which)
                if known is None or known.deleted:
                    raise NoSuchMaterial(f"material {which} is not on the list, or can be drawn no more")
                item = {"slip": number, "material": which, "name": known.name, "unit": known.unit}
                db.execute(_ADD_ITEM, item | {"quantity": quantity})
        return number
