"""A client of the Biz Portal: it hears of each change of its requests, in its own words."""

from __future__ import annotations

import logging
from typing import Any

import requests

from reference.cis.adapter import Link
from reference.cis.messages import RequestStatus, SourceUnavailable, StatusChanged
from reference.cis.numbers import baht
from reference.cis.partners.biz_portal.files import DocumentRefused, PortalFiles
from reference.common.clock import stamp
from reference.common.dates import thai_day
from reference.common.json_reader import read_json
from reference.common.outbox import DELIVERED, REFUSED, TROUBLE, Delivery

_log = logging.getLogger("reference.cis")
_ERROR = 0
_DOCUMENT = "_document"  # of a message in the outbox; it goes to the portal by itself
_APPLICATION = 6  # the portal's own number for MWA
_STATUSES = {
    RequestStatus.RECEIVED: "CHECK",
    RequestStatus.SURVEY: "PENDING",
    RequestStatus.AWAITING_PAYMENT: "APPROVED_WAITING_PAY_FEE",
    RequestStatus.PAID: "PAID_FEE_CREATING_LICENSE",
    RequestStatus.ACTIVE: "COMPLETED",
    RequestStatus.REJECTED: "REJECTED",
}
"""The statuses that the portal knows; it hears nothing of the others."""


class Portal:
    """Writes the portal's status messages and sends them."""

    hears_all = False

    def __init__(self, link: Link) -> None:
        self._link = link
        self.files = PortalFiles(link)

    def message(self, change: StatusChanged) -> dict[str, Any] | None:
        """The portal's status call; free text travels in StatusOther. None for a status that it does not know."""
        if change.status not in _STATUSES:
            return None
        message = {
            "ApplicationRequestID": change.request.origin_number,
            "ApplicationID": _APPLICATION,
            "IdentityID": change.request.applicant.tax_id,
            "Status": _STATUSES[change.status],
            "StatusOther": change.note,
            "ApplicationRequestNumberAgent": change.number,
        }
        if change.status is RequestStatus.AWAITING_PAYMENT and change.fee is not None and change.fee_due is not None:
            message["Fee"] = baht(change.fee)
            message["DueDateForPayFee"] = thai_day(change.fee_due)
            message["PaymentMethodEnabledChoice"] = ["BILL_PAYMENT"]
            message[_DOCUMENT] = _estimate(change)
        return message

    def deliver(self, message: dict[str, Any]) -> Delivery:
        """Delivered, refused for good (HTTP 400 with Type 0: the portal knows the message and will not have it), or
        a failure: everything else may pass with time.

        A document goes ahead of its status. One that the portal will not have is left out; one whose status does not
        arrive is taken back.
        """
        status = {name: value for name, value in message.items() if name != _DOCUMENT}
        try:
            number = self._hand_in(message)
        except SourceUnavailable as failure:
            return Delivery(TROUBLE, failure.reason, failure.retry_after)
        delivery = self._post(status | {"Extras": {"DocumentFileID": number}} if number else status)
        if number and delivery.result != DELIVERED:
            self.files.take_back(number)
        return delivery

    def _hand_in(self, message: dict[str, Any]) -> str | None:
        """The number of the message's document at the portal, if it has one that the portal takes."""
        try:
            if _DOCUMENT not in message:
                return None
            printed = f"พิมพ์เมื่อ {stamp(self._link.clock.now())}\n"
            return self.files.hand_in(message[_DOCUMENT]["name"], message[_DOCUMENT]["text"] + printed)
        except DocumentRefused:
            _log.info("the portal does not take a document about request %s", message["ApplicationRequestNumberAgent"])
            return None

    def _post(self, message: dict[str, Any]) -> Delivery:
        link = self._link
        headers = {"Consumer-Key": link["consumer_key"]}
        try:
            response = link.session.post(
                f"{link.url}/Api/V2/Applications/Requests",
                json=message,
                headers=headers,
                timeout=link.timeout,
                allow_redirects=False,
            )
        except requests.RequestException as failure:
            return Delivery(TROUBLE, type(failure).__name__)
        return _read_answer(response)


def _estimate(change: StatusChanged) -> dict[str, str]:
    """The estimate as a document, for the applicant to keep."""
    assert change.fee is not None and change.fee_due is not None
    lines = (
        "ใบประมาณราคาค่าติดตั้งประปา การประปานครหลวง",
        f"คำร้องเลขที่ {change.number} ลำดับที่ {change.sequence}",
        f"จำนวนเงิน {baht(change.fee)} บาท ชำระภายในวันที่ {thai_day(change.fee_due)}",
    )
    return {"name": f"estimate-{change.number}.txt", "text": "\n".join(lines) + "\n"}


def _read_answer(response: requests.Response) -> Delivery:
    try:
        body = read_json(response.content)
    except ValueError:
        body = None
    answer = body if isinstance(body, dict) else {}
    text = f"{response.status_code} {answer.get('Message', '')}".strip()
    if response.status_code == 200 and answer and answer.get("Type") != _ERROR:
        return Delivery(DELIVERED, text)
    if response.status_code == 400 and answer.get("Type") == _ERROR:
        return Delivery(REFUSED, text)
    return Delivery(TROUBLE, text, response.headers.get("Retry-After"))
