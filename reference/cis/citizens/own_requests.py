"""Requests of a log-in: how one is completed from our records, and how far each has come."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, and_, bindparam, exists, or_, select

from reference.cis.citizens.own_accounts import AFTER_THE_DAY
from reference.cis.messages import (
    Applicant,
    CitizenRequest,
    MeterOrder,
    Place,
    Request,
    RequestKind,
    RequestRefused,
    RequestStep,
    TrackedRequest,
)
from reference.cis.service_requests.branches import branch_for
from reference.cis.tables import account, request, request_step

_OWN = (
    select(request)
    .where(
        or_(
            and_(request.c.origin == bindparam("channel"), request.c.requester == bindparam("who")),
            exists().where(
                account.c.registration == request.c.account,
                or_(account.c.tax_id == bindparam("who"), account.c.mobile == bindparam("who")),
                or_(account.c.held_since.is_(None), request.c.received_at >= account.c.held_since + AFTER_THE_DAY),
            ),
        )
    )
    .order_by(request.c.received_at.desc(), request.c.id.desc())
)
_STEPS = select(request_step).where(request_step.c.request_id == bindparam("which")).order_by(request_step.c.id)


def request_of(channel: str, who: Any, asked: CitizenRequest, row: Any) -> Request:
    """The request as it goes to the desk; `row` is the account that it is about, `who` the log-in.

    The channel's number counts for this log-in alone: that of another's request would give its number away.
    """
    applicant, place, meter, branch = _of_account(row) if row is not None else _of_applicant(who.name, asked)
    if asked.kind is RequestKind.LEAK:  # the leak lies where the citizen says, not at the meter
        place = replace(place, point=asked.point)
    return Request(
        origin=channel,
        origin_number=f"{who.id}/{asked.number}",
        kind=asked.kind,
        applicant=applicant,
        place=place,
        meter=meter,
        branch=branch,
        original=asked.original,
        account=asked.registration,
        requester=who.name,
        details=asked.details,
    )


def tracked(db: Connection, channel: str, name: str) -> list[TrackedRequest]:
    """The requests made by a log-in, and all requests about the accounts that it may see."""
    rows = db.execute(_OWN, {"channel": channel, "who": name}).all()
    return [_tracked(db, row) for row in rows]


def _tracked(db: Connection, row: Any) -> TrackedRequest:
    steps = [RequestStep(each.status, each.note, each.at) for each in db.execute(_STEPS, {"which": row.id})]
    return TrackedRequest(row.id, RequestKind(row.kind), row.account or row.registration, steps)


def _of_account(row: Any) -> tuple[Applicant, Place, MeterOrder, str]:
    place = Place(None, "", "", "", None, row.address)
    meter = MeterOrder(row.meter_size, row.account_class)
    return Applicant(row.name, row.tax_id or "", row.tax_id), place, meter, row.branch


def _of_applicant(name: str, asked: CitizenRequest) -> tuple[Applicant, Place, MeterOrder, str]:
    applicant, place = asked.applicant, asked.place
    if applicant is None or place is None:
        raise RequestRefused(["ต้องระบุทะเบียนผู้ใช้น้ำ หรือชื่อ เลขประจำตัว และที่อยู่ของผู้ขอ"])
    if len(name) == len(applicant.tax_id) and name != applicant.tax_id:
        raise RequestRefused(["ผู้ขอต้องเป็นผู้เข้าสู่ระบบ"])
    branch = branch_for(place.province, place.district)
    if branch is None:
        raise RequestRefused(["ที่อยู่ไม่อยู่ในพื้นที่ให้บริการของการประปานครหลวง"])
    return applicant, place, asked.meter, branch.code
