"""Whether an applicant exists and may have water, from the registers and never from paper copies
(Digital Government Act 2562)."""

from __future__ import annotations

from typing import Any

from reference.cis.application_form import Applicant
from reference.cis.registers import IN_BUSINESS, Registers

_ALIVE, _DEAD = "0", "1"


def reason_to_reject(applicant: Applicant, registers: Registers) -> str | None:
    """Thai words for why the registers speak against the applicant, None when they do not.

    Raises `gateway.Unavailable` when they could not be asked: that decides nothing.
    """
    if applicant.juristic_id and (reason := _juristic(applicant.juristic_id, registers)):
        return reason
    if applicant.pid is None:
        return None
    registers.require_officer()
    house = None if applicant.juristic_id else applicant.house_code
    return _person(applicant.pid, registers) or _house(applicant.pid, house, registers)


def _juristic(juristic_id: str, registers: Registers) -> str | None:
    profile = registers.juristic(juristic_id)
    if profile is None:
        return "ไม่พบนิติบุคคลในทะเบียนของกรมพัฒนาธุรกิจการค้า"
    status = str(profile.get("JuristicStatus", "")).strip()
    return None if status == IN_BUSINESS else f"สถานะนิติบุคคลคือ {status or 'ไม่ระบุ'} ไม่ได้ดำเนินกิจการอยู่"


def _person(pid: str, registers: Registers) -> str | None:
    person = registers.person(pid)
    status = "" if person is None else str(person.get("statusOfPersonCode", ""))
    if status == _ALIVE:
        return None
    if status == _DEAD:
        return "ทะเบียนราษฎรแจ้งว่าผู้ขอใช้น้ำเสียชีวิตแล้ว"
    return "ไม่พบผู้ขอใช้น้ำในทะเบียนราษฎร"


def _house(pid: str, house_code: str | None, registers: Registers) -> str | None:
    """The house register answers by person; the code given must be that house's."""
    if house_code is None:
        return None
    house = registers.house_of(pid)
    if house is None:
        return "ไม่พบบ้านของผู้ขอใช้น้ำในทะเบียนบ้าน"
    return None if _code(house) == house_code else "รหัสประจำบ้านไม่ตรงกับทะเบียนบ้าน"


def _code(house: dict[str, Any]) -> str:
    """The register sends the code as a number, so its leading zeros are gone."""
    return str(house.get("houseID", "")).zfill(11)
