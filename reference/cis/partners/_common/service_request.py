"""Requests of MWA's own systems: the form that they send and get copies in, and how statuses go back to them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import requests
from flask import Blueprint, Response
from flask import request as call

from reference.cis.adapter import Core, Link
from reference.cis.messages import (
    Applicant,
    MeterOrder,
    Place,
    Request,
    RequestKind,
    RequestRefused,
    StatusChanged,
)
from reference.cis.numbers import whole_number
from reference.cis.service_requests.branches import branch_for
from reference.common.http_api import HttpError, json_answer, json_object
from reference.common.json_reader import read_json
from reference.common.outbox import DELIVERED, REFUSED, TROUBLE, Delivery

VERSION = "1.0"
CODES = {
    RequestKind.NEW_CONNECTION: "501",
    RequestKind.RECONNECTION: "502",
    RequestKind.CHANGE_OF_SIZE: "503",
    RequestKind.MOVE_OF_METER: "504",
    RequestKind.DEPOSIT_OF_METER: "505",
    RequestKind.END_OF_USE: "506",
    RequestKind.TRANSFER: "507",
    RequestKind.LEAK: "701",
    RequestKind.PIPE_LEAK: "701",
    RequestKind.REPAIR: "702",
}
"""Only 501 is MWA's own; Big Data counts a leak as a leak, whoever reports it."""
_KINDS = {code: kind for kind, code in CODES.items() if kind.is_field_work}
_TEXT = {
    "requestId": r"[A-Z0-9][A-Z0-9-]{0,39}",
    "requestDate": r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+]07:00",
}
"""What must be there, and how it is written."""
_OPTIONAL = {
    "provinceCode": r"[0-9]{2}",
    "amphurCode": r"[0-9]{2}",
    "districtCode": r"[0-9]{2}",
    "branchCode": r"[0-9]{2}",
    "latitude": r"[0-9]{1,2}[.][0-9]{1,12}",
    "longitude": r"[0-9]{1,3}[.][0-9]{1,12}",
    "custMobile": r"0[0-9]{8,9}",
    "areaCode": r"DMA-[0-9]{2}-[0-9]{2}-[0-9]{2}",
    "jobCode": r"[A-Z0-9-]{1,20}",
    "jobStatus": r"[A-Z]{1,20}",
    "status": r"[A-Z_]{1,20}",
    "firstname": r"(?s).{1,100}",
    "requestDetail": r"(?s).{1,200}",
    "houseNo": r"(?s).{1,50}",
    "moo": r"(?s).{1,20}",
    "soi": r"(?s).{1,100}",
    "road": r"(?s).{1,100}",
}
_REFUSED = {400: "BadRequest", 401: "UnknownKey", 404: "UnknownAddress", 500: "InternalError"}
Form = dict[str, Any]


def routes(core: Core, links: Sequence[Link]) -> Blueprint:
    """Requests of every system that sends them in this form, each below its own name."""
    senders = {link.partner: link for link in links}
    blueprint = Blueprint("passed_requests", __name__, url_prefix="/mwa/requests/v1")

    @blueprint.post("/<sender>")
    def service_request(sender: str) -> Response:
        if sender not in senders:
            raise HttpError(404, f"no system {sender} sends requests here")
        if not senders[sender].opens("inbound_key", call.headers.get("X-Api-Key")):
            raise HttpError(401, "X-Api-Key is missing or not known")
        form = json_object()
        if mistakes := form_mistakes(form, sender):
            raise HttpError(400, "; ".join(mistakes))
        if form["formVersion"] != VERSION:
            return json_answer({"error": "UnknownVersion", "detail": f"known: {VERSION}"}, 422)
        try:
            received = core.desk.receive(read_request(sender, form))
        except RequestRefused as refused:
            return json_answer({"error": "NotAccepted", "detail": str(refused)}, 422)
        return json_answer({"result": "success", "cisRequestId": received.number, "outcome": received.reception.value})

    return blueprint


def refusal(status: int, message: str) -> Form:
    """The body of a refusal."""
    return {"error": _REFUSED.get(status, "BadRequest"), "detail": message}


