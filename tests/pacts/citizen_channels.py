"""The interactions of every channel through which citizens log in: what it sends to our side, and what it is told."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import requests

from partnerlab.conformance.pacts.provider_states import Given
from partnerlab.lab.lab import DEFAULT_START, Lab
from reference.cis.adapter import Link
from reference.cis.messages import (
    Applicant,
    BillIssued,
    MeterOrder,
    OneTimePassword,
    Place,
    Request,
    RequestKind,
    RequestStatus,
    StatusChanged,
)
from reference.cis.partners._common.citizens.notices import NoticeClient
from reference.common.clock import Clock
from tests.pacts.interactions import Asked, Sent, answered, exist, sent
from tests.pacts.links import KIT

HOME = {"number": 1086, "name": "นายสมมุติ ตัวอย่าง"}
OWED = exist(
    accounts={"home": HOME},
    bills={
        "december": {"account": "home", "month": "2025-12", "usage": 8, "issued": "2026-01-02", "due": "2026-01-16"}
    },
)
STATUS = "2026-01-05T09:00:00+07:00"


class ChannelPacts:
    """The interactions of one channel. Codes and sessions follow from the lab's own keys, so they are known here."""

    def __init__(self, partner: str) -> None:
        self._partner = partner
        self._who = {"name": "$home.holder.mobile"}
        logs_in = (sent("request_code", **self._who), sent("log_in", **self._who))
        self._logged_in, self._owes_nothing = (OWED, *logs_in), (exist(accounts={"home": HOME}), *logs_in)
        self._own = self._who | {"account": "$home.registration", "session": self._session()}
        self._pays = self._own | {"transaction": "T-1", "amount": "100.79"}
        self._asks = self._own | {"reference": "R-1", "code": "505"}

    def client(self, url: str, session: requests.Session) -> NoticeClient:
        settings = {"url": url, "notice_key": "notice_key", "app_key": "app_key"}
        return NoticeClient(Link(self._partner, settings, session, Clock()))

    def asked(self) -> list[Asked]:
        """What our side tells the channel."""
        taken = answered(200, {"received": "Y", "repeated": "N"}, exactly="received")
        gone = answered(404, {"received": "N", "message": "ไม่พบคำร้องนี้"}, exactly="received")
        known = (*self._owes_nothing, self._sent("service_request", self._asks))
        return [
            Asked("a code is to reach a telephone", "one_time_password", _send_code, taken, (OWED,)),
            Asked("a bill was issued", "bill_issued", _tell_bill, taken, (OWED,)),
            Asked("a request was received", "request_status_changed", _tell_status("delivered"), taken, known),
            Asked("a request that it never sent", "request_status_changed", _tell_status("refused"), gone, (OWED,)),
        ]

    def sent(self) -> list[Sent]:
        """What the channel sends to our side."""
        return [*self._log_in(), *self._reads(), *self._pays_and_asks(), *self._refused(), self._no_water()]

    def _log_in(self) -> list[Sent]:
        reference = self._seal("reference 1")[:16]
        code = f"{int(self._seal(f'code {reference}'), 16) % 10**6:06d}"
        asked = (OWED, sent("request_code", **self._who))
        told = {"session": self._session(), "expiresAt": "2026-01-05T09:30:00+07:00"}
        wrong = self._who | {"reference": reference, "code": f"{(int(code) + 1) % 10**6:06d}"}
        return [
            Sent(
                "a code to log in with", "request_code", self._who, answered(200, {"otpReference": reference}), (OWED,)
            ),
            Sent("the code", "log_in", wrong | {"code": code}, answered(200, told), asked),
            Sent("a wrong code", "log_in", wrong, self._error(401, "NOT_LOGGED_IN"), asked),
        ]

    def _reads(self) -> list[Sent]:
        account = {
            "accountCode": "97997496",
            "branchCode": "16",
            "customerName": "นายสมมุติ ตัวอย่าง",
            "address": "1/1",
            "meterSize": "0",
            "accountStatus": "ACTIVE",
            "automaticDebit": "N",
        }
        bill = {
            "itemType": "WATER_BILL",
            "invoiceNumber": "681297997496",
            "billMonth": "2025-12",
            "dueDate": "2026-01-16",
            "amount": "100.79",
        }
        month = {"billMonth": "2025-12", "usage": "8", "amount": "100.79"}
        paid = {"receiptNumber": "R1", "paidAt": STATUS, "amount": "100.79", "paymentStatus": "POSTED"}
        tracked = self._tracked()
        request = self._who | {"session": self._session()}
        pays, asks = self._sent("payment", self._pays), self._sent("service_request", self._asks)
        one = request | {"request": self._first_request()}
        exactly, given = "billMonth dueDate amount", self._logged_in
        return [
            Sent(
                "the accounts", "accounts", request, answered(200, [account], exactly="customerName"), self._logged_in
            ),
            Sent("what is owed", "outstanding_bills", self._own, answered(200, [bill], exactly=exactly), given),
            Sent("the usage", "usage_statistics", self._own, answered(200, [month], exactly=exactly), given),
            Sent("what was paid", "payments", self._own, answered(200, [paid]), (*self._logged_in, pays)),
            Sent("the requests", "requests", request, answered(200, [tracked]), (*self._owes_nothing, asks)),
            Sent("one request", "request_status", one, answered(200, tracked), (*self._owes_nothing, asks)),
        ]

    def _pays_and_asks(self) -> list[Sent]:
        told = {"transactionId": "T-1", "resultCode": "PAID", "message": "ชำระเงินเรียบร้อย", "receiptNumber": "R1"}
        told |= {"paidAmount": "100.79", "paidAt": STATUS, "repeated": "N"}
        stands = {"transactionId": "T-1", "paymentStatus": "POSTED", "receiptNumber": "R1", "paidAmount": "100.79"}
        taken = {"requestReference": "R-1", "requestId": self._first_request()}
        asks_what = {"name": "$home.holder.mobile", "session": self._session(), "transaction": "T-1"}
        paid = (*self._logged_in, self._sent("payment", self._pays))
        exactly = "transactionId resultCode paymentStatus paidAmount requestReference"
        return [
            Sent("a payment", "payment", self._pays, answered(200, told, exactly=exactly), self._logged_in, self._took),
            Sent("what became of it", "payment_status", asks_what, answered(200, stands, exactly=exactly), paid),
            Sent(
                "a request",
                "service_request",
                self._asks,
                answered(200, taken, exactly=exactly),
                self._owes_nothing,
            ),
        ]

    def _refused(self) -> list[Sent]:
        """The same for what another has as for what there is not."""
        strange = self._own | {"account": "00000000"}
        not_found, given = self._error(404, "NOT_FOUND"), self._logged_in
        pays, asks = strange | {"transaction": "T-2", "amount": "100.79"}, strange | {"reference": "R-2", "code": "505"}
        return [
            Sent("bills of another", "outstanding_bills", strange, not_found, given),
            Sent("usage of another", "usage_statistics", strange, not_found, given),
            Sent("payments of another", "payments", strange, not_found, given),
            Sent("a payment for another", "payment", pays, not_found, given),
            Sent("a request for another", "service_request", asks, not_found, given),
            Sent("a deposit with debts", "service_request", self._asks, self._error(409, "REFUSED"), given),
        ]

    def _no_water(self) -> Sent:
        return Sent(
            "where no water runs",
            "no_water_running_area",
            {"latitude": "13.75", "longitude": "100.5"},
            answered(200, []),
            (OWED,),
        )

    def _tracked(self) -> dict[str, Any]:
        steps = [{"status": name, "note": "หมายเหตุ", "statusAt": STATUS} for name in ("RECEIVED", "IN_PROGRESS")]
        number = self._first_request()
        return {"requestId": number, "requestCode": "505", "status": "IN_PROGRESS", "statusList": steps}

    @staticmethod
    def _first_request() -> str:
        """The number that our side gives first: branch, year and month, and a number."""
        return f"{Lab(KIT).world.account(HOME['number']).branch.code}2601000001"

    @staticmethod
    def _error(status: int, code: str) -> Any:
        return answered(status, {"errorCode": code, "message": "ข้อความ"}, exactly="errorCode")

    def _took(self, lab: Any, names: Mapping[str, Any]) -> None:
        totals = lab.agent_totals.of(self._partner)
        assert (totals.sure, totals.unsure) == (10079, 0)

    def _sent(self, operation: str, words: Mapping[str, Any]) -> Given:
        """Something that was sent before, under the session that our side really gave."""
        return sent(operation, **{name: word for name, word in words.items() if name != "session"})

    def _session(self) -> str:
        """The session of the first who logs in."""
        ends = f"1.{int((DEFAULT_START + timedelta(minutes=30)).timestamp()):08x}"
        return f"{ends}.{self._seal(ends)}"

    def _seal(self, text: str) -> str:
        key = Lab(KIT).credentials.of(self._partner, "app_key")
        return hmac.new(key.encode(), f"{self._partner} {text}".encode(), hashlib.sha256).hexdigest()


def _send_code(client: NoticeClient, names: Mapping[str, Any]) -> None:
    client.send_code(OneTimePassword("0123456789abcdef", names["home"].holder.mobile, "123456", STATUS))


def _tell_bill(client: NoticeClient, names: Mapping[str, Any]) -> None:
    bill, home = names["december"], names["home"]
    told = client.bill_message(BillIssued(home.registration, bill.invoice, bill.month, bill.due.isoformat(), 10079))
    assert client.deliver(told).result == "delivered"


def _tell_status(result: str) -> Any:
    def tell(client: NoticeClient, names: Mapping[str, Any]) -> None:
        home = names["home"]
        request = Request(
            origin="channel",
            origin_number="1/R-1",
            kind=RequestKind.DEPOSIT_OF_METER,
            applicant=Applicant(home.name, home.tax_id, home.tax_id),
            place=Place(None, "", "", "", None, home.address),
            meter=MeterOrder("0", "00"),
            branch=home.branch.code,
            original="{}",
            account=home.registration,
        )
        change = StatusChanged(
            "152601000001", request, RequestStatus.RECEIVED, "รับคำร้องแล้ว", STATUS, 1, None, None, None
        )
        assert client.deliver(client.message(change)).result == result

    return tell
