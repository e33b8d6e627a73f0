"""The queue of requests that wait for the map and the registers, and when each is checked next."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from reference.cis.messages import RequestStatus, SourceUnavailable
from reference.cis.service_requests import records
from reference.cis.service_requests.checks import check_applicant
from reference.cis.service_requests.field_work import DISPATCHED, FIELD_WORK, pipe_near
from reference.cis.service_requests.progress import Progress
from reference.cis.service_requests.register_lookups import Registers
from reference.cis.service_requests.registers import Ask, Question
from reference.cis.service_requests.site import OUTSIDE, site_of
from reference.cis.tables import request_check
from reference.common.clock import stamp
from reference.common.database import Database
from reference.common.dates import next_opening
from reference.common.retry import next_try

_NEXT = select(request_check).order_by(request_check.c.due, request_check.c.id).limit(1)
_ADD = insert(request_check)
_DONE = delete(request_check).where(request_check.c.id == bindparam("which"))
_LATER = (
    update(request_check)
    .where(request_check.c.id == bindparam("which"))
    .values(due=bindparam("next"), attempts=request_check.c.attempts + 1, last_failure=bindparam("failure"))
)


def enqueue(db: Connection, request_id: str, at: str) -> None:
    """Check this request, now."""
    db.execute(_ADD, {"request_id": request_id, "due": at, "attempts": 0, "last_failure": None})


@dataclass(frozen=True, slots=True)
class _Decision:
    """The reason for refusal in Thai, None if the request goes on, and the facts (columns) that were learned."""

    reason: str | None
    facts: Mapping[str, str | None]
    status: RequestStatus = RequestStatus.SURVEY
    note: str = "ตรวจสอบข้อมูลแล้ว อยู่ระหว่างสำรวจสถานที่"


class CheckQueue:
    """Checks each waiting request against the map and the registers until they answer.

    `asks` holds how each question is asked, by its class.
    """

    waits = select(request_check.c.id)

    def __init__(
        self, db: Database, progress: Progress, asks: Mapping[type[Question[Any]], Ask], holidays: Set[date]
    ) -> None:
        self._db = db
        self._progress = progress
        self._asks = asks
        self._holidays = holidays

    def first(self, db: Connection) -> Any:
        """The request that is due first."""
        return db.execute(_NEXT).first()

    def run(self, row: Any, now: datetime) -> None:
        """Check a request. No transaction is open while others are asked; what was asked is kept, come what may."""
        registers = Registers(self._asks)
        try:
            decision = self._check(row.request_id, registers, now)
        except SourceUnavailable as failure:
            self._put_off(row, failure, now)
            return
        finally:
            if registers.lookups:
                with self._db.write() as db:
                    registers.store_lookups(db, row.request_id, stamp(now))
        with self._db.write() as db:
            db.execute(_DONE, {"which": row.id})
            self._decide(db, row.request_id, decision, stamp(now))

    def _check(self, request_id: str, registers: Registers, now: datetime) -> _Decision:
        with self._db.write() as db:
            row = records.find(db, request_id)
            if row.status == RequestStatus.RECEIVED:
                note = "ตรวจสอบสถานที่กับระบบแผนที่" if row.kind in FIELD_WORK else "ตรวจสอบกับทะเบียนของรัฐ"
                self._progress.change_status(db, request_id, RequestStatus.VERIFYING, stamp(now), note)
        request = records.request_of(row)
        site = site_of(request.place, registers)
        if site is None:  # no register is asked about an applicant whom we cannot serve
            return _Decision(OUTSIDE, {})
        if request.kind.is_field_work:
            pipe = pipe_near(request.place, registers)
            return _Decision(None, {"branch": site.branch, "deed": site.deed, "pipe": pipe}, *DISPATCHED)
        reason, name = check_applicant(request.applicant, request.place.house_code, registers, now.date())
        facts = {"branch": site.branch, "deed": site.deed}
        # of a refused applicant no more is kept than was given
        return _Decision(reason, facts if reason else facts | {"name": name})

    def _put_off(self, row: Any, failure: SourceUnavailable, now: datetime) -> None:
        again = next_try(now, row.attempts, failure.retry_after)
        later = next_opening(now, self._holidays) if failure.wait_for_opening else again
        with self._db.write() as db:
            db.execute(_LATER, {"which": row.id, "next": stamp(later), "failure": failure.reason})

    def _decide(self, db: Connection, request_id: str, decision: _Decision, at: str) -> None:
        change, reason = self._progress.change_status, decision.reason
        if reason is None:
            change(db, request_id, decision.status, at, decision.note, **decision.facts)
        else:
            change(db, request_id, RequestStatus.REJECTED, at, reason, reason=reason, **decision.facts)
