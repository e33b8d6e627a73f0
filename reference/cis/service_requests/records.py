"""Requests as the store keeps them: typed columns, and beside them the message as it came."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from reference.cis.messages import Applicant, MeterOrder, Place, Request, RequestKind, RequestStatus
from reference.cis.tables import request, request_step

_BY_NUMBER = select(request).where(request.c.id == bindparam("number"))
_BY_ORIGIN = select(request.c.id).where(
    request.c.origin == bindparam("sender"), request.c.origin_number == bindparam("its_number")
)
_BY_REGISTRATION = select(request).where(request.c.registration == bindparam("customer"))
_ADD = insert(request)
_SET = update(request).where(request.c.id == bindparam("which"))
_ADD_STEP = insert(request_step)


def find(db: Connection, number: str) -> Any:
    """The row of a request, or None."""
    return db.execute(_BY_NUMBER, {"number": number}).first()


def find_by_registration(db: Connection, registration: str) -> Any:
    """The row of the request that opened this account, or None."""
    return db.execute(_BY_REGISTRATION, {"customer": registration}).first()


def number_of(db: Connection, origin: str, origin_number: str) -> str | None:
    """Our number of what an origin sent under this number of its own, if it did."""
    number: str | None = db.execute(_BY_ORIGIN, {"sender": origin, "its_number": origin_number}).scalar()
    return number


def add(db: Connection, number: str, received: Request, at: str) -> None:
    """Keep a new request under our number."""
    applicant, place = received.applicant, received.place
    latitude, longitude = place.point or (None, None)
    db.execute(
        _ADD,
        {
            "id": number,
            "origin": received.origin,
            "origin_number": received.origin_number,
            "kind": received.kind.value,
            "status": RequestStatus.RECEIVED.value,
            "branch": received.branch,
            "received_at": at,
            "applicant": applicant.name,
            "tax_id": applicant.tax_id,
            "citizen_id": applicant.citizen_id,
            "latitude": latitude,
            "longitude": longitude,
            "province": place.province,
            "district": place.district,
            "subdistrict": place.subdistrict,
            "house_code": place.house_code,
            "address": place.address,
            "meter_size": received.meter.size,
            "account_class": received.meter.account_class,
            "original": received.original,
            "account": received.account,
            "requester": received.requester,
            "details": json.dumps(dict(received.details), ensure_ascii=False),
        },
    )


def request_of(row: Any) -> Request:
    """The request of a row, as it was received."""
    point = (row.latitude, row.longitude) if row.latitude else None
    return Request(
        origin=row.origin,
        origin_number=row.origin_number,
        kind=RequestKind(row.kind),
        applicant=Applicant(row.applicant, row.tax_id, row.citizen_id),
        place=Place(point, row.province, row.district, row.subdistrict, row.house_code, row.address),
        meter=MeterOrder(row.meter_size, row.account_class),
        branch=row.branch,
        original=row.original,
        account=row.account,
        requester=row.requester,
        details=json.loads(row.details),
    )


def record_step(db: Connection, number: str, status: RequestStatus, at: str, note: str, **facts: Any) -> None:
    """Add a step, and keep its status and `facts` (columns) with the request."""
    db.execute(_SET.values(status=status.value, **facts), {"which": number})
    db.execute(_ADD_STEP, {"request_id": number, "at": at, "status": status.value, "note": note})
