"""What breaks the contract must be refused as documented: a register that accepts it, or fails over it, fails."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from partnerlab.conformance.pacts.examples import recorded_examples
from partnerlab.conformance.verify.checks.broken_request import broken_requests
from partnerlab.conformance.verify.partner_verification import VerifyOptions, verify
from partnerlab.lab.partners.registry import Registry
from tests.conformance.peers import SmallRegister

KIT = Registry()


def _generated(register: SmallRegister, file: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str | None, str]:
    for name, value in register.variables.items():
        monkeypatch.setenv(name, value)
    file.write_text("bindings: 1\npartner: dbd_juristic\n", encoding="utf-8")
    with register.served() as url:
        wish = VerifyOptions("dbd_juristic", url, file, requests=6, access_checks=False)
        outcomes = verify(KIT, wish, lambda event: None)
    outcome = next(each for each in outcomes if each.name == "dbd_juristic/profile/generated")
    return outcome.verdict, outcome.blame, (outcome.reason or {}).get("en", "")


@pytest.mark.parametrize(
    ("register", "verdict", "told"),
    [
        (SmallRegister(), "pass", ""),
        (SmallRegister(identifiers=lambda given: True), "fail", "was accepted (204)"),
        (SmallRegister(malformed=lambda: SmallRegister.json({"Message": "oops"}, 500)), "fail",
         "was answered 500, not refused"),
    ],
    ids=["refused", "a malformed identifier is accepted", "a malformed identifier is a failure"],
)  # fmt: skip
def test_a_request_that_breaks_the_contract_must_be_refused(
    register: SmallRegister, verdict: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    word, blame, reason = _generated(register, tmp_path / "bindings.yaml", monkeypatch)
    assert (word, blame) == (verdict, "partner" if told else None)
    assert told in reason and (not told or "breaks the contract at query/JuristicID" in reason)


def test_every_field_of_a_message_is_broken_in_its_turn() -> None:
    example: Any = next(
        each for each in recorded_examples(KIT.partner("big_c_online"), sent=True) if each.operation.id == "payment"
    )
    made = list(broken_requests(example.operation, example.recorded.request))
    assert all(example.operation.judge_request(request) for request, _ in made)
    absent = {name for request, _ in made for name in example.recorded.request.body if name not in (request.body or {})}
    assert absent >= {"agentCode", "transactionId", "reference1", "amount"}
    assert not example.operation.judge_request(example.recorded.request), "the message itself is left as it was"
