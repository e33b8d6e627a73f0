"""A client that tells a citizens' channel: codes for a telephone, new bills, and how far requests are."""

from __future__ import annotations

from typing import Any

import requests

from reference.cis.adapter import Link
from reference.cis.messages import BillIssued, OneTimePassword, StatusChanged
from reference.cis.numbers import baht
from reference.cis.partners._common.citizens.messages import KINDS, status_word
from reference.common.json_reader import read_json
from reference.common.outbox import DELIVERED, REFUSED, TROUBLE, Delivery

_PATHS = {"otp": "one-time-password", "invoiceNumber": "bill-issued", "requestId": "request-status"}
"""Where a message goes, by the field that only its kind has."""

_FINAL = (400, 404)


class NoticeClient:
    """Hears of its own requests alone."""

    hears_all = False

    def __init__(self, link: Link) -> None:
        self._link = link

    @property
    def secret(self) -> str:
        return self._link["app_key"]

    def send_code(self, code: OneTimePassword) -> None:
        """One try: a code that comes late is of no use."""
        fields = {"otpReference": code.reference, "mobile": code.mobile, "otp": code.code, "expiresAt": code.ends}
        self.deliver(fields)

    def bill_message(self, bill: BillIssued) -> dict[str, Any]:
        return {
            "accountCode": bill.registration,
            "invoiceNumber": bill.invoice,
            "billMonth": bill.month,
            "dueDate": bill.due,
            "amount": baht(bill.amount),
        }

    def message(self, change: StatusChanged) -> dict[str, Any]:
        """A status under the channel's own number, which stands behind that of the log-in."""
        _, _, reference = change.request.origin_number.partition("/")
        told = {
            "requestReference": reference,
            "requestId": change.number,
            "requestCode": KINDS[change.request.kind],
            "status": status_word(change.status.value),
            "note": change.note,
            "statusAt": change.at,
        }
        return told | ({"fee": baht(change.fee)} if change.fee is not None else {})

    def deliver(self, message: dict[str, Any]) -> Delivery:
        """Send a notice: delivered (also if it was delivered before), refused for good, or a failure that may pass."""
        (path,) = (path for field, path in _PATHS.items() if field in message)
        link = self._link
        headers = {"X-Notice-Key": link["notice_key"]}
        address = f"{link.url}/api/notices/{path}"
        try:
            answer = link.session.post(
                address, json=message, headers=headers, timeout=link.timeout, allow_redirects=False
            )
        except requests.RequestException as failure:
            return Delivery(TROUBLE, type(failure).__name__)
        return _read_answer(answer)


def _read_answer(response: requests.Response) -> Delivery:
    try:
        body = read_json(response.content)
    except ValueError:
        body = None
    if response.status_code == 200 and isinstance(body, dict) and body.get("received") == "Y":
        return Delivery(DELIVERED, "200")
    if response.status_code in _FINAL:
        return Delivery(REFUSED, f"{response.status_code}")
    return Delivery(TROUBLE, f"{response.status_code}", response.headers.get("Retry-After"))
