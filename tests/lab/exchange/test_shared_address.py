"""Operations that share an address and a verb, end to end: asked, sent, and with a fault that strikes one of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from partnerlab.conformance.partner_folder.partner_check import find_mistakes
from partnerlab.contract.http import message as wire
from partnerlab.contract.http.message import Answer, Request
from partnerlab.lab.channels.in_process_http import WsgiChannel
from partnerlab.lab.exchange.message_sender import send
from partnerlab.lab.exchange.simulator_app import simulator_apps
from partnerlab.lab.journal import Exchange
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.system_under_test import System
from partnerlab.scenario.exchange_events import exchange_event
from tests.lab.exchange.made_up_bank import NAME, write_bank
from tests.lab.lab_support import Listener, json_answer, lab_at_noon

ACCOUNT = "0123456789"
ANSWERS = {"verify": {"name": "Somchai"}, "confirm": {"taken": True}, "cancel": {"taken": True}}


def by_command(message: Request) -> Answer:
    return json_answer(ANSWERS[message.body["command"]])


@pytest.fixture
def ours() -> Listener:
    return Listener(answer=by_command)


@pytest.fixture
def lab(tmp_path: Path, ours: Listener) -> Iterator[Lab]:
    write_bank(tmp_path)
    with lab_at_noon(Registry(tmp_path), System(ours)) as made:
        yield made


def ask(lab: Lab, **body: Any) -> tuple[Answer, Exchange]:
    """Ask the bank, with its keys unless they are given; what it answers, and the exchange of it."""
    keys = {name: lab.credentials.of(NAME, name) for name in ("user", "password")}
    raw = json.dumps(keys | body).encode()
    answer = WsgiChannel(simulator_apps(lab)[NAME]).call(
        Request("POST", "/charges", {}, {"content-type": wire.JSON}, raw)
    )
    return answer, list(lab.journal)[-1]


def told(exchange: Exchange) -> list[tuple[str, str]]:
    return [(finding.where, finding.rule) for finding in exchange.findings]


def test_the_folder_keeps_all_rules(lab: Lab) -> None:
    missing = f"no pact of {NAME}"
    assert [mistake for mistake in find_mistakes(lab.kit) if missing not in mistake] == []


def test_each_is_answered_by_its_own_function_and_judged_alone(lab: Lab) -> None:
    for operation, body, expected in [
        ("hold", {"request": "hold", "account": ACCOUNT}, {"name": "Somchai"}),
        ("capture", {"request": "capture", "account": ACCOUNT}, {"done": True}),
        ("release", {"request": "9"}, {"done": True}),
    ]:
        answer, exchange = ask(lab, **body)
        assert (answer.status, answer.body, exchange.operation, told(exchange)) == (200, expected, operation, [])


def test_a_finding_is_of_the_branch_and_not_of_all(lab: Lab) -> None:
    _, exchange = ask(lab, request="hold", account="12", more="x")
    assert told(exchange) == [("body/account", "pattern"), ("body/more", "undocumented field")]


def test_the_answer_of_another_branch_is_found_out(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    functions = lab.kit.partner(NAME).functions
    monkeypatch.setitem(functions, "capture", functions["hold"])
    _, exchange = ask(lab, request="capture", account=ACCOUNT)
    assert told(exchange) == [("body/name", "undocumented field"), ("body", "required")]


def test_what_is_agreed_for_one_is_not_for_another(lab: Lab) -> None:
    lab.kit.partner(NAME).agreement["data"]["capture"]["request"] = []
    assert told(ask(lab, request="hold", account=ACCOUNT)[1]) == []
    assert told(ask(lab, request="capture", account=ACCOUNT)[1]) == [("body/account", "outside the agreed data")]


@pytest.mark.parametrize(
    ("body", "seen"),
    [({"request": "pay"}, "'pay'"), ({}, "nothing"), ({"request": ["hold"]}, "nothing")],
    ids=["another", "none", "no text"],
)
def test_a_value_that_names_none_of_them_is_one_finding(lab: Lab, body: dict[str, Any], seen: str) -> None:
    answer, exchange = ask(lab, **body, account=ACCOUNT)
    assert (answer.status, exchange.operation) == (400, "?")
    (finding,) = exchange.findings
    assert (finding.where, finding.expected, finding.seen) == ("body/request", "one of hold, capture, 9", seen)
    event = json.dumps(exchange_event(lab, exchange))
    assert ACCOUNT not in event and lab.credentials.of(NAME, "password") not in event


def test_what_does_not_decode_is_said_so(lab: Lab) -> None:
    WsgiChannel(simulator_apps(lab)[NAME]).call(Request("POST", "/charges", {}, {"content-type": wire.JSON}, b"{"))
    assert told(list(lab.journal)[-1]) == [("body", "does not decode")]


def test_the_partner_sends_each_with_its_constant(lab: Lab, ours: Listener) -> None:
    for operation, words in [
        ("verify", {"account": ACCOUNT}),
        ("confirm", {"account": ACCOUNT, "amount": "10.00"}),
        ("cancel", {}),
    ]:
        (exchange,) = send(lab, NAME, operation, words, []).exchanges
        assert (exchange.operation, told(exchange)) == (operation, [])
        assert ours.heard[-1].body["command"] == operation
        assert ours.heard[-1].raw.startswith(b"command=" + operation.encode())


def test_our_answer_is_judged_by_the_branch_that_was_sent(lab: Lab, ours: Listener) -> None:
    ours.answer = lambda message: json_answer({"name": "Somchai"})
    assert told(send(lab, NAME, "verify", {"account": ACCOUNT}, []).exchanges[0]) == []
    assert told(send(lab, NAME, "cancel", {}, []).exchanges[0]) == [
        ("body/name", "undocumented field"),
        ("body", "required"),
    ]


def test_a_fault_strikes_one_branch_alone(lab: Lab) -> None:
    lab.set_fault(NAME, "wrong_status", operation="capture", status=503)
    statuses = [ask(lab, request=name, account=ACCOUNT)[0].status for name in ("hold", "capture", "hold", "capture")]
    assert statuses == [200, 503, 200, 503]
    lab.set_fault(NAME, "twice", operation="confirm")
    assert len(send(lab, NAME, "verify", {"account": ACCOUNT}, []).exchanges) == 1
    assert len(send(lab, NAME, "confirm", {"account": ACCOUNT, "amount": "1.00"}, []).exchanges) == 2


def test_a_credential_in_a_body_is_covered_wherever_it_comes_out(lab: Lab) -> None:
    _, exchange = ask(lab, request="hold", account=ACCOUNT, user="u7", password="p")
    shown = exchange_event(lab, exchange)
    body = json.loads(shown["request"]["body"])
    assert (body["user"], body["password"], body["request"]) == ("••", "•", "hold")
    (exchange,) = send(lab, NAME, "cancel", {}, []).exchanges
    assert exchange_event(lab, exchange)["request"]["body"] == "command=cancel&pin=•"


def test_titles_and_marks_are_the_branchs_own(lab: Lab) -> None:
    provider = lab.kit.partner(NAME).provider
    assert provider is not None and list(provider.operations) == ["hold", "capture", "release"]
    hold, capture = provider.operations["hold"], provider.operations["capture"]
    assert (hold.title, capture.title["th"]) == ({"en": "Hold money on an account", "th": "กันวงเงิน"}, "ตัดเงิน")
    assert (hold.read_only, capture.read_only, hold.identifies) == (True, False, ("body/account",))
    assert hold.credentials == {"body/user": "user", "body/password": "password"}


BANK = "contracts/made_up_bank"
PIN = "x-credential: pin"
AS_PROVIDER, AS_CONSUMER = "as_provider.openapi.yaml", "as_consumer.openapi.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "mistake"),
    [
        ("agreement.yaml", "[user, password, pin]", "[user, pin]", "x-credential: password: is not among the cred"),
        (AS_CONSUMER, PIN, "x-personal-data: credentials", "/pin: carries a key, and does not say which"),
        (AS_PROVIDER, ", description: The password of the user.", "",
         "/password: carries password; say so in its description"),
        (AS_PROVIDER, "                  capture: ", "                  seize: ",
         "charge: x-operations: the discriminator of application/json maps 'seize', which is no operation here"),
        (AS_PROVIDER, "const: capture", "const: seize",
         "capture: the schema of application/json must fix body/request by const: capture"),
        (AS_PROVIDER, '                - {$ref: "#/components/schemas/Release"}\n', "",
         "release: #/components/schemas/Release is not among the oneOf of application/json, which other tools read"),
        (AS_PROVIDER, "by: body/request", "by: body", "by: where is the constant? body/NAME, query/NAME"),
    ],
    ids=["a key of nobody", "a key without name", "a key without words", "a mapping", "a constant", "a schema",
         "a place"],
)  # fmt: skip
def test_each_mistake_in_such_a_document_is_told(tmp_path: Path, file: str, old: str, new: str, mistake: str) -> None:
    write_bank(tmp_path)
    path = tmp_path / BANK / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert any(mistake in found for found in find_mistakes(Registry(tmp_path))), find_mistakes(Registry(tmp_path))
