"""Tools that know nothing of `x-operations` read a document with one: a validator, Schemathesis, Pact; and `verify`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from openapi_spec_validator import validate
from pytest_httpserver import HTTPServer

from partnerlab.conformance.call_credentials import CallCredentials
from partnerlab.conformance.pacts import pact_file
from partnerlab.conformance.pacts.examples import recorded_examples
from partnerlab.conformance.verify.partner_test_data import PartnerTestData
from partnerlab.conformance.verify.partner_verification import VerifyOptions, verify
from partnerlab.conformance.verify.prepared_request import RequestBuilder
from partnerlab.lab.channels.in_process_http import WsgiChannel
from partnerlab.lab.channels.socket_http import HttpServer
from partnerlab.lab.exchange.simulator_app import simulator_apps
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.system_under_test import nobody
from tests.fuzz.bundling import bundle
from tests.fuzz.firing import Effort, fire, schema_of
from tests.lab.exchange.made_up_bank import NAME, write_bank
from tests.pacts.interactions import Answered, Asked, answered
from tests.pacts.recording import Recorder
from tests.patience import PATIENCE

ACCOUNT = "0123456789"
PROVIDER = f"{NAME}/as_provider.openapi.yaml"


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    write_bank(tmp_path)
    made = Lab(Registry(tmp_path))
    made.system = nobody()
    yield made
    made.close()


@pytest.mark.parametrize("name", ["as_provider", "as_consumer"])
def test_the_document_is_openapi(lab: Lab, name: str) -> None:
    validate(lab.kit.documents.document(f"{NAME}/{name}.openapi.yaml"))


@pytest.mark.slow
def test_what_a_fuzzer_calls_well_formed_our_judge_does_too(lab: Lab) -> None:
    keys = CallCredentials(lab).all_credentials(lab.kit.partner(NAME))
    document = bundle(lab.kit.documents, PROVIDER, {}, keys)
    operations: list[str] = []

    def judges_agree(context: Any, response: Any, case: Any) -> None:
        last = list(lab.journal)[-1]
        broken = [str(finding) for finding in last.findings if finding.side == "request"]
        assert not (broken and case.meta.generation.mode.is_positive), broken
        operations.append(last.operation)

    hits = fire(
        schema_of(document, simulator_apps(lab)[NAME], Effort(60), []), "/charges", "POST", _checks(judges_agree)
    )
    assert not hits.failures and hits.good and not lab.failures.errors
    assert {"hold", "capture", "release", "?"} <= set(operations)


def _checks(judges_agree: Any) -> dict[str, Any]:
    return {"excluded_checks": [], "additional_checks": [judges_agree]}


@pytest.mark.slow
def test_a_pact_records_a_branch_with_its_keys_by_name(lab: Lab, httpserver: HTTPServer) -> None:
    partner, keys = lab.kit.partner(NAME), CallCredentials(lab).all_credentials(lab.kit.partner(NAME))
    assert partner.provider is not None
    folder = partner.contracts / "pacts"
    folder.mkdir()
    recorder = Recorder("cis", NAME, partner.provider, httpserver, folder)

    def perform(interaction: Any, url: str) -> None:
        body = {name: keys[name] for name in ("user", "password")} | interaction.act
        assert requests.post(f"{url}/charges", json=body, timeout=PATIENCE).ok

    for operation, body, answer in (
        ("hold", {"request": "hold", "account": ACCOUNT}, answered(200, {"name": "Somchai"})),
        ("release", {"request": "9"}, answered(200, {"done": True})),
    ):
        recorder.record(_asked(operation, body, answer), perform)
    assert keys["user"] not in recorder.file.read_text() and keys["password"] not in recorder.file.read_text()
    pact = pact_file.read(recorder.file)
    assert [pact_file.judge(lab.kit, pact, interaction) for interaction in pact.interactions] == [[], []]
    examples = {example.operation.id: example for example in recorded_examples(partner)}
    assert set(examples) == {"hold", "release"} and "body/user" not in examples["hold"].bindable_fields
    builder = RequestBuilder(lab, partner, PartnerTestData(), allow_writes=True)
    for example in examples.values():
        request = builder.ready(example, keys).request
        assert request.body["password"] == keys["password"]
        assert WsgiChannel(simulator_apps(lab)[NAME]).call(request).status == 200


def _asked(operation: str, body: Any, answer: Answered) -> Asked:
    return Asked(operation, operation, body, answer, ())


@pytest.mark.slow
@pytest.mark.parametrize(("wrong", "verdict"), [("", "pass"), ("wrong", "fail")], ids=["right", "wrong"])
def test_verify_binds_what_stands_in_the_body(
    lab: Lab, monkeypatch: pytest.MonkeyPatch, wrong: str, verdict: str
) -> None:
    for name in ("user", "password"):
        value = wrong or lab.credentials.of(NAME, name)
        monkeypatch.setenv(lab.credentials.variable(NAME, name), value)
    events: list[dict[str, Any]] = []
    server = HttpServer(simulator_apps(lab)[NAME])
    try:
        outcomes = verify(lab.kit, VerifyOptions(NAME, server.url, allow_writes=True, requests=5), events.append)
    finally:
        server.close()
    words = {outcome.name.removeprefix(f"{NAME}/"): outcome.verdict for outcome in outcomes}
    assert words["hold/generated"] == words["capture/generated"] == words["release/generated"] == verdict, words
    assert lab.credentials.of(NAME, "password") not in json.dumps(events)
    asked = {exchange.operation for exchange in lab.journal if exchange.operation != "?"}
    assert asked == {"hold", "capture", "release"}
