"""Asks registers for proofs; only while one gives no answer may a paper copy take its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from reference.cis import accounts
from reference.cis.messages import CitizenCardNeeded, RequestStatus, SourceUnavailable
from reference.cis.numbers import is_juristic_id
from reference.cis.proofs import records
from reference.cis.proofs.judgements import prove_land, prove_vat, prove_veteran
from reference.cis.proofs.proof import Matter, Proof, Standing, proved, refused
from reference.cis.service_requests import records as requests
from reference.cis.service_requests.desk import NoSuchRequest, WrongStatus
from reference.cis.service_requests.register_lookups import Registers
from reference.cis.service_requests.registers import Ask, Question
from reference.cis.service_requests.welfare_rights import NoSuchAccount
from reference.common.clock import Clock, stamp
from reference.common.database import Database


class ProofDesk:
    """What customers prove at the desk. No transaction is open while a register is asked."""

    def __init__(self, db: Database, clock: Clock, asks: Mapping[type[Question[Any]], Ask]) -> None:
        self._db = db
        self._clock = clock
        self._asks = asks

    def veteran(self, registration: str) -> bool:
        """Whether the holder of an account has a veteran's right today."""
        holder = self._holder(registration)
        if not holder or is_juristic_id(holder):
            return self._refuse(registration, Matter.VETERAN, "ผู้ใช้น้ำไม่ใช่บุคคลธรรมดา")
        today = self._clock.today()
        return self._prove(registration, Matter.VETERAN, lambda registers: prove_veteran(holder, registers, today))

    def vat(self, registration: str, branch: str) -> bool:
        """Whether tax invoices of an account may go to this branch of its holder (five digits)."""
        holder = self._holder(registration)
        if not holder or not is_juristic_id(holder):
            return self._refuse(registration, Matter.VAT, "ผู้ใช้น้ำไม่ใช่นิติบุคคล")
        return self._prove(registration, Matter.VAT, lambda registers: prove_vat(holder, branch, registers))

    def land(self, request_id: str, owner: str | None = None) -> bool:
        """Whether the applicant has the right to the parcel; `owner` is who consents instead, by number."""
        with self._db.read() as db:
            row = requests.find(db, request_id)
        if row is None:
            raise NoSuchRequest(f"no request {request_id}")
        if row.status != RequestStatus.SURVEY:
            raise WrongStatus(f"request {request_id} is {row.status}; the land is proved while it is SURVEY")
        if not row.deed:
            return self._refuse(request_id, Matter.LAND, "แผนที่ไม่พบแปลงที่ดินที่ขอติดตั้ง")
        owner_id = owner or row.tax_id
        return self._prove(
            request_id, Matter.LAND, lambda registers: prove_land(row.tax_id, owner_id, row.deed, registers)
        )

    def take_paper(self, subject: str, matter: str) -> bool:
        """Take a paper copy in the register's place, if one was asked for; otherwise it is handed back."""
        with self._db.write() as db:
            if records.standing(db, subject, matter) != Standing.PAPER_ASKED:
                return False
            records.store(db, subject, matter, proved(by="paper"), self._at())
            return True

    def _holder(self, registration: str) -> str | None:
        with self._db.read() as db:
            account = accounts.find(db, registration)
        if account is None:
            raise NoSuchAccount(f"no account has the registration number {registration}")
        return str(account.tax_id) if account.tax_id else None

    def _prove(self, subject: str, matter: Matter, judge: Callable[[Registers], Proof]) -> bool:
        """Judge what registers answer, and keep each look-up; without an answer what was decided stays."""
        registers = Registers(self._asks)
        try:
            found = judge(registers)
        except SourceUnavailable as failure:
            found = _without_answer(failure)
        with self._db.write() as db:
            records.store_lookups(db, subject, registers.lookups, self._at())
            if found.decides or not records.is_decided(db, subject, matter):
                records.store(db, subject, matter, found, self._at())
            return records.standing(db, subject, matter) == Standing.PROVED

    def _refuse(self, subject: str, matter: Matter, reason: str) -> bool:
        """Without asking any register."""
        with self._db.write() as db:
            records.store(db, subject, matter, refused(reason), self._at())
        return False

    def _at(self) -> str:
        return stamp(self._clock.now())


def _without_answer(failure: SourceUnavailable) -> Proof:
    """A citizen with the card, or the next opening, gets the answer; only otherwise is a paper copy asked."""
    if isinstance(failure, CitizenCardNeeded):
        return Proof(Standing.CARD_NEEDED, "กรุณาเสียบบัตรประจำตัวประชาชนของเจ้าของข้อมูล")
    if failure.wait_for_opening:
        return Proof(Standing.ASK_AGAIN, "ระบบทะเบียนปิดให้บริการ กรุณารอเวลาเปิด")
    return Proof(Standing.PAPER_ASKED, "ระบบทะเบียนไม่ตอบ ขอสำเนาเอกสารแทนเป็นการชั่วคราว")
