"""The portal's message for a new connection: what it must hold before it becomes a request."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from reference.cis.money.tariff import ACCOUNT_CLASSES, METER_SIZES
from reference.cis.numbers import is_juristic_id, is_thirteen_digit_id
from reference.cis.service_requests.branches import CODES, branch_for, plain_code

PERSON, JURISTIC = "1", "2"
_HOUSE_CODE = re.compile(r"[0-9]{11}\Z")
_DEGREES = re.compile(r"[0-9]{1,3}[.][0-9]{1,12}\Z")
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")
Form = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Applicant:
    """Whom the connection is for, and what the registers are to be asked.

    A juristic person may name a contact person (`pid`); a house code is compared with the register's.
    """

    name: str
    pid: str | None
    juristic_id: str | None
    house_code: str | None

    @property
    def tax_id(self) -> str | None:
        return self.juristic_id or self.pid


@dataclass(frozen=True, slots=True)
class Place:
    """Where the water is to go: `point` is latitude and longitude as text, if the applicant set one on a map."""

    point: tuple[str, str] | None
    province: str
    amphur: str
    district: str
    house_code: str | None


def place_of(form: Form) -> Place:
    """The place of a form that has no mistakes; codes come with or without their leading zero."""
    detail = form["requestDetailWSList"][0]
    latitude, longitude = _text(detail, "latitude"), _text(detail, "longitude")
    point = (latitude, longitude) if latitude and longitude else None
    province, amphur, district = (_text(form, f"{name}Code").zfill(2) for name in ("province", "amphur", "district"))
    return Place(point, province, amphur, district, _text(detail, "houseId") or None)


def applicant_of(form: Form) -> Applicant:
    """The applicant of a form that has no mistakes."""
    detail = form["requestDetailWSList"][0]
    card, tax = _text(detail, "cardId"), _text(detail, "taxId")
    house = _text(detail, "houseId") or None
    if _text(detail, "individualType") == JURISTIC:
        contact = card if card and card != tax else None
        return Applicant(_text(detail, "businessName"), contact, tax, house)
    name = f"{_text(detail, 'firstName')} {_text(detail, 'lastName')}"
    return Applicant(name, card or tax, None, house)


def mistakes(form: Form) -> list[str]:
    """What is wrong with a form, in Thai for the applicant; nothing when it can be taken."""
    wrong = []
    if not _GUID.match(_text(form, "requestIdBIZ")):
        wrong.append("เลขอ้างอิงคำร้องไม่ถูกต้อง (requestIdBIZ) ต้องเป็น GUID")
    if _text(form, "requestCode") != "501":
        wrong.append("ประเภทคำร้องไม่ถูกต้อง (requestCode) ต้องเป็น 501")
    wrong += _wrong_branch(form)
    details = form.get("requestDetailWSList")
    if not isinstance(details, list) or len(details) != 1 or not isinstance(details[0], dict):
        return [*wrong, "ต้องมีรายละเอียดคำร้องหนึ่งรายการ (requestDetailWSList)"]
    return wrong + _wrong_detail(details[0])


def _wrong_branch(form: Form) -> list[str]:
    """The address of the request must lie where MWA serves, and a branch given must exist."""
    if branch_for(_text(form, "provinceCode"), _text(form, "amphurCode")) is None:
        return ["ที่อยู่ไม่อยู่ในพื้นที่ให้บริการของการประปานครหลวง (provinceCode, amphurCode)"]
    given = _text(form, "branchCode")
    if given and plain_code(given) not in CODES:
        return [f"ไม่พบสาขา {given} (branchCode)"]
    return []


def _wrong_detail(detail: Form) -> list[str]:
    wrong = []
    kind = _text(detail, "individualType")
    if kind == PERSON:
        wrong += _wrong_person(detail)
    elif kind == JURISTIC:
        wrong += _wrong_juristic(detail)
    else:
        wrong.append("ประเภทบุคคลไม่ถูกต้อง (individualType) ต้องเป็น 1 หรือ 2")
    house = _text(detail, "houseId")
    if house and not _HOUSE_CODE.match(house):
        wrong.append("รหัสประจำบ้านต้องเป็นตัวเลข 11 หลัก (houseId)")
    if not _is_place(detail):
        wrong.append("พิกัดต้องเป็นองศาทศนิยมทั้งสองค่าหรือว่างทั้งสองค่า (latitude, longitude)")
    if _text(detail, "meterSize") not in METER_SIZES:
        wrong.append("ขนาดมาตรวัดน้ำไม่ถูกต้อง (meterSize)")
    if _text(detail, "accountClassCode") not in ACCOUNT_CLASSES:
        wrong.append("ประเภทผู้ใช้น้ำไม่ถูกต้อง (accountClassCode)")
    return wrong


def _wrong_person(detail: Form) -> list[str]:
    wrong = []
    if not is_thirteen_digit_id(_text(detail, "cardId") or _text(detail, "taxId")):
        wrong.append("เลขประจำตัวประชาชนไม่ถูกต้อง (cardId)")
    if not _text(detail, "firstName") or not _text(detail, "lastName"):
        wrong.append("ไม่มีชื่อหรือนามสกุลผู้ขอใช้น้ำ (firstName, lastName)")
    return wrong


def _wrong_juristic(detail: Form) -> list[str]:
    wrong = []
    tax, card = _text(detail, "taxId"), _text(detail, "cardId")
    if not is_juristic_id(tax):
        wrong.append("เลขทะเบียนนิติบุคคลไม่ถูกต้อง (taxId)")
    if card and card != tax and not is_thirteen_digit_id(card):
        wrong.append("เลขประจำตัวประชาชนของผู้ติดต่อไม่ถูกต้อง (cardId)")
    if not _text(detail, "businessName"):
        wrong.append("ไม่มีชื่อนิติบุคคล (businessName)")
    return wrong


def _is_place(detail: Form) -> bool:
    """A point on the map has two numbers; none is fine too."""
    degrees = [_text(detail, "latitude"), _text(detail, "longitude")]
    return not any(degrees) or all(_DEGREES.match(each) for each in degrees)


def branch_of(form: Form) -> str:
    """The branch code of a form that has no mistakes: the one given, or the one its address lies in."""
    if given := _text(form, "branchCode"):
        return plain_code(given)
    branch = branch_for(_text(form, "provinceCode"), _text(form, "amphurCode"))
    return branch.code if branch else ""


def address_of(form: Form) -> str:
    """The address of the request on one line."""
    parts = ("houseNo", "moo", "village", "building", "soi", "road", "zipCode")
    return " ".join(filter(None, (_text(form, part) for part in parts)))


def _text(part: Form, name: str) -> str:
    """A field as text; the portal sends null for what is not set."""
    value = part.get(name)
    return "" if value is None else str(value).strip()
