"""What citizens' channels send, field by field, as words of ours."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from reference.cis.messages import (
    Applicant,
    CitizenRequest,
    Customer,
    MeterOrder,
    Payment,
    Place,
    RequestKind,
)
from reference.cis.numbers import satang
from reference.cis.partners._common.text_fields import check_moment, read_fields
from reference.common.codes import Codes
from reference.common.http_api import HttpError

TRANSACTION = "[A-Za-z0-9-]{1,40}"
KINDS = Codes(
    RequestKind,
    {
        RequestKind.NEW_CONNECTION: "501",
        RequestKind.RECONNECTION: "502",
        RequestKind.CHANGE_OF_SIZE: "503",
        RequestKind.MOVE_OF_METER: "504",
        RequestKind.DEPOSIT_OF_METER: "505",
        RequestKind.END_OF_USE: "506",
        RequestKind.TRANSFER: "507",
        RequestKind.LEAK: "508",
        RequestKind.PIPE_LEAK: "701",
        RequestKind.REPAIR: "702",
    },
)
"""Of these codes 501 alone was seen (W 7.3); the others are ours."""


def status_word(status: str) -> str:
    """A status in the channel's words, which do not tell apart who does the work."""
    return {"REPAIRING": "IN_PROGRESS", "REPAIRED": "COMPLETED"}.get(status, status)


_DEGREES = "-?[0-9]{1,3}([.][0-9]{1,12})?"
_POINT = re.compile(f" *{_DEGREES} *")
_TEXT, _CODE = r"[^\x00-\x1f\x7f]{1,200}", "[0-9]{2}"
_PAYMENT = {
    "transactionId": TRANSACTION,
    "transactionDateTime": r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+]07:00",
    "accountCode": "[0-9]{8}",
    "invoiceNumber": "[0-9]{12}",
    "amount": "(0|[1-9][0-9]{0,10})[.][0-9]{2}",
    "bankCode": "[A-Z]{2,8}",
}
_REQUEST = {
    "requestReference": "[A-Za-z0-9-]{1,40}",
    "requestCode": "50[1-8]",
    "accountCode": "[0-9]{8}",
    "requestDetail": _TEXT,
    "meterSize": "[0-9]|10",
    "newPlace": _TEXT,
    "placeOfLeak": _TEXT,
    "newHolderName": _TEXT,
    "newHolderId": "[0-9]{13}",
    "newHolderMobile": "0[0-9]{9}",
    "citizenId": "[0-9]{13}",
    "firstName": _TEXT,
    "lastName": _TEXT,
    "houseId": "[0-9]{11}",
    "houseNo": _TEXT,
    "soi": _TEXT,
    "road": _TEXT,
    "districtCode": _CODE,
    "amphurCode": _CODE,
    "provinceCode": _CODE,
    "zipCode": "[0-9]{5}",
    "latitude": _DEGREES,
    "longitude": _DEGREES,
}
_DETAILS = {
    "requestDetail": "detail",
    "meterSize": "meter_size",
    "newPlace": "new_place",
    "placeOfLeak": "place_of_leak",
    "newHolderName": "new_holder",
    "newHolderId": "new_holder_id",
    "newHolderMobile": "new_holder_mobile",
}
_APPLICANT = ("citizenId", "firstName", "lastName", "houseNo", "districtCode", "amphurCode", "provinceCode")
_RESIDENCE = "00"


def required_text(name: str, look: str, value: str) -> str:
    """A key of the path."""
    return read_fields({name: value}, {name: look}, (name,))[name]


def read_log_in_name(body: Mapping[str, Any], look: str) -> str:
    """The telephone or number to log in by."""
    return read_fields(body, {"logInName": look}, ("logInName",))["logInName"]


def read_log_in(body: Mapping[str, Any]) -> tuple[str, str]:
    """Reference and code."""
    fields = read_fields(body, {"otpReference": "[0-9a-f]{16}", "otp": "[0-9]{6}"}, ("otpReference", "otp"))
    return fields["otpReference"], fields["otp"]


def read_point(latitude: str, longitude: str) -> tuple[float, float]:
    """A point in degrees; blanks around a number are passed over, as the real app does."""
    for name, text in (("latitude", latitude), ("longitude", longitude)):
        if not _POINT.fullmatch(text):
            raise HttpError(400, f"{name}: expected degrees such as 13.75, seen {text!r:.60}")
    return float(latitude), float(longitude)


def read_payment(body: Mapping[str, Any], agent: str) -> Payment:
    """A payment that the channel's bank has taken; the same number again must be the same message."""
    required = [name for name in _PAYMENT if name != "invoiceNumber"]
    fields = read_fields(body, _PAYMENT, required, ("invoiceNumber",))
    check_moment("transactionDateTime", fields["transactionDateTime"], "%Y-%m-%dT%H:%M:%S+07:00")
    return Payment(
        agent,
        fields["transactionId"],
        Customer(fields["accountCode"]),
        satang(fields["amount"]) or 0,
        fields.get("invoiceNumber"),
        marks={"told_at": fields["transactionDateTime"], "bank": fields["bankCode"]},
    )


def read_request(body: Mapping[str, Any]) -> CitizenRequest:
    """A request of any kind. What its kind needs is checked at the desk, in Thai for the citizen."""
    required = ("requestReference", "requestCode")
    fields = read_fields(body, _REQUEST, required, tuple(_REQUEST.keys() - set(required)))
    (kind,) = KINDS.members(fields["requestCode"])
    complete = all(name in fields for name in _APPLICANT)
    return CitizenRequest(
        number=fields["requestReference"],
        kind=kind,
        original=json.dumps(dict(body), ensure_ascii=False),
        registration=None if kind is RequestKind.NEW_CONNECTION else fields.get("accountCode"),
        applicant=_applicant(fields) if complete else None,
        place=_place(fields) if complete else None,
        meter=MeterOrder(fields.get("meterSize", "0"), _RESIDENCE),
        point=_point(fields),
        details={ours: fields[theirs] for theirs, ours in _DETAILS.items() if theirs in fields},
    )


def _applicant(fields: Mapping[str, str]) -> Applicant:
    citizen_id = fields["citizenId"]
    return Applicant(f"{fields['firstName']} {fields['lastName']}", citizen_id, citizen_id)


def _point(fields: Mapping[str, str]) -> tuple[str, str] | None:
    return (fields["latitude"], fields["longitude"]) if {"latitude", "longitude"} <= fields.keys() else None


def _place(fields: Mapping[str, str]) -> Place:
    address = " ".join(fields[name] for name in ("houseNo", "soi", "road", "zipCode") if name in fields)
    return Place(
        _point(fields),
        fields["provinceCode"],
        fields["amphurCode"],
        fields["districtCode"],
        fields.get("houseId"),
        address,
    )
