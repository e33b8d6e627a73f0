"""The desk for requests: takes them from any origin, and the results of the field work."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from reference.cis import accounts
from reference.cis.messages import Received, Reception, Request, RequestRefused, RequestStatus
from reference.cis.money import billing
from reference.cis.money.billing import INSTALLATION_FEE, Charge
from reference.cis.money.tariff import ACCOUNT_CLASSES, METER_SIZES
from reference.cis.numbers import invoice_number, is_thirteen_digit_id, next_number
from reference.cis.proofs import records as proofs
from reference.cis.proofs.proof import Matter, Standing
from reference.cis.service_requests import check_queue, field_work, kinds, paper_intake, records
from reference.cis.service_requests.branches import CODES
from reference.cis.service_requests.progress import Progress
from reference.common.clock import Clock, stamp
from reference.common.database import Database

_DAYS_TO_PAY = 30
MOBILE_DIGITS = 10


class NoSuchRequest(Exception):
    """There is no request with this number."""


class WrongStatus(Exception):
    """A step that the request cannot take now; the text says what it is and what it should be."""


class RequestDesk:
    """The desk for requests. Each call is one transaction."""

    def __init__(self, db: Database, clock: Clock, progress: Progress) -> None:
        self._db = db
        self._clock = clock
        self._progress = progress

    def receive(self, request: Request) -> Received:
        """Take a request, once: sent again under the same number of its origin it gets the same number of ours.

        A newer revision amends it, an older one changes nothing.
        """
        if mistakes := _mistakes(request):
            raise RequestRefused(mistakes)
        with self._db.write() as db:
            known = records.find_by_origin(db, request.origin, request.origin_number)
            if known is None:
                if mistakes := _mistakes_of_account(db, request):
                    raise RequestRefused(mistakes)
                return Received(self._open(db, request), Reception.TAKEN)
            if request.revision > known.revision:
                records.amend(db, known.id, request)
                return Received(known.id, Reception.AMENDED)
            stale = request.revision < known.revision
            return Received(known.id, Reception.STALE if stale else Reception.REPEATED)

    def survey(self, request_id: str, feasible: bool) -> None:
        """What the surveyor found at the site."""
        with self._db.write() as db:
            in_turn(db, request_id, RequestStatus.SURVEY)
            at = self._at()
            if feasible:
                note = "สำรวจสถานที่แล้ว ติดตั้งได้ รอประมาณราคา"
                records.record_step(db, request_id, RequestStatus.SURVEY, at, note, surveyed_at=at)
            else:
                reason = "สำรวจสถานที่แล้ว ไม่สามารถติดตั้งได้"
                self._progress.change_status(db, request_id, RequestStatus.REJECTED, at, reason, reason=reason)

    def estimate(self, request_id: str, satang: int) -> None:
        """The price is known: the fee can be paid at agents under the new registration number."""
        with self._db.write() as db:
            row = in_turn(db, request_id, RequestStatus.SURVEY)
            if row.surveyed_at is None:
                raise WrongStatus(f"request {request_id} has not been surveyed; the estimate comes after")
            _require_land(db, request_id)
            at = self._at()
            due = self._clock.today() + timedelta(days=_DAYS_TO_PAY)
            registration = accounts.open_account(db, _account_of(row))
            billing.add_charge(db, _fee(registration, satang, self._clock.today(), due), at[:10])
            facts = {"fee": satang, "fee_due": due.isoformat(), "registration": registration}
            self._progress.change_status(db, request_id, RequestStatus.ESTIMATED, at, "ประมาณราคาแล้ว")
            note = f"รอชำระค่าติดตั้ง ทะเบียนผู้ใช้น้ำ {row.branch}{registration}"
            self._progress.change_status(db, request_id, RequestStatus.AWAITING_PAYMENT, at, note, **facts)

    def install(self, request_id: str) -> None:
        """The meter is in, water flows."""
        with self._db.write() as db:
            row = in_turn(db, request_id, RequestStatus.PAID)
            at = self._at()
            meter = accounts.install_meter(db, row.registration)
            self._progress.change_status(db, request_id, RequestStatus.INSTALLED, at, f"ติดตั้งมาตรวัดน้ำ {meter} แล้ว")
            self._progress.change_status(db, request_id, RequestStatus.ACTIVE, at, "ติดตั้งเรียบร้อย เปิดใช้น้ำแล้ว")

    def finish_work(self, request_id: str, done: bool) -> None:
        """The work that a request about an account asked for is done, or cannot be done."""
        with self._db.write() as db:
            row = in_turn(db, request_id, RequestStatus.IN_PROGRESS)
            if row.joined_to:
                raise WrongStatus(
                    f"request {request_id} shares the repair of {row.joined_to}; that one is reported done"
                )
            request, at = records.request_of(row), self._at()
            title = kinds.RULES[request.kind].title
            if not done:
                reason = f"ไม่สามารถดำเนินการ{title}ได้"
                self._progress.change_status(db, request_id, RequestStatus.REJECTED, at, reason, reason=reason)
                return
            if request.account is not None:
                accounts.change(db, request.account, kinds.facts_after_work(request, at[:10]))
            self._progress.change_status(db, request_id, RequestStatus.COMPLETED, at, f"{title} ดำเนินการแล้ว")

    def _open(self, db: Connection, request: Request) -> str:
        at = self._at()
        number = f"{request.branch}{at[2:4]}{at[5:7]}{next_number(db, 'request'):06d}"
        records.add(db, number, request, at)
        paper_intake.order(db, number, request, at)
        self._progress.change_status(db, number, RequestStatus.RECEIVED, at, "การประปานครหลวงรับคำร้องแล้ว")
        other = field_work.same_place(db, number, request.kind, request.place)
        if request.kind.is_field_work:
            for leak in field_work.reported_leaks(db, request.place):
                records.let_share_repair(db, leak.id, other.id if other else number)
        if other:
            self._progress.join(db, number, other, at)
        elif kinds.RULES[request.kind].checks_registers:
            check_queue.enqueue(db, number, at)
        else:
            note = "ส่งเรื่องให้สาขาดำเนินการแล้ว"
            self._progress.change_status(db, number, RequestStatus.IN_PROGRESS, at, note)
        return number

    def _at(self) -> str:
        return stamp(self._clock.now())


def in_turn(db: Connection, request_id: str, expected: str) -> Any:
    """The request, which must be in the expected status."""
    row = records.find(db, request_id)
    if row is None:
        raise NoSuchRequest(f"no request {request_id}")
    if row.status != expected:
        raise WrongStatus(f"request {request_id} is {row.status}; this step needs {expected}")
    return row


def _require_land(db: Connection, request_id: str) -> None:
    """Where the right to the land was asked for, it must be proved."""
    land = proofs.standing(db, request_id, Matter.LAND)
    if land not in (None, Standing.PROVED):
        raise WrongStatus(f"request {request_id}: the right to the land is {land}; the estimate comes after its proof")


def _mistakes(request: Request) -> list[str]:
    """Reasons to refuse a request, whatever its origin has checked."""
    applicant = request.applicant
    checks: tuple[tuple[bool, str], ...] = (
        (0 < len(request.origin_number) <= 64, "เลขคำร้องของผู้ส่งต้องมี 1 ถึง 64 ตัวอักษร"),
        (request.branch in CODES, f"ไม่พบสาขา {request.branch}"),
    )
    checks += (
        ()
        if request.kind.is_field_work
        else (
            (is_thirteen_digit_id(applicant.tax_id), "เลขประจำตัวของผู้ขอใช้น้ำไม่ถูกต้อง"),
            (not applicant.citizen_id or is_thirteen_digit_id(applicant.citizen_id), "เลขประจำตัวประชาชนไม่ถูกต้อง"),
            (request.meter.size in METER_SIZES, "ขนาดมาตรวัดน้ำไม่ถูกต้อง"),
            (request.meter.account_class in ACCOUNT_CLASSES, "ประเภทผู้ใช้น้ำไม่ถูกต้อง"),
        )
    )
    return [mistake for holds, mistake in checks if not holds] + kinds.mistakes_of_kind(request)


def _mistakes_of_account(db: Connection, request: Request) -> list[str]:
    """What keeps the account of a request, if it is about one, from having it."""
    if request.account is None:
        return []
    row = accounts.find(db, request.account)
    debtor = billing.debtor(db, request.account)
    if row is None or debtor is None:
        return [f"ไม่พบทะเบียนผู้ใช้น้ำ {request.account}"]
    return kinds.mistakes_of_account(request, row, bool(debtor.charges))


def _account_of(row: Any) -> dict[str, Any]:
    """The facts of the account that a request opens."""
    return {
        "branch": row.branch,
        "name": row.name or row.applicant,
        "tax_id": row.tax_id,
        "account_class": row.account_class,
        "meter_size": row.meter_size,
        "address": row.address,
        "mobile": _mobile(row),
    }


def _mobile(row: Any) -> str | None:
    """The telephone to which codes for logging in will go: the one by which the applicant asked."""
    return row.requester if row.requester and len(row.requester) == MOBILE_DIGITS else None


def _fee(registration: str, satang: int, today: date, due: date) -> Charge:
    invoice = invoice_number(today, registration)
    month = today.isoformat()[:7]
    return Charge(invoice, registration, INSTALLATION_FEE, month, due.isoformat(), satang, "open")
