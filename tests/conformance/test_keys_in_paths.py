"""A key in the path (W 6, E4): pacts record its name, and verification puts the real one in."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from partnerlab.conformance.call_credentials import CallCredentials
from partnerlab.conformance.pacts import pact_file
from partnerlab.conformance.pacts.examples import recorded_examples
from partnerlab.conformance.verify import prepared_request
from partnerlab.conformance.verify.partner_test_data import PartnerTestData, load
from partnerlab.contract.http.operation import Operation
from partnerlab.lab.channels.in_process_http import WsgiChannel
from partnerlab.lab.exchange.simulator_app import simulator_apps
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.registry import Registry, default_root
from partnerlab.lab.system_under_test import nobody

NAME = "a_source"
CONTRACT = """\
openapi: 3.1.0
info: {title: A source, version: 1.0.0}
paths:
  /API/{api_key}/{day}:
    get:
      operationId: figures
      parameters:
        - {name: api_key, in: path, required: true, x-personal-data: credentials, x-credential: api_key,
           schema: {type: string, minLength: 1}}
        - {name: day, in: path, required: true, schema: {type: string}}
      responses:
        "200": {description: Figures., content: {application/json: {schema: {type: array}}}}
        "401": {description: Refused., content: {application/json: {schema: {type: object}}}}
"""
SIMULATOR = """\
def figures(world, message):
    right = message.params["api_key"] == world.credential("api_key")
    return [message.params["day"]] if right else ({}, 401)


def refuse(world, finding):
    return {}, 401
"""
PACT = {
    "consumer": {"name": "rwc"},
    "provider": {"name": NAME},
    "interactions": [
        {
            "description": "a day's figures",
            "request": {
                "method": "GET",
                "path": "/API/api_key/a%20day",
                "generators": {"path": {"type": "ProviderState", "expression": "/API/${api_key}/a%20day"}},
            },
            "response": {"status": 200},
        }
    ],
}


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    contracts, simulator = tmp_path / "contracts" / NAME, tmp_path / "simulators" / NAME
    (contracts / "pacts").mkdir(parents=True)
    simulator.mkdir(parents=True)
    agreement = (default_root() / "contracts" / "rid_dams" / "agreement.yaml").read_text(encoding="utf-8")
    agreement = agreement.replace("credentials: []", "credentials: [api_key]")
    (contracts / "agreement.yaml").write_text(agreement, encoding="utf-8")
    (contracts / "as_provider.openapi.yaml").write_text(CONTRACT, encoding="utf-8")
    (contracts / "pacts" / f"rwc-{NAME}.json").write_text(json.dumps(PACT), encoding="utf-8")
    (simulator / "simulator.py").write_text(SIMULATOR, encoding="utf-8")
    (simulator / "states.yaml").write_text("states: {}\n", encoding="utf-8")
    shutil.copy(default_root() / "simulators" / "rid_dams" / "faults.yaml", simulator)
    made = Lab(Registry(tmp_path))
    made.system = nobody()
    yield made
    made.close()


def test_the_key_is_put_into_the_path_that_a_pact_recorded(lab: Lab) -> None:
    partner = lab.kit.partner(NAME)
    (example,) = recorded_examples(partner)
    keys = CallCredentials(lab).all_credentials(partner)
    ready = prepared_request.RequestBuilder(lab, partner, PartnerTestData(), allow_writes=False).ready(example, keys)
    assert ready.request.path == f"/API/{keys['api_key']}/a%20day"
    assert ready.request.params == {"api_key": keys["api_key"], "day": "a%20day"}
    assert WsgiChannel(simulator_apps(lab)[NAME]).call(ready.request).status == 200
    assert WsgiChannel(simulator_apps(lab)[NAME]).call(example.recorded.request).status == 401


def test_who_is_bound_stands_in_the_path_beside_the_key(lab: Lab, tmp_path: Path) -> None:
    partner, file = lab.kit.partner(NAME), tmp_path / "bindings.yaml"
    (example,) = recorded_examples(partner)
    file.write_text(f"bindings: 1\npartner: {NAME}\nexamples: {{a day's figures: {{path/day: day/2}}}}\n", "utf-8")
    keys, bindings = (
        CallCredentials(lab).all_credentials(partner),
        load(lab.kit, partner, file, {example.name: example.bindable_fields}),
    )
    request = prepared_request.RequestBuilder(lab, partner, bindings, allow_writes=False).ready(example, keys).request
    assert request.path == f"/API/{keys['api_key']}/day%2F2"


def test_a_key_that_a_path_cannot_hold_as_it_is_is_written_so_that_it_can(lab: Lab) -> None:
    (recorded,) = pact_file.read(pact_file.files_of(lab.kit.partner(NAME))[0]).interactions
    assert list(prepared_request.credential_values(recorded, {"api_key": "a/b"})) == [("path/", "/API/a%2Fb/a%20day")]


def test_a_call_carries_the_key_where_the_contract_has_it(lab: Lab) -> None:
    partner = lab.kit.partner(NAME)
    assert CallCredentials(lab).credentials_in(partner, _figures(lab), "path") == {
        "api_key": lab.credentials.of(NAME, "api_key")
    }
    assert CallCredentials(lab).credentials_in(partner, _figures(lab), "header") == {}


def test_a_path_is_told_by_its_parameters(lab: Lab) -> None:
    assert _figures(lab).params_in("/API/k/a%20day") == {"api_key": "k", "day": "a%20day"}
    assert _figures(lab).params_in("/API/k") is None
    assert _figures(lab).address({"api_key": "a/b", "day": "d"}) == "/API/a%2Fb/d"


def _figures(lab: Lab) -> Operation:
    document = lab.kit.partner(NAME).provider
    assert document is not None
    return document.operations["figures"]
