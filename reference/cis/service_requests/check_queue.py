"""The queue of requests that wait for the map service and the registers."""

from __future__ import annotations

import json
from collections.abc import Set
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from reference.cis.partners.biz_portal.request_form import applicant_of
from reference.cis.partners.dga_gdx.gateway import SourceUnavailable
from reference.cis.partners.dopa_linkage.register import Registers
from reference.cis.partners.gis.client import Maps
from reference.cis.service_requests import progress
from reference.cis.service_requests.checks import verified
from reference.cis.service_requests.site import OUTSIDE, site_of
from reference.cis.tables import look_up, work
from reference.common.database import Database
from reference.common.dates import next_opening, stamp
from reference.common.retry import next_try

_NEXT = select(work).order_by(work.c.due, work.c.id).limit(1)
_ADD, _ADD_LOOK_UPS = insert(work), insert(look_up)
_DONE = delete(work).where(work.c.id == bindparam("which"))
_LATER = (
    update(work)
    .where(work.c.id == bindparam("which"))
    .values(due=bindparam("next"), attempts=work.c.attempts + 1, last_trouble=bindparam("trouble"))
)


def enqueue(db: Connection, request_id: str, at: str) -> None:
    """Verify this request, now."""
    row = {"kind": "verify", "subject": request_id, "due": at, "attempts": 0, "last_trouble": None}
    db.execute(_ADD, row)


class CheckQueue:
    """Tries each waiting request against the map and the registers until they answer."""

    waits = select(work.c.id)

    def __init__(self, db: Database, registers: Registers, maps: Maps, holidays: Set[date]) -> None:
        self._db = db
        self._registers = registers
        self._maps = maps
        self._holidays = holidays

    def first(self, db: Connection) -> Any:
        """The request that is due first."""
        return db.execute(_NEXT).first()

    def run(self, row: Any, now: datetime) -> None:
        """Verify a request. No transaction is open while others are asked."""
        try:
            reason, facts = self._ask(row.subject, now)
        except SourceUnavailable as trouble:
            self._put_off(row, trouble, now)
            return
        finally:
            self._record(row.subject, now)
        with self._db.write() as db:
            db.execute(_DONE, {"which": row.id})
            _decide(db, row.subject, reason, facts, stamp(now))

    def _ask(self, request_id: str, now: datetime) -> tuple[str | None, dict[str, Any]]:
        """Why the request is rejected, if it is, and what was learned of its place."""
        with self._db.write() as db:
            asked = progress.find(db, request_id)
            if asked.status == progress.RECEIVED:
                progress.advance(db, request_id, progress.VERIFYING, stamp(now), "ตรวจสอบกับทะเบียนของรัฐ")
        form = json.loads(asked.form)
        site = site_of(form, self._maps)
        if site is None:  # no register is asked about somebody whom we cannot serve
            return OUTSIDE, {}
        reason, name = verified(applicant_of(form), self._registers, now.date())
        facts = {"branch": site.branch, "deed": site.deed}
        return reason, facts if reason else facts | {"name": name}  # of who is rejected no more is kept than was given

    def _record(self, request_id: str, now: datetime) -> None:
        """That registers were asked stays on record, whatever came of it."""
        about = {"request_id": request_id, "at": stamp(now)}
        if asked := [about | asdict(each) for each in self._registers.take_record()]:
            with self._db.write() as db:
                db.execute(_ADD_LOOK_UPS, asked)

    def _put_off(self, row: Any, trouble: SourceUnavailable, now: datetime) -> None:
        again = next_try(now, row.attempts, trouble.retry_after)
        later = next_opening(now, self._holidays) if trouble.until_opening else again
        with self._db.write() as db:
            db.execute(_LATER, {"which": row.id, "next": stamp(later), "trouble": trouble.code})


def _decide(db: Connection, request_id: str, reason: str | None, facts: dict[str, Any], at: str) -> None:
    if reason is None:
        told = "ตรวจสอบข้อมูลแล้ว อยู่ระหว่างสำรวจสถานที่"
        progress.advance(db, request_id, progress.SURVEY, at, told, **facts)
    else:
        progress.advance(db, request_id, progress.REJECTED, at, reason, reason=reason, **facts)
