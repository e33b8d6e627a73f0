"""Checks an applicant against the registers, never against paper copies (Digital Government Act 2562)."""

from __future__ import annotations

from datetime import date

from reference.cis.messages import Applicant, SourceUnavailable
from reference.cis.service_requests.register_lookups import Registers
from reference.cis.service_requests.registers import (
    CardOf,
    CompanyOf,
    DivorceOf,
    FormerNamesOf,
    HouseOf,
    Life,
    MarriageOf,
    Person,
    PersonOf,
)

_NOT_REGISTERED = "ไม่พบผู้ขอใช้น้ำในทะเบียนราษฎร"


def check_applicant(
    applicant: Applicant, house_code: str | None, registers: Registers, today: date
) -> tuple[str | None, str]:
    """The reason for refusal in Thai (None if accepted), and the applicant's name as far as it was confirmed.

    A person needs a valid identity card, gives the present or a former name, and applies for the house where he,
    she or the spouse is registered (our rules). A company must be in business and its contact person alive.
    Raises SourceUnavailable when a register could not be asked: that decides nothing.
    """
    if applicant.juristic_id:
        reason = _check_company(applicant.juristic_id, registers) or _check_contact(applicant.citizen_id, registers)
        return reason, applicant.name
    citizen_id = applicant.tax_id
    person = registers.ask(PersonOf(citizen_id))
    reason = _check_life(person) or _check_card(citizen_id, registers, today)
    if person is None or reason:
        return reason, applicant.name
    name = _registered_name(person)
    reason = _check_name(applicant.name, name, citizen_id, registers)
    return reason or _check_house(citizen_id, house_code, registers), name


def _check_company(juristic_id: str, registers: Registers) -> str | None:
    company = registers.ask(CompanyOf(juristic_id))
    if company is None:
        return "ไม่พบนิติบุคคลในทะเบียนของกรมพัฒนาธุรกิจการค้า"
    if company.in_business:
        return None
    return f"สถานะนิติบุคคลคือ {company.status or 'ไม่ระบุ'} ไม่ได้ดำเนินกิจการอยู่"


def _check_contact(citizen_id: str | None, registers: Registers) -> str | None:
    return _check_life(registers.ask(PersonOf(citizen_id))) if citizen_id else None


def _check_life(person: Person | None) -> str | None:
    if person is None or person.life is Life.NOT_REGISTERED:
        return _NOT_REGISTERED
    return "ทะเบียนราษฎรแจ้งว่าผู้ขอใช้น้ำเสียชีวิตแล้ว" if person.life is Life.DEAD else None


def _check_card(citizen_id: str, registers: Registers, today: date) -> str | None:
    card = registers.ask(CardOf(citizen_id))
    if card is None:
        return "ไม่พบบัตรประจำตัวประชาชนของผู้ขอใช้น้ำ"
    if card.cancelled_because:
        return f"บัตรประจำตัวประชาชนของผู้ขอใช้น้ำถูกยกเลิก ({card.cancelled_because})"
    if card.last_day is None:
        raise SourceUnavailable("card's last day is unreadable")
    return None if card.last_day >= today else "บัตรประจำตัวประชาชนของผู้ขอใช้น้ำหมดอายุแล้ว"


def _registered_name(person: Person) -> str:
    if person.name is None:
        raise SourceUnavailable("person's name is unreadable")
    return person.name


def _check_name(given: str, registered: str, citizen_id: str, registers: Registers) -> str | None:
    """Accept the registered name, or any former one in the register."""
    name = " ".join(given.split())
    if name == registered or name in (registers.ask(FormerNamesOf(citizen_id)) or ()):
        return None
    return "ชื่อและนามสกุลที่แจ้งไม่ตรงกับทะเบียนราษฎร"


def _check_house(citizen_id: str, house_code: str | None, registers: Registers) -> str | None:
    """The house register answers by person; the code given must be that house's, or that of the spouse's house."""
    if house_code is None:
        return None
    house = registers.ask(HouseOf(citizen_id))
    if house is None:
        return "ไม่พบบ้านของผู้ขอใช้น้ำในทะเบียนบ้าน"
    if house.code == house_code or _lives_there(_spouse_of(citizen_id, registers), house_code, registers):
        return None
    return "รหัสประจำบ้านไม่ตรงกับทะเบียนบ้าน"


def _spouse_of(citizen_id: str, registers: Registers) -> str | None:
    """The number of the spouse; None for who is single, divorced, or married to a foreigner."""
    marriage = registers.ask(MarriageOf(citizen_id))
    if marriage is None:
        return None
    divorce = registers.ask(DivorceOf(citizen_id))
    if divorce is not None and divorce.marriage == marriage.number:
        return None
    others = marriage.citizen_ids - {citizen_id}
    return next(iter(others)) if len(others) == 1 else None


def _lives_there(citizen_id: str | None, house_code: str, registers: Registers) -> bool:
    house = registers.ask(HouseOf(citizen_id)) if citizen_id else None
    return house is not None and house.code == house_code