def form_mistakes(form: Form, sender: str) -> list[str]:
    """What keeps a form from being read; none of a good one."""
    required = _TEXT | {"formVersion": r"[0-9]{1,2}[.][0-9]{1,2}", "source": sender.upper()}
    mistakes = [name for name, written in required.items() if not _is_written(form.get(name), written)]
    mistakes += [name for name, written in _OPTIONAL.items() if name in form and not _is_written(form[name], written)]
    if not 1 <= (whole_number(form.get("revision")) or 0) <= 1_000_000:
        mistakes.append("revision")
    if not isinstance(form.get("requestCode"), str):
        mistakes.append("requestCode")
    unknown = form.keys() - required.keys() - _OPTIONAL.keys() - {"revision", "requestCode"}
    wrong = [f"{name}: not written as agreed" for name in mistakes]
    return wrong + [f"{name[:40]}: not agreed" for name in sorted(unknown)]


def read_request(sender: str, form: Form) -> Request:
    """The form as a request of ours; RequestRefused where it asks for what CIS does not do."""
    if form["requestCode"] not in _KINDS:
        raise RequestRefused([f"ไม่รับคำร้องประเภท {form['requestCode'][:10]}"])
    return Request(
        origin=sender,
        origin_number=form["requestId"],
        kind=_KINDS[form["requestCode"]],
        applicant=Applicant(form.get("firstname", ""), "", None),
        place=_place(form),
        meter=MeterOrder("", ""),
        branch=form.get("branchCode") or _branch(form),
        original=json.dumps(form, ensure_ascii=False),
        revision=int(form["revision"]),
    )


def copy_of(change: StatusChanged) -> Form:
    """A request with its new status for Big Data: nothing of a person and no place finer than a sub-district."""
    request, place = change.request, change.request.place
    area = {"provinceCode": place.province, "amphurCode": place.district, "districtCode": place.subdistrict}
    return {name: code for name, code in area.items() if code} | {
        "formVersion": VERSION,
        "source": "CIS",
        "requestId": change.number,
        "revision": change.sequence,
        "requestDate": change.at,
        "requestCode": CODES[request.kind],
        "branchCode": request.branch,
        "status": change.status.value,
    }


class StatusReceiver:
    """A system that hears of each change of its own requests, at `path`."""

    hears_all = False

    def __init__(self, link: Link, path: str) -> None:
        self._link, self._path = link, path

    def message(self, change: StatusChanged) -> Form:
        return {
            "requestId": change.request.origin_number,
            "cisRequestId": change.number,
            "sequence": change.sequence,
            "status": change.status.value,
            "changedAt": change.at,
            "note": change.note,
        }

    def deliver(self, message: Form) -> Delivery:
        """Delivered by the word of the body alone; refused where the request or the message is not known there."""
        status, answer, retry_after = post(self._link, self._path, message, headers={"X-Api-Key": "status_key"})
        text = f"{status} {answer.get('error', '')}".strip()
        if status == "200" and answer.get("result") == "success":
            return Delivery(DELIVERED, text)
        if status == "400" or (status == "404" and answer.get("error") == "UnknownRequest"):
            return Delivery(REFUSED, text)
        return Delivery(TROUBLE, text, retry_after)


def post(
    link: Link, path: str, message: Form, *, headers: dict[str, str] | None = None, query: dict[str, str] | None = None
) -> tuple[str, Form, str | None]:
    """Status (or why there is none), body and Retry-After of a call; `headers` and `query` name credentials."""
    keys, tokens = ({name: link[secret] for name, secret in (part or {}).items()} for part in (headers, query))
    try:
        response = link.session.post(
            link.url + path, json=message, headers=keys, params=tokens, timeout=link.timeout, allow_redirects=False
        )
    except requests.RequestException as failure:
        return type(failure).__name__, {}, None
    try:
        body = read_json(response.content)
    except ValueError:
        body = None
    return str(response.status_code), body if isinstance(body, dict) else {}, response.headers.get("Retry-After")


def _place(form: Form) -> Place:
    point = (form["latitude"], form["longitude"]) if "latitude" in form and "longitude" in form else None
    parts = (form.get(name) for name in ("houseNo", "moo", "soi", "road", "requestDetail"))
    address = " ".join(part for part in parts if part)
    province, district, part = (form.get(name, "") for name in ("provinceCode", "amphurCode", "districtCode"))
    return Place(point, province, district, part, None, address)


def _branch(form: Form) -> str:
    branch = branch_for(form.get("provinceCode"), form.get("amphurCode"))
    return branch.code if branch else ""


def _is_written(value: Any, written: str) -> bool:
    return isinstance(value, str) and re.fullmatch(written, value) is not None
