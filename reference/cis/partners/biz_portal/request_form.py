"""The portal's form for a new connection: what it must hold, and the request that it becomes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from reference.cis.messages import Applicant, MeterOrder, PaperOffer, Place, Request, RequestKind, RequestRefused
from reference.cis.money.tariff import ACCOUNT_CLASSES, METER_SIZES
from reference.cis.numbers import is_juristic_id, is_thirteen_digit_id
from reference.cis.partners.biz_portal.form_shape import detail_mistakes, form_mistakes
from reference.cis.service_requests.branches import CODES, branch_for, plain_code

PERSON, JURISTIC = "1", "2"
_KINDS = {"501": RequestKind.NEW_CONNECTION}
_HOUSE_CODE = re.compile(r"[0-9]{11}\Z")
_DEGREES = re.compile(r"[0-9]{1,3}[.][0-9]{1,12}\Z")
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")
_MEDIA = {"PDF": "application/pdf", "JPG": "image/jpeg", "PNG": "image/png"}
_MOST_PAPERS = 20
Form = dict[str, Any]


def read_request(origin: str, form: Form) -> Request:
    """The form as a request of ours; RequestRefused with everything that is wrong in it."""
    if errors := form_errors(form):
        raise RequestRefused(errors)
    (detail,) = form["requestDetailWSList"]
    return Request(
        origin=origin,
        origin_number=_text(form, "requestIdBIZ"),
        kind=_KINDS[_text(form, "requestCode")],
        applicant=_applicant(detail),
        place=_place(form, detail),
        meter=MeterOrder(_text(detail, "meterSize"), _text(detail, "accountClassCode")),
        branch=_branch(form),
        original=json.dumps(form, ensure_ascii=False),
        papers=tuple(_papers(detail)),
    )


def _applicant(detail: Form) -> Applicant:
    card, tax = _text(detail, "cardId"), _text(detail, "taxId")
    if _text(detail, "individualType") == JURISTIC:
        return Applicant(_text(detail, "businessName"), tax, card if card and card != tax else None)
    name = f"{_text(detail, 'firstName')} {_text(detail, 'lastName')}"
    return Applicant(name, card or tax, card or tax)


def _place(form: Form, detail: Form) -> Place:
    """Codes come with or without their leading zero."""
    latitude, longitude = _text(detail, "latitude"), _text(detail, "longitude")
    province, district, subdistrict = (
        _text(form, f"{name}Code").zfill(2) for name in ("province", "amphur", "district")
    )
    return Place(
        point=(latitude, longitude) if latitude and longitude else None,
        province=province,
        district=district,
        subdistrict=subdistrict,
        house_code=_text(detail, "houseId") or None,
        address=_address(form),
    )


def _papers(detail: Form) -> Iterator[PaperOffer]:
    """The papers that the portal keeps for us, by their numbers."""
    for attached in detail["requestAttachmentWSList"]:
        if reference := _text(attached, "attachmentFile"):
            kind = _text(attached, "attachmentTypeCode")
            yield PaperOffer(reference, _MEDIA.get(kind, kind), _text(attached, "attachmentDescription"))


def form_errors(form: Form) -> list[str]:
    """What is wrong with a form, in Thai for the applicant; empty when it can be taken."""
    wrong = form_mistakes(form)
    if not _GUID.match(_text(form, "requestIdBIZ")):
        wrong.append("เลขอ้างอิงคำร้องไม่ถูกต้อง (requestIdBIZ) ต้องเป็น GUID")
    if _text(form, "requestCode") not in _KINDS:
        wrong.append(f"ประเภทคำร้องไม่ถูกต้อง (requestCode) ต้องเป็น {', '.join(_KINDS)}")
    wrong += _wrong_branch(form)
    details = form.get("requestDetailWSList")
    if not isinstance(details, list) or len(details) != 1 or not isinstance(details[0], dict):
        return [*wrong, "ต้องมีรายละเอียดคำร้องหนึ่งรายการ (requestDetailWSList)"]
    return wrong + detail_mistakes(details[0]) + _wrong_detail(details[0])


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
    if not _are_papers(detail.get("requestAttachmentWSList")):
        wrong.append("เอกสารแนบไม่ถูกต้อง (requestAttachmentWSList)")
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


def _are_papers(attached: Any) -> bool:
    """At most twenty, each named by the number of a file or by nothing."""
    if not isinstance(attached, list) or len(attached) > _MOST_PAPERS:
        return False
    names = ("attachmentCode", "attachmentTypeCode", "attachmentFile", "attachmentDescription")
    return all(
        isinstance(paper, dict)
        and all(isinstance(paper.get(name), str | None) for name in names)
        and (not _text(paper, "attachmentFile") or bool(_GUID.match(_text(paper, "attachmentFile"))))
        for paper in attached
    )


def _is_place(detail: Form) -> bool:
    """A point on the map has two numbers; none is fine too."""
    degrees = [_text(detail, "latitude"), _text(detail, "longitude")]
    return not any(degrees) or all(_DEGREES.match(value) for value in degrees)


def _branch(form: Form) -> str:
    """The branch code given, or that of the branch that serves the address."""
    if given := _text(form, "branchCode"):
        return plain_code(given)
    branch = branch_for(_text(form, "provinceCode"), _text(form, "amphurCode"))
    return branch.code if branch else ""


def _address(form: Form) -> str:
    """The address of the request on one line."""
    parts = ("houseNo", "moo", "village", "building", "soi", "road", "zipCode")
    return " ".join(filter(None, (_text(form, part) for part in parts)))


def _text(part: Form, name: str) -> str:
    """A field as text; the portal sends null for what is not set."""
    value = part.get(name)
    return "" if value is None else str(value).strip()
