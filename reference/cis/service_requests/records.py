"""Requests as the store keeps them: typed columns, and beside them the message as it came."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from reference.cis.messages import Applicant, MeterOrder, Place, Request, RequestKind, RequestStatus
from reference.cis.tables import request, request_step

_BY_NUMBER = select(request).where(request.c.id == bindparam("number"))
_BY_ORIGIN = select(request).where(
    request.c.origin == bindparam("sender"), request.c.origin_number == bindparam("its_number")
)
_BY_REGISTRATION = select(request).where(request.c.registration == bindparam("customer"))
_JOINED = select(request).where(request.c.joined_to == bindparam("number")).order_by(request.c.id)
_DONE = (RequestStatus.REPAIRED.value, RequestStatus.COMPLETED.value, RequestStatus.REJECTED.value)
_OPEN_WITH_POINT = (
    select(request)
    .where(request.c.status.not_in(_DONE), request.c.joined_to.is_(None), request.c.latitude.is_not(None))
    .order_by(request.c.id)
)
_OPEN_FIELD_WORK = _OPEN_WITH_POINT.where(
    request.c.kind.in_([kind.value for kind in RequestKind if kind.is_field_work])
)
_OPEN_LEAKS = _OPEN_WITH_POINT.where(request.c.kind == RequestKind.LEAK.value)
_OPEN_NEARBY = _OPEN_FIELD_WORK.where(
    request.c.province == bindparam("in_province"), request.c.district == bindparam("in_district")
).where(request.c.subdistrict == bindparam("in_subdistrict"))
_ADD = insert(request)
_SET = update(request).where(request.c.id == bindparam("which"))
_ADD_STEP = insert(request_step)
_STEPS = select(func.count()).select_from(request_step).where(request_step.c.request_id == bindparam("number"))


def find(db: Connection, number: str) -> Any:
    """The row of a request, or None."""
    return db.execute(_BY_NUMBER, {"number": number}).first()


def find_by_registration(db: Connection, registration: str) -> Any:
    """The row of the request that opened this account, or None."""
    return db.execute(_BY_REGISTRATION, {"customer": registration}).first()


def find_by_origin(db: Connection, origin: str, origin_number: str) -> Any:
    """The row of the request that an origin sent under its own number, or None."""
    return db.execute(_BY_ORIGIN, {"sender": origin, "its_number": origin_number}).first()


def joined_to(db: Connection, number: str) -> Sequence[Any]:
    """The rows of the requests whose repair is this one's."""
    return db.execute(_JOINED, {"number": number}).all()


def open_field_work_near(db: Connection, place: Place) -> Sequence[Any]:
    """The rows of field work in the sub-district of a place that is not done, each with a point, oldest first."""
    area = {"in_province": place.province, "in_district": place.district, "in_subdistrict": place.subdistrict}
    return db.execute(_OPEN_NEARBY, area).all()


def open_field_work(db: Connection) -> Sequence[Any]:
    """The same in all of our area: of where a citizen's leak lies, only its point is known."""
    return db.execute(_OPEN_FIELD_WORK).all()


def open_leaks(db: Connection) -> Sequence[Any]:
    """The rows of leaks that citizens reported and that are not done, each with a point, oldest first."""
    return db.execute(_OPEN_LEAKS).all()


def let_share_repair(db: Connection, number: str, lead: str) -> None:
    """Join a request to the one whose repair is its own from now on; its status stays until that one's changes."""
    db.execute(_SET.values(joined_to=lead), {"which": number})


def add(db: Connection, number: str, received: Request, at: str) -> None:
    """Keep a new request under our number."""
    first = {"id": number, "origin": received.origin, "origin_number": received.origin_number, "received_at": at}
    db.execute(_ADD, first | {"status": RequestStatus.RECEIVED.value, "branch": received.branch} | _facts(received))


def amend(db: Connection, number: str, received: Request) -> None:
    """Keep what a newer revision says; our number, branch and status stay."""
    db.execute(_SET.values(_facts(received)), {"which": number})


def _facts(received: Request) -> dict[str, Any]:
    """The fields of a request's revision, by column."""
    applicant, place = received.applicant, received.place
    latitude, longitude = place.point or (None, None)
    return {
        "kind": received.kind.value,
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
        "revision": received.revision,
        "account": received.account,
        "requester": received.requester,
        "details": json.dumps(dict(received.details), ensure_ascii=False),
    }


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
        revision=row.revision,
    )


def record_step(db: Connection, number: str, status: RequestStatus, at: str, note: str, **facts: Any) -> None:
    """Add a step, and keep its status and `facts` (columns) with the request."""
    db.execute(_SET.values(status=status.value, **facts), {"which": number})
    db.execute(_ADD_STEP, {"request_id": number, "at": at, "status": status.value, "note": note})


def count_steps(db: Connection, number: str) -> int:
    """How many steps a request has taken."""
    return int(db.execute(_STEPS, {"number": number}).scalar_one())
