"""SCB from host to host at the counter: its credentials, its field checks and its codes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from cis_support import Cis, Partners, bill, settings

from reference.cis import create_app
from reference.cis.messages import OutcomeCode
from reference.cis.partners.scb_online.codes import CODES

PASSWORD = "scb-password"
VERIFY = {
    "request": "verify",
    "user": "scb-user",
    "password": PASSWORD,
    "tranID": "B1",
    "tranDate": "2026-11-23T08:59:58",
    "channel": "ATM",
    "account": "0000000014",
    "reference1": "1612345678",
    "branchCode": "0111",
    "terminalID": "ATM00001",
}
CONFIRM = VERIFY | {"request": "confirm", "amount": "100.79"}
CANCEL = CONFIRM | {"request": "cancel", "tranDate": "2026-11-23T09:30:00", "channel": "TELL", "terminalID": "TELLER01"}
NOT_DUE = bill(due="2026-12-01")


@pytest.fixture(scope="module")
def app() -> Iterator[Any]:
    told = {"scb_online": {"agent_code": "SCB", "user": "scb-user", "password": PASSWORD, "accepts_overdue": "false"}}
    app = create_app(settings(told), requests.Session())
    yield app
    app.extensions["cis"].db.close()


@pytest.fixture
def cis(app: Any, partners: Partners) -> Cis:
    app.extensions["cis"].reset()
    system = Cis(app, partners)
    system.clock("2026-11-23 09:00")
    system.seed(NOT_DUE)
    return system


def call(cis: Cis, message: Any) -> Any:
    return cis.web.post("/scb-online/v1/bill-payment", json=message)


def answered(cis: Cis, message: Any) -> dict[str, Any]:
    answer = call(cis, message)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json
    assert (body["response"], body["tranID"]) == (message["request"], message["tranID"])
    return body


def without(message: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in message.items() if key != name}


def test_a_payment_is_verified_confirmed_and_cancelled_under_one_number(cis: Cis) -> None:
    asked = answered(cis, VERIFY)
    assert (asked["resCode"], asked["amount"], asked["reference2"]) == ("0000", "100.79", "691012345678")
    paid = answered(cis, CONFIRM)
    again = answered(cis, CONFIRM)
    assert (paid["resCode"], again["resCode"]) == ("0000", "2001")
    assert [again[name] for name in ("paymentID", "amount")] == [paid[name] for name in ("paymentID", "amount")]
    back = answered(cis, CANCEL)
    assert (back["resCode"], back["paymentID"]) == ("0000", paid["paymentID"])
    assert answered(cis, CANCEL)["resCode"] == "2001"
    books = cis.books()
    assert (books["received"], books["reversed"]) == (10079, 10079)


def test_the_confirmation_of_a_cancelled_payment_is_no_duplicate_that_stands(cis: Cis) -> None:
    answered(cis, CONFIRM)
    answered(cis, CANCEL)
    again = answered(cis, CONFIRM)
    assert again["resCode"] == "2000" and "paymentID" not in again
    assert cis.books()["received"] == 10079


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"amount": "100.78"}, "1004"),
        ({"reference1": "1699999999"}, "1001"),
        ({"reference1": "1512345678"}, "1001"),
        ({"reference1": "12345678"}, "1001"),
        ({"reference1": "HOME"}, "1001"),
        ({"reference2": "691099999999"}, "1002"),
        ({"reference2": "X"}, "1002"),
        ({"reference3": "METER"}, "1003"),
        ({"reference3": "WAIVER"}, "2000"),
    ],
)
def test_what_cannot_be_paid_is_refused_and_books_nothing(cis: Cis, change: dict[str, str], expected: str) -> None:
    assert answered(cis, CONFIRM | change)["resCode"] == expected
    assert cis.books()["received"] == 0


@pytest.mark.parametrize(
    "change",
    [{"tranDate": "2026-11-23T08:59:59"}, {"channel": "TELL"}, {"terminalID": "ATM00002"}, {"amount": "100.78"}],
)
def test_a_number_used_otherwise_is_a_duplicate_without_a_payment(cis: Cis, change: dict[str, str]) -> None:
    answered(cis, CONFIRM)
    again = answered(cis, CONFIRM | change)
    assert again["resCode"] == "2001" and "paymentID" not in again
    assert cis.books()["received"] == 10079


@pytest.mark.parametrize(
    ("change", "expected"),
    [({"tranID": "B2"}, "2000"), ({"reference1": "1512345678"}, "2000"), ({"amount": "100.78"}, "1004")],
)
def test_a_cancellation_of_another_payment_takes_nothing_back(cis: Cis, change: dict[str, str], expected: str) -> None:
    answered(cis, CONFIRM)
    assert answered(cis, CANCEL | change)["resCode"] == expected
    assert cis.books()["reversed"] == 0


def test_an_amount_that_verify_is_told_is_not_judged(cis: Cis) -> None:
    assert answered(cis, VERIFY | {"amount": "1.00"})["amount"] == "100.79"


def test_of_several_invoices_none_is_named(cis: Cis) -> None:
    cis.seed(bill("2026-09", due="2026-12-01"))
    asked = answered(cis, VERIFY)
    assert asked["amount"] == "201.58" and "reference2" not in asked


def test_a_bill_past_its_due_date_is_over_due(cis: Cis) -> None:
    cis.clock("2026-12-02 00:00")
    assert [answered(cis, message)["resCode"] for message in (VERIFY, CONFIRM)] == ["2002", "2002"]
    waiver = {"reference3": "WAIVER", "amount": "107.00"}
    cis.job("suspend", registration="12345678")
    assert [answered(cis, message | waiver)["resCode"] for message in (VERIFY, CONFIRM)] == ["0000", "0000"]


@pytest.mark.parametrize(
    "message",
    [
        VERIFY | {"password": "wrong"},
        CONFIRM | {"user": "wrong"},
        CANCEL | {"password": ""},
        CONFIRM | {"password": [PASSWORD]},
        without(CONFIRM, "user"),
        {},
    ],
)
def test_without_user_and_password_nothing_is_answered(cis: Cis, message: dict[str, Any]) -> None:
    answer = call(cis, message)
    assert (answer.status_code, answer.json["resCode"]) == (401, "2000")
    assert cis.books()["received"] == 0


@pytest.mark.parametrize(
    ("message", "field"),
    [
        (VERIFY | {"request": "refund"}, "request"),
        (without(VERIFY, "request"), "request"),
        (VERIFY | {"request": ["verify"]}, "request"),
        (VERIFY | {"tranDate": "2569-11-23T08:59:58"}, "tranDate"),
        (VERIFY | {"tranDate": "2026-02-30T08:59:58"}, "tranDate"),
        (VERIFY | {"tranDate": "2026-11-23T24:00:00"}, "tranDate"),
        (VERIFY | {"tranDate": "2026-11-23T08:59:58+07:00"}, "tranDate"),
        (VERIFY | {"channel": 7}, "channel"),
        (VERIFY | {"reference1": "๑๖๑๒๓๔๕๖๗๘"}, "reference1"),
        (VERIFY | {"reference2": None}, "reference2"),
        (CONFIRM | {"amount": 100.79}, "amount"),
        (without(CONFIRM, "amount"), "amount"),
        (without(CANCEL, "amount"), "amount"),
        (CONFIRM | {"tranID": "B-1"}, "tranID"),
        (CONFIRM | {"note": "x"}, "note"),
    ],
)
def test_a_malformed_message_is_named_by_its_field(cis: Cis, message: dict[str, Any], field: str) -> None:
    answer = call(cis, message)
    assert (answer.status_code, answer.json["resCode"]) == (400, "1000")
    assert field in answer.json["resMesg"] and PASSWORD not in answer.text
    assert cis.books()["received"] == 0


def test_an_address_that_is_not_there_is_refused_in_the_banks_words(cis: Cis) -> None:
    answer = cis.web.post("/scb-online/v1/confirm", json=CONFIRM)
    assert (answer.status_code, answer.json["resCode"]) == (404, "1000")


def test_a_failure_inside_is_a_system_error(cis: Cis, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(cis.app.extensions["cis"].counter, "payment", fail)
    answer = call(cis, CONFIRM)
    assert (answer.status_code, answer.json["resCode"]) == (500, "9000")
    assert "broken" not in answer.text


def test_a_bill_that_is_paid_is_not_a_duplicate_of_the_banks_own() -> None:
    assert CODES.members("2001") == [OutcomeCode.NUMBER_REUSED]
