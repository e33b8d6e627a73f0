"""Online agents at the counter: what is asked, what is taken, what happens twice."""

from __future__ import annotations

from typing import Any

import pytest
from cis_support import Cis, bill

REF = {"reference1": "1612345678"}


def test_an_overdue_bill_is_asked_with_its_fee(cis: Cis) -> None:
    cis.seed(bill("2026-09", "2026-10-15"), bill("2026-10", "2026-11-23"))
    asked = cis.agent("inquiry", transactionId="Q1", **REF)
    lines = [(item["itemType"], item["billMonth"], item["amount"]) for item in asked["items"]]
    assert lines == [
        ("WATER_BILL", "2026-09", "100.79"),
        ("OVERDUE_FEE", "2026-09", "15.00"),
        ("WATER_BILL", "2026-10", "100.79"),  # due today: in time
    ]
    assert (asked["responseCode"], asked["totalAmount"]) == ("0000", "216.58")


def test_a_payment_is_posted_once_however_often_it_comes(cis: Cis) -> None:
    cis.seed(bill())
    first = cis.agent("payments", transactionId="T1", amount="115.79", **REF)
    second = cis.agent("payments", transactionId="T1", amount="115.79", **REF)
    assert (first["responseCode"], first["duplicate"], second["duplicate"]) == ("0000", False, True)
    assert {**second, "duplicate": False} == first
    assert cis.books()["received"] == 11579
    assert cis.agent("inquiry", transactionId="Q", **REF)["responseCode"] == "1005"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount": "100.79"}, "1004"),
        ({"reference1": "1699999999"}, "1001"),
        ({"reference1": "0112345678"}, "1001"),  # right customer, wrong branch
        ({"reference2": "691099999999"}, "1002"),
    ],
)
def test_what_cannot_be_paid_is_refused_and_books_nothing(cis: Cis, change: dict[str, Any], code: str) -> None:
    cis.seed(bill())
    message = {"transactionId": "T1", "amount": "115.79", **REF, **change}
    assert cis.agent("payments", **message)["responseCode"] == code
    assert cis.books()["received"] == 0
    status = cis.web.get("/payment-agents/v1/payments/T1", headers={"X-Agent-Key": "bigc-key"})
    assert status.json["state"] == "UNKNOWN"


def test_one_invoice_alone_may_be_paid(cis: Cis) -> None:
    cis.seed(bill("2026-09", "2026-10-15"), bill("2026-10", "2026-11-30"))
    invoice = {"reference2": "691012345678"}
    assert cis.agent("inquiry", transactionId="Q", **REF, **invoice)["totalAmount"] == "100.79"
    paid = cis.agent("payments", transactionId="T", amount="100.79", **REF, **invoice)
    assert paid["paidAmount"] == "100.79"
    again = cis.agent("payments", transactionId="T2", amount="100.79", **REF, **invoice)
    assert again["responseCode"] == "1005"
    assert cis.agent("inquiry", transactionId="Q", **REF)["totalAmount"] == "115.79"


def test_the_same_number_with_another_body_is_refused(cis: Cis) -> None:
    cis.seed(bill(), registration="12345678")
    cis.agent("payments", transactionId="T1", amount="115.79", **REF)
    assert cis.agent("payments", transactionId="T1", amount="115.80", **REF)["responseCode"] == "2001"
    crossed = cis.agent("reversals", transactionId="T1", originalTransactionId="T1", amount="115.79")
    assert crossed["responseCode"] == "2001"


def test_transaction_numbers_of_two_agents_do_not_meet(cis: Cis) -> None:
    cis.seed(bill())
    cis.agent("payments", transactionId="T1", amount="115.79", **REF)
    other = cis.agent("payments", "market-key", agentCode="MARKET", transactionId="T1", amount="115.79", **REF)
    assert other["responseCode"] == "1005"


def test_after_a_reversal_the_bill_is_open_again(cis: Cis) -> None:
    cis.seed(bill())
    cis.agent("payments", transactionId="T1", amount="115.79", **REF)
    back = {"originalTransactionId": "T1", "amount": "115.79"}
    first = cis.agent("reversals", transactionId="R1", **back)
    assert (first["responseCode"], first["reversedAmount"]) == ("0000", "115.79")
    assert cis.agent("reversals", transactionId="R1", **back)["duplicate"] is True
    assert cis.agent("reversals", transactionId="R2", **back)["responseCode"] == "2003"
    books = cis.books()
    assert (books["received"], books["reversed"], books["applied"]) == (11579, 11579, 0)
    assert books["by_agent"] == {"BIGC": {"received": 11579, "reversed": 11579}}
    assert cis.agent("inquiry", transactionId="Q", **REF)["totalAmount"] == "115.79"
    status = cis.web.get("/payment-agents/v1/payments/T1", headers={"X-Agent-Key": "bigc-key"}).json
    assert status["state"] == "REVERSED"


