"""What is struck in front of our side: a payment that it takes, and no message that it refuses."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest

from partnerlab.lab.channels.channel import NoAnswer
from partnerlab.lab.partners.registry import Registry
from partnerlab.sandbox.accounts import SandboxAccount
from partnerlab.sandbox.misbehaviour import Misbehaviour

ACCOUNT = SandboxAccount(
    "no_answer", "99198276", "0299198276", "691099198276", "156.33", "", "3989577633281", "1", "0181925883"
)
PAYMENT = {
    "user": "u", "password": "p", "request": "confirm", "tranID": "B1", "tranDate": "2026-11-23T10:00:00",
    "channel": "TELL", "account": "0000000014", "branchCode": "0111", "terminalID": "T1", "reference1": "0299198276",
    "amount": "156.33",
}  # fmt: skip


def asked(front: Any, body: Any) -> int:
    raw = json.dumps(body).encode()
    status: list[str] = []
    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/scb-online/v1/bill-payment", "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(raw)), "wsgi.input": BytesIO(raw), "wsgi.url_scheme": "http",
        "SERVER_NAME": "cis.example", "SERVER_PORT": "80", "QUERY_STRING": "",
    }  # fmt: skip
    b"".join(front(environ, lambda line, headers, failure=None: status.append(line)))
    return int(status[0].split()[0])


def test_what_our_side_refuses_is_answered_and_the_next_payment_is_struck() -> None:
    answers = [(401, {"resCode": "1000"}), (200, {"resCode": "1005"}), (200, {"resCode": "0000"})]

    def our_side(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        status, body = answers.pop(0)
        start_response(f"{status} Told", [("Content-Type", "application/json")])
        return [json.dumps(body).encode()]

    misbehaviour = Misbehaviour(Registry().partner("scb_online"), [ACCOUNT])
    front = misbehaviour.before(our_side)
    assert [asked(front, PAYMENT), asked(front, PAYMENT)] == [401, 200]
    assert misbehaviour.first_number("no_answer") is None
    with pytest.raises(NoAnswer):
        asked(front, PAYMENT)
    assert misbehaviour.first_number("no_answer") == ("B1",)


def test_a_message_against_the_contract_is_no_payment() -> None:
    def our_side(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "application/json")])
        return [b'{"resCode": "0000"}']

    misbehaviour = Misbehaviour(Registry().partner("scb_online"), [ACCOUNT])
    assert asked(misbehaviour.before(our_side), PAYMENT | {"shoeSize": 43}) == 200
    assert misbehaviour.first_number("no_answer") is None
