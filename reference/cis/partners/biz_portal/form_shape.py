"""The shape of the portal's form: which fields must be there, and what may stand in each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_AREA, _THIRTEEN, _PHONE, _ZIP = "([0-9]{1,2})?", "([0-9]{13})?", "([0-9]{9,10})?", "([0-9]{5})?"
_FORM = {
    "requestIdWLMAR": ".{1,20}", "requestChannel": "[89]", "receiveChannel": "00", "districtCode": _AREA,
    "amphurCode": _AREA, "provinceCode": _AREA, "zipCode": _ZIP, "phoneNumber": _PHONE, "mobile": _PHONE,
    "branchCode": "([0-9]{2})?",
}  # fmt: skip
_FORM_REQUIRED = ("requestIdWLMAR", "requestChannel", "receiveChannel", "districtCode", "amphurCode", "provinceCode")
_DETAIL = {
    "useType": "0", "accountType": "P", "taxId": _THIRTEEN, "billTaxId": _THIRTEEN, "paidTaxId": _THIRTEEN,
    "districtCode": _AREA, "amphurCode": _AREA, "provinceCode": _AREA, "zipCode": _ZIP, "phoneNumber": _PHONE,
    "mobile": _PHONE,
}  # fmt: skip
_DETAIL_REQUIRED = ("useType", "accountType", "taxBranch", "requestAttachmentWSList")
_NOT_TEXT = {"taxBranch": int, "paidTaxBranch": int, "requestDetailWSList": list, "requestAttachmentWSList": list}
_MAY_BE_NULL = re.compile(r"\(.*\)\?")


def form_mistakes(form: Mapping[str, Any]) -> list[str]:
    """What is wrong with the shape of a form, in Thai; its detail apart."""
    return list(_mistakes(form, _FORM, _FORM_REQUIRED))


def detail_mistakes(detail: Mapping[str, Any]) -> list[str]:
    """The same of its one detail."""
    return list(_mistakes(detail, _DETAIL, _DETAIL_REQUIRED))


def _mistakes(part: Mapping[str, Any], patterns: Mapping[str, str], required: tuple[str, ...]) -> Iterator[str]:
    yield from (f"ไม่มีข้อมูล ({name})" for name in required if name not in part)
    for name, value in part.items():
        if not _fits(name, value, patterns.get(name)):
            yield f"รูปแบบข้อมูลไม่ถูกต้อง ({name})"


def _fits(name: str, value: Any, pattern: str | None) -> bool:
    if name in _NOT_TEXT:
        return isinstance(value, _NOT_TEXT[name]) and not isinstance(value, bool)
    if value is None:
        return pattern is None or bool(_MAY_BE_NULL.fullmatch(pattern))
    return isinstance(value, str) and (pattern is None or bool(re.fullmatch(pattern, value)))
