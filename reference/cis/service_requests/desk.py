"""The desk for new connections: takes the portal's requests, and the results of the field work."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from reference.cis.db import Db
from reference.cis.money import billing
from reference.cis.money.billing import INSTALLATION_FEE, Charge
from reference.cis.numbers import invoice_number, next_number
from reference.cis.partners.biz_portal.request_form import Form, address_of, applicant_of, branch_of, mistakes
from reference.cis.service_requests import check_queue, progress
from reference.cis.tables import account, request
from reference.common.dates import Clock, stamp

_DAYS_TO_PAY = 30
_BY_PORTAL_ID = select(request.c.id).where(request.c.portal_id == bindparam("portal_id"))
_ADD = insert(request)
_ADD_ACCOUNT = insert(account)
_SET_METER = (
    update(account)
    .where(account.c.registration == bindparam("which"))
    .values(state="active", meter_number=bindparam("meter"))
)


class NoSuchRequest(Exception):
    """Nobody knows this request number."""


class WrongStatus(Exception):
    """A step that the request cannot take now; the text says what it is and what it should be."""


class Desk:
    """What people and systems bring to the desk. Each call is one transaction."""

    def __init__(self, db: Db, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def receive(self, form: Form) -> dict[str, str]:
        """Take a request, once: the portal may send it again and then hears the same number."""
        if wrong := mistakes(form):
            return {"responseStatus": "ERROR", "responseMessage": "; ".join(wrong)}
        with self._db.write() as db:
            known = db.execute(_BY_PORTAL_ID, {"portal_id": form["requestIdBIZ"]}).scalar()
            return {"responseStatus": "OK", "requestId": known or self._open(db, form)}

    def survey(self, request_id: str, feasible: bool) -> None:
        """What the surveyor found at the site."""
        with self._db.write() as db:
            _in_turn(db, request_id, progress.SURVEY)
            at = self._at()
            if feasible:
                note = "สำรวจสถานที่แล้ว ติดตั้งได้ รอประมาณราคา"
                progress.note_step(db, request_id, progress.SURVEY, at, note, surveyed_at=at)
            else:
                reason = "สำรวจสถานที่แล้ว ไม่สามารถติดตั้งได้"
                progress.advance(db, request_id, progress.REJECTED, at, reason, reason=reason)

    def estimate(self, request_id: str, satang: int) -> None:
        """The price is known: the fee can be paid at agents under the new registration number."""
        with self._db.write() as db:
            row = _in_turn(db, request_id, progress.SURVEY)
            if row.surveyed_at is None:
                raise WrongStatus(f"request {request_id} has not been surveyed; the estimate comes after")
            at = self._at()
            due = self._clock.today() + timedelta(days=_DAYS_TO_PAY)
            registration = _new_account(db, row)
            billing.add_charge(db, _fee(registration, satang, self._clock.today(), due), at[:10])
            facts = {"fee": satang, "fee_due": due.isoformat(), "registration": registration}
            progress.note_step(db, request_id, progress.ESTIMATED, at, "ประมาณราคาแล้ว")
            told = f"รอชำระค่าติดตั้ง ทะเบียนผู้ใช้น้ำ {row.branch}{registration}"
            progress.advance(db, request_id, progress.AWAITING_PAYMENT, at, told, **facts)

    def install(self, request_id: str) -> None:
        """The meter is in, water flows."""
        with self._db.write() as db:
            row = _in_turn(db, request_id, progress.PAID)
            at = self._at()
            meter = f"M{next_number(db, 'meter', 26_000_001)}"
            db.execute(_SET_METER, {"which": row.registration, "meter": meter})
            progress.note_step(db, request_id, progress.INSTALLED, at, f"ติดตั้งมาตรวัดน้ำ {meter} แล้ว")
            progress.advance(db, request_id, progress.ACTIVE, at, "ติดตั้งเรียบร้อย เปิดใช้น้ำแล้ว")

    def _open(self, db: Connection, form: Form) -> str:
        at = self._at()
        code = branch_of(form)
        request_id = f"{code}{at[2:4]}{at[5:7]}{next_number(db, 'request'):06d}"
        db.execute(
            _ADD,
            {
                "id": request_id,
                "portal_id": form["requestIdBIZ"],
                "portal_number": form.get("requestIdWLMAR"),
                "status": progress.RECEIVED,
                "branch": code,
                "received_at": at,
                "form": json.dumps(form, ensure_ascii=False),
            },
        )
        progress.advance(db, request_id, progress.RECEIVED, at, "การประปานครหลวงรับคำร้องแล้ว")
        check_queue.enqueue(db, request_id, at)
        return request_id

    def _at(self) -> str:
        return stamp(self._clock.now())


def _in_turn(db: Connection, request_id: str, expected: str) -> Any:
    """The request, which must be in the expected status."""
    row = progress.find(db, request_id)
    if row is None:
        raise NoSuchRequest(f"no request {request_id}")
    if row.status != expected:
        raise WrongStatus(f"request {request_id} is {row.status}; this step needs {expected}")
    return row


def _new_account(db: Connection, row: Any) -> str:
    """Open the account that waits for its meter; its registration number."""
    form = json.loads(row.form)
    detail, applicant = form["requestDetailWSList"][0], applicant_of(form)
    registration = _unused_registration(db)
    db.execute(
        _ADD_ACCOUNT,
        {
            "registration": registration,
            "branch": row.branch,
            "name": row.name or applicant.name,
            "tax_id": applicant.tax_id,
            "account_class": detail["accountClassCode"],
            "meter_size": detail["meterSize"],
            "address": address_of(form),
            "state": "waiting",
            "meter_number": None,
        },
    )
    return registration


def _unused_registration(db: Connection) -> str:
    """The next registration number that no customer has yet."""
    while True:
        registration = f"{next_number(db, 'registration', 10_000_001):08d}"
        if billing.debtor(db, registration) is None:
            return registration


def _fee(registration: str, satang: int, today: date, due: date) -> Charge:
    invoice = invoice_number(today, registration)
    month = today.isoformat()[:7]
    return Charge(invoice, registration, INSTALLATION_FEE, month, due.isoformat(), satang, "open")
