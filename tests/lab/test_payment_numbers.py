"""A receipt belongs to one payment: none is used twice, and a payment sent again keeps its own."""

from __future__ import annotations

from typing import Any

import pytest

from partnerlab.contract.identity.payment_identity import DIFFERS, REPEATS, numbered_mistakes
from partnerlab.contract.schema_walker import KEYWORDS
from partnerlab.lab.exchange.message_sender import send
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.system_under_test import System
from tests.lab.lab_support import Listener, json_answer

NOON = "2026-11-23T12:00:00+07:00"


def answered(lab: Lab, operation: str, words: dict[str, Any], body: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What is found in a system's answer to the agent; each is the system's fault."""
    told = {"responseCode": "0000", "responseMessage": "สำเร็จ", "transactionId": words["transaction"]} | body
    lab.system = System(Listener(answer=lambda message: json_answer(told)))
    (exchange,) = send(lab, "big_c_online", operation, words, []).exchanges
    assert {exchange.culprit(finding) for finding in exchange.findings} <= {exchange.receiver}
    return [(finding.where, finding.rule, finding.expected) for finding in exchange.findings]


def pay(lab: Lab, transaction: str, receipt: str, paid_at: str = NOON) -> list[tuple[str, str, str]]:
    words = {"transaction": transaction, "amount": "100.79", "reference": "1612345678"}
    body = {"receiptNumber": receipt, "paidAmount": "100.79", "paidAt": paid_at, "duplicate": False}
    return answered(lab, "payment", words, body)


def status(lab: Lab, transaction: str, receipt: str) -> list[str]:
    body = {"state": "POSTED", "receiptNumber": receipt, "paidAmount": "100.79"}
    return [rule for _, rule, _ in answered(lab, "payment_status", {"transaction": transaction}, body)]


def test_each_payment_has_a_receipt_of_its_own_and_keeps_it(lab: Lab) -> None:
    for _ in range(2):
        assert pay(lab, "T1", "R1") == []
    assert pay(lab, "T2", "R2") == []
    assert (status(lab, "T1", "R1"), status(lab, "T2", "R2")) == ([], [])


def test_a_receipt_used_twice_is_found(lab: Lab) -> None:
    assert pay(lab, "T1", "R1") == []
    first = next(iter(lab.journal)).name
    assert pay(lab, "T2", "R1") == [
        ("body/receiptNumber", "receipt used twice", f"a receipt of its own; {first} was given this one for another")
    ]


def test_another_receipt_for_a_payment_that_is_sent_again_is_found(lab: Lab) -> None:
    assert pay(lab, "T1", "R1") == []
    assert [(where, rule) for where, rule, _ in pay(lab, "T1", "R2", NOON.replace("12:", "11:"))] == [
        ("body/receiptNumber", "another receipt than before"),
        ("body/paidAt", "another time of payment than before"),
    ]
    assert status(lab, "T1", "R3") == ["another receipt than before"]


def test_what_was_told_is_forgotten_and_brought_back_with_the_lab(lab: Lab) -> None:
    assert pay(lab, "T1", "R1") == []
    kept = lab.payment_numbers.snapshot()
    lab.payment_numbers.reset()
    assert pay(lab, "T2", "R1") == []
    lab.payment_numbers.restore(kept)
    assert [rule for _, rule, _ in pay(lab, "T3", "R1")] == ["receipt used twice"]


def test_a_row_keeps_its_number_and_shares_it_with_no_other_of_its_kind() -> None:
    kit = Registry()
    provider = kit.partner("hii_thaiwater").provider
    assert provider is not None
    told = {name: provider.operations[name].numbered[200] for name in ("water_quality", "raw_water_pumping")}
    for fields in told.values():
        assert {(field.mark, field.what) for field in fields} == {
            (mark, what) for mark in (DIFFERS, REPEATS) for what in ("row of water quality", "row of pumping")
        }


@pytest.mark.parametrize("mark", [{"what": "receipt"}, {"what": "receipt", "of": []}, "receipt"])
def test_a_mark_that_cannot_be_read_says_what_was_expected(mark: Any) -> None:
    assert "expected {what: receipt, of: [request/body/transactionId]}" in next(numbered_mistakes(REPEATS, mark))
    assert "seen 'body/a'" in next(numbered_mistakes(REPEATS, {"what": "receipt", "of": ["body/a"]}))
    assert {"x-repeats", "x-differs-between"} <= KEYWORDS
