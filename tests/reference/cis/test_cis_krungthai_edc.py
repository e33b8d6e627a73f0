"""Krungthai's gateway of card terminals at the counter: its field checks, its codes, and what is kept of a payment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from cis_support import Cis, Partners, bill, settings

from reference.cis import create_app

CLIENT = {"client_id": "edc-id", "client_secret": "edc-secret"}
CARD = "4000001234560002"
TERMINAL = {"agentCode": "AGENT01", "merchantId": "000000001000101", "terminalId": "10100001"}
INQUIRY = {**TERMINAL, "prodCode": "CHARGES", "ref1": "12345678"}
SALE = {
    "batchNo": "000001",
    "traceNo": "000001",
    "transDate": "2026-11-23",
    "rrn": "263270000001",
    "approvalCode": "A00001",
    "amount": "115.79",
}
PAYMENT = {**INQUIRY, **SALE, "transTime": "08:59:58"}
VOID = {**TERMINAL, **SALE}
TOTALS = {
    **TERMINAL,
    "batchNo": "000001",
    "transDate": "2026-11-23",
    "saleCount": 1,
    "saleAmount": "115.79",
    "voidCount": 0,
    "voidAmount": "0.00",
}


@pytest.fixture(scope="module")
def app() -> Iterator[Any]:
    app = create_app(
        settings({"krungthai_edc": {"agent_code": "KTBEDC", "token_seconds": "900", **CLIENT}}), requests.Session()
    )
    yield app
    app.extensions["cis"].db.close()


@pytest.fixture
def cis(app: Any, partners: Partners) -> Cis:
    app.extensions["cis"].reset()
    system = Cis(app, partners)
    system.clock("2026-11-23 09:00")
    system.seed(bill())
    return system


def call(cis: Cis, what: str, message: Any) -> Any:
    token = cis.web.post("/krungthai-edc/v1/oauth/token", data=CLIENT).json["access_token"]
    return cis.web.post(f"/krungthai-edc/v1/{what}", json=message, headers={"Authorization": f"Bearer {token}"})


def code(cis: Cis, what: str, message: Any) -> str:
    answer = call(cis, what, message)
    assert answer.status_code == 200, answer.text
    return str(answer.json["code"])


def test_the_same_payment_gets_the_same_answer_to_the_byte(cis: Cis) -> None:
    first = call(cis, "payments", PAYMENT)
    cis.clock("2026-11-23 09:05")
    assert call(cis, "payments", PAYMENT).data == first.data
    assert (first.json["data"]["status"], cis.books()["received"]) == ("Success", 11579)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"amount": "100.79"}, "0007"),
        ({"ref1": "99999999"}, "0010"),
        ({"ref2": "691099999999"}, "0006"),
        ({"prodCode": "SUSPENSION_WAIVER"}, "0014"),
    ],
)
def test_what_cannot_be_paid_is_refused_and_books_nothing(cis: Cis, change: dict[str, str], expected: str) -> None:
    assert code(cis, "payments", PAYMENT | change) == expected
    assert cis.books()["received"] == 0


@pytest.mark.parametrize(
    "change",
    [{"approvalCode": "A00002"}, {"rrn": "263270000002"}, {"batchNo": "000002"}, {"agentCode": "AGENT02"}],
)
def test_a_trace_number_used_otherwise_on_the_same_day_is_refused(cis: Cis, change: dict[str, str]) -> None:
    call(cis, "payments", PAYMENT)
    assert code(cis, "payments", PAYMENT | change) == "0021"
    assert code(cis, "voids", VOID | change) == "0008"
    books = cis.books()
    assert (books["received"], books["reversed"]) == (11579, 0)


@pytest.mark.parametrize("change", [{"merchantId": "000000001000202"}, {"terminalId": "10100002"}])
def test_another_terminal_counts_its_own_traces(cis: Cis, change: dict[str, str]) -> None:
    cis.seed(registration="12345679")
    for registration in ("12345678", "12345679"):
        cis.job("suspend", registration=registration)
    waiver = PAYMENT | {"prodCode": "SUSPENSION_WAIVER", "amount": "107.00"}
    assert [code(cis, "payments", each) for each in (waiver, waiver | change | {"ref1": "12345679"})] == [
        "0000",
        "0000",
    ]
    assert cis.books()["received"] == 21400


def test_a_void_of_another_amount_or_of_yesterday_is_refused(cis: Cis) -> None:
    call(cis, "payments", PAYMENT)
    assert code(cis, "voids", VOID | {"amount": "100.00"}) == "0007"
    cis.clock("2026-11-24 00:00")
    assert code(cis, "voids", VOID) == "0019"


def test_no_part_of_the_card_number_is_kept(cis: Cis) -> None:
    paid = call(cis, "payments", PAYMENT | {"cardNo": "400000******0002"}).json["data"]
    shown = cis.show("payment", paid["receiptNo"])
    assert "400000" not in str(shown)
    assert shown["transactions"][0]["marks"] == {
        "trace": "000001",
        "rrn": "263270000001",
        "approval_code": "A00001",
        "told_at": "08:59:58",
    }


def test_a_whole_card_number_is_refused_and_not_repeated(cis: Cis) -> None:
    answer = call(cis, "payments", PAYMENT | {"cardNo": CARD})
    assert (answer.status_code, answer.json["code"]) == (400, "0003")
    assert "cardNo" in answer.json["message"] and CARD not in answer.text
    assert cis.books()["received"] == 0


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("payments", PAYMENT | {"transDate": "2026-02-30"}),
        ("payments", PAYMENT | {"transDate": "2569-11-23"}),
        ("payments", PAYMENT | {"transTime": "24:00:00"}),
        ("payments", PAYMENT | {"amount": 115.79}),
        ("payments", PAYMENT | {"traceNo": "๐๐๐๐๐๑"}),
        ("payments", PAYMENT | {"terminalId": None}),
        ("inquiries", INQUIRY | {"prodCode": "WATER"}),
        ("inquiries", INQUIRY | {"cardNo": CARD}),
        ("voids", VOID | {"rrn": "1"}),
        ("totals", TOTALS | {"saleCount": -1}),
        ("totals", TOTALS | {"voidCount": True}),
        ("totals", TOTALS | {"saleCount": "1"}),
        ("totals", TOTALS | {"saleCount": 1.5}),
    ],
)
def test_a_malformed_message_is_named_by_its_field(cis: Cis, what: str, message: dict[str, Any]) -> None:
    usual = {"payments": PAYMENT, "inquiries": INQUIRY, "voids": VOID, "totals": TOTALS}[what]
    (field,) = [name for name in message if message[name] != usual.get(name)]
    answer = call(cis, what, message)
    assert (answer.status_code, answer.json["code"]) == (400, "0003")
    assert field in answer.json["message"] and CARD not in answer.text


def test_without_a_token_nothing_is_answered(cis: Cis) -> None:
    answer = cis.web.post("/krungthai-edc/v1/inquiries", json=INQUIRY)
    assert (answer.status_code, answer.json["code"]) == (401, "0002")


def test_an_address_that_is_not_there_is_refused_in_the_gateways_words(cis: Cis) -> None:
    answer = call(cis, "refunds", VOID)
    assert (answer.status_code, answer.json["code"]) == (404, "0003")


def test_a_failure_inside_is_a_system_error(cis: Cis, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(cis.app.extensions["cis"].counter, "payment", fail)
    answer = call(cis, "payments", PAYMENT)
    assert (answer.status_code, answer.json["code"]) == (500, "0999")
    assert "broken" not in answer.text


def test_a_total_is_answered_with_what_our_books_have(cis: Cis) -> None:
    call(cis, "payments", PAYMENT)
    assert call(cis, "totals", TOTALS).json["data"]["agrees"] is True
    call(cis, "voids", VOID)
    answer = call(cis, "totals", TOTALS).json["data"]
    assert answer == {
        "agrees": False,
        "differences": ["VOID"],
        "saleCount": 1,
        "saleAmount": "115.79",
        "voidCount": 1,
        "voidAmount": "115.79",
    }
    both = {"voidCount": 1.0, "voidAmount": "115.79"}
    assert call(cis, "totals", TOTALS | both).json["data"]["agrees"] is True
    kept = cis.show("day_total", "KTBEDC@2026-11-23")["totals"]
    assert [total["differences"] for total in kept] == [[], ["voided"], []]
