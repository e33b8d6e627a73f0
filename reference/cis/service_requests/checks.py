"""Whether an applicant exists and may have water, from the registers and never from paper copies
(Digital Government Act 2562)."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from reference.cis.partners.biz_portal.request_form import Applicant
from reference.cis.partners.dga_gdx.gateway import SourceUnavailable
from reference.cis.partners.dopa_linkage.register import IN_BUSINESS, Registers
from reference.common.dates import be_digits

_DAY = re.compile(r"[0-9]{8}")
_UNKNOWN = re.compile(r"(00)?00\Z")  # a day, or month and day, that the register does not know
_ALIVE, _DEAD = "0", "1"


def verified(applicant: Applicant, registers: Registers, today: date) -> tuple[str | None, str]:
    """Thai words for why the registers speak against the applicant, None when they do not; and the applicant's name.

    It is that of the register, for whoever gave one of before.

    Who applies in person needs an identity card that is good, gives a name that is or was his, and applies for the
    house in which he is registered or his spouse is (our rules); of a company's contact none of this is asked.
    Raises `gateway.Unavailable` when they could not be asked: that decides nothing.
    """
    if applicant.juristic_id and (reason := _juristic(applicant.juristic_id, registers)):
        return reason, applicant.name
    if applicant.pid is None:
        return None, applicant.name
    registers.require_officer()
    person = registers.person(applicant.pid) or {}
    if applicant.juristic_id:
        return _life(person), applicant.name
    reason = _life(person) or _card(applicant.pid, registers, today)
    if reason:
        return reason, applicant.name
    name = _borne_now(person)
    other = _other_name(applicant.name, name, applicant.pid, registers)
    return other or _house(applicant.pid, applicant.house_code, registers), name


def _juristic(juristic_id: str, registers: Registers) -> str | None:
    profile = registers.juristic(juristic_id)
    if profile is None:
        return "ไม่พบนิติบุคคลในทะเบียนของกรมพัฒนาธุรกิจการค้า"
    status = str(profile.get("JuristicStatus", "")).strip()
    return None if status == IN_BUSINESS else f"สถานะนิติบุคคลคือ {status or 'ไม่ระบุ'} ไม่ได้ดำเนินกิจการอยู่"


def _life(person: dict[str, Any]) -> str | None:
    status = str(person.get("statusOfPersonCode", ""))
    if status == _ALIVE:
        return None
    if status == _DEAD:
        return "ทะเบียนราษฎรแจ้งว่าผู้ขอใช้น้ำเสียชีวิตแล้ว"
    return "ไม่พบผู้ขอใช้น้ำในทะเบียนราษฎร"


def _card(pid: str, registers: Registers, today: date) -> str | None:
    card = registers.card_of(pid)
    if card is None:
        return "ไม่พบบัตรประจำตัวประชาชนของผู้ขอใช้น้ำ"
    if cause := str(card.get("cancelCause") or "").strip():
        return f"บัตรประจำตัวประชาชนของผู้ขอใช้น้ำถูกยกเลิก ({cause})"
    expires = str(card.get("expireDate", ""))
    if not _DAY.fullmatch(expires):
        raise SourceUnavailable("card's last day is unreadable")
    last_day = _UNKNOWN.sub(lambda zeros: "9" * len(zeros[0]), expires)
    return None if last_day >= be_digits(today) else "บัตรประจำตัวประชาชนของผู้ขอใช้น้ำหมดอายุแล้ว"


def _borne_now(person: dict[str, Any]) -> str:
    first, last = person.get("firstName"), person.get("lastName") or ""
    if not isinstance(first, str) or not isinstance(last, str):
        raise SourceUnavailable("person's name is unreadable")
    return " ".join(f"{first} {last}".split())


def _other_name(given: str, now: str, pid: str, registers: Registers) -> str | None:
    """Who has married or changed names may still give the old one, of which the register has kept a record."""
    borne = " ".join(given.split())
    if borne == now or borne in registers.former_names(pid):
        return None
    return "ชื่อและนามสกุลที่แจ้งไม่ตรงกับทะเบียนราษฎร"


def _house(pid: str, house_code: str | None, registers: Registers) -> str | None:
    """The house register answers by person; the code given must be that house's."""
    if house_code is None:
        return None
    house = registers.house_of(pid)
    if house is None:
        return "ไม่พบบ้านของผู้ขอใช้น้ำในทะเบียนบ้าน"
    if _code(house) == house_code or _lives_there(registers.spouse_of(pid), house_code, registers):
        return None
    return "รหัสประจำบ้านไม่ตรงกับทะเบียนบ้าน"


def _lives_there(pid: str | None, house_code: str, registers: Registers) -> bool:
    house = registers.house_of(pid) if pid else None
    return house is not None and _code(house) == house_code


def _code(house: dict[str, Any]) -> str:
    """The register sends the code as a number, so its leading zeros are gone."""
    return str(house.get("houseID", "")).zfill(11)