def test_a_payment_is_reversed_on_its_own_day_only(cis: Cis) -> None:
    cis.seed(bill())
    cis.clock("2026-11-23 23:59")
    cis.agent("payments", transactionId="T1", amount="115.79", **REF)
    cis.clock("2026-11-24 00:00")
    late = cis.agent("reversals", transactionId="R1", originalTransactionId="T1", amount="115.79")
    assert late["responseCode"] == "2004"


@pytest.mark.parametrize(("original", "amount", "code"), [("NONE", "115.79", "1006"), ("T1", "100.79", "1004")])
def test_a_reversal_must_name_what_was_paid(cis: Cis, original: str, amount: str, code: str) -> None:
    cis.seed(bill())
    cis.agent("payments", transactionId="T1", amount="115.79", **REF)
    answer = cis.agent("reversals", transactionId="R1", originalTransactionId=original, amount=amount)
    assert answer["responseCode"] == code


@pytest.mark.parametrize("key", [None, "", "wrong", "market-key"])
def test_without_its_own_key_nobody_is_served(cis: Cis, key: str | None) -> None:
    headers = {} if key is None else {"X-Agent-Key": key}
    message = {
        "agentCode": "BIGC",
        "transactionId": "Q",
        "transactionDateTime": "2026-11-23T09:00:00+07:00",
        "channel": "TELL",
        "branchCode": "0001",
        "terminalId": "POS1",
        **REF,
    }
    answer = cis.web.post("/payment-agents/v1/inquiry", json=message, headers=headers)
    assert (answer.status_code, answer.json["responseCode"]) == (401, "1000")
    told = "whose key" if key == "market-key" else "X-Agent-Key"
    assert told in answer.json["responseMessage"]


@pytest.mark.parametrize(
    "change",
    [
        {"reference1": "123"},
        {"reference1": "๑๖๑๒๓๔๕๖๗๘"},
        {"amount": "115.7"},
        {"amount": 115.79},
        {"transactionId": "T 1"},
        {"transactionDateTime": "2026-02-30T09:00:00+07:00"},
        {"channel": None},
        {"nickname": "Big"},
    ],
)
def test_a_malformed_message_is_named_by_its_field(cis: Cis, change: dict[str, Any]) -> None:
    message = {
        "agentCode": "BIGC",
        "transactionId": "T1",
        "transactionDateTime": "2026-11-23T09:00:00+07:00",
        "channel": "TELL",
        "branchCode": "0001",
        "terminalId": "POS1",
        "amount": "115.79",
        **REF,
        **change,
    }
    answer = cis.web.post("/payment-agents/v1/payments", json=message, headers={"X-Agent-Key": "bigc-key"})
    assert (answer.status_code, answer.json["responseCode"]) == (400, "1000")
    assert next(iter(change)) in answer.json["responseMessage"]


@pytest.mark.parametrize("body", [b"", b"[1]", b"{", b"\xff"])
def test_what_is_not_an_object_is_malformed(cis: Cis, body: bytes) -> None:
    answer = cis.web.post("/payment-agents/v1/inquiry", data=body, headers={"X-Agent-Key": "bigc-key"})
    assert (answer.status_code, answer.json["responseCode"]) == (400, "1000")


def test_a_failure_inside_is_a_system_error(cis: Cis, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(cis.app.extensions["cis"].counter, "inquiry", fail)
    message = {
        "agentCode": "BIGC",
        "transactionId": "Q",
        "transactionDateTime": "2026-11-23T09:00:00+07:00",
        "channel": "TELL",
        "branchCode": "0001",
        "terminalId": "POS1",
        **REF,
    }
    answer = cis.web.post("/payment-agents/v1/inquiry", json=message, headers={"X-Agent-Key": "bigc-key"})
    assert (answer.status_code, answer.json["responseCode"]) == (500, "9000")
    assert "broken" not in answer.text


@pytest.mark.parametrize("moment", ["2569-11-23T09:00:00+07:00", "2026-02-29T09:00:00+07:00"])
def test_a_payment_of_another_era_or_of_no_day_is_refused_and_books_nothing(cis: Cis, moment: str) -> None:
    cis.seed(bill())
    with pytest.raises(AssertionError, match=r'"responseCode": "1000".*transactionDateTime: there is no'):
        cis.agent("payments", transactionId="T1", amount="115.79", transactionDateTime=moment, **REF)
    assert cis.books()["received"] == 0
