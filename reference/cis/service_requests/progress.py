"""The life of a request for a new connection: each step is kept, and the portal hears of those it knows."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from reference.cis.numbers import baht
from reference.cis.partners.biz_portal.request_form import applicant_of
from reference.cis.tables import request, request_step
from reference.common.dates import thai_day
from reference.common.outbox import Message, enqueue

RECEIVED, VERIFYING, SURVEY, REJECTED = "RECEIVED", "VERIFYING", "SURVEY", "REJECTED"
ESTIMATED, AWAITING_PAYMENT, PAID, INSTALLED, ACTIVE = (
    "ESTIMATED",
    "AWAITING_PAYMENT",
    "PAID",
    "INSTALLED",
    "ACTIVE",
)
PORTAL_STATUS = {
    RECEIVED: "CHECK",
    SURVEY: "PENDING",
    AWAITING_PAYMENT: "APPROVED_WAITING_PAY_FEE",
    PAID: "PAID_FEE_CREATING_LICENSE",
    ACTIVE: "COMPLETED",
    REJECTED: "REJECTED",
}
_PORTAL_APPLICATION = 6  # the portal's own number for MWA

REQUEST = select(request).where(request.c.id == bindparam("id"))
_BY_REGISTRATION = select(request).where(request.c.registration == bindparam("registration"))
_SET = update(request).where(request.c.id == bindparam("which"))
_ADD_STEP = insert(request_step)


def find(db: Connection, request_id: str) -> Any:
    """The request's row, or None."""
    return db.execute(REQUEST, {"id": request_id}).first()


def advance(db: Connection, request_id: str, status: str, at: str, note: str, **facts: Any) -> None:
    """Move a request to `status`, keep `facts` (columns) with it, and tell the portal in Thai."""
    note_step(db, request_id, status, at, note, **facts)
    if status in PORTAL_STATUS:
        enqueue(db, Message("biz_portal", request_id, portal_message(find(db, request_id), note)), at)


def note_step(db: Connection, request_id: str, status: str, at: str, note: str, **facts: Any) -> None:
    """Move a request to `status` without a word to the portal."""
    db.execute(_SET.values(status=status, **facts), {"which": request_id})
    db.execute(_ADD_STEP, {"request_id": request_id, "at": at, "status": status, "note": note})


def fee_paid(db: Connection, registration: str, at: str) -> None:
    """The installation fee under this new registration has come in."""
    row = db.execute(_BY_REGISTRATION, {"registration": registration}).first()
    if row is not None and row.status == AWAITING_PAYMENT:
        advance(db, row.id, PAID, at, "ได้รับชำระค่าติดตั้งแล้ว อยู่ระหว่างติดตั้งมาตรวัดน้ำ")


def fee_reversed(db: Connection, registration: str, at: str) -> None:
    """The installation fee was taken back; before the meter is in, the request waits for it again."""
    row = db.execute(_BY_REGISTRATION, {"registration": registration}).first()
    if row is not None and row.status == PAID:
        advance(db, row.id, AWAITING_PAYMENT, at, "รายการชำระค่าติดตั้งถูกยกเลิก กรุณาชำระใหม่")


def portal_message(row: Any, note: str) -> dict[str, Any]:
    """The portal's status call (its own field names); free text travels in StatusOther."""
    message = {
        "ApplicationRequestID": row.portal_id,
        "ApplicationID": _PORTAL_APPLICATION,
        "IdentityID": applicant_of(json.loads(row.form)).tax_id,
        "Status": PORTAL_STATUS[row.status],
        "StatusOther": note,
        "ApplicationRequestNumberAgent": row.id,
    }
    if row.status == AWAITING_PAYMENT:
        message["Fee"] = baht(row.fee)
        message["DueDateForPayFee"] = thai_day(date.fromisoformat(row.fee_due))
        message["PaymentMethodEnabledChoice"] = ["BILL_PAYMENT"]
    return message
