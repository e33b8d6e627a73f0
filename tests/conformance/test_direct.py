"""`verify --direct`: a register behind a gateway is asked at its own address, without the gateway's credentials."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, request

from partnerlab.conformance.verify.direct_partner import issued_by_gateways, without_gateways
from partnerlab.lab.channels.socket_http import HttpServer
from partnerlab.lab.partners.registry import Registry

pytestmark = pytest.mark.slow
PROFILE = "/ws/dbd/juristic/v4/profile/information"
LINK, OFFICER = "/ws/dopa/linkage/v1/link", "/ws/dopa/linkage/v1/agent/permission"
COMPANY, CITIZEN = "0105500000005", "1000000000009"
GATEWAYS = ("Token", "Consumer-Key")


def _json(body: Any, status: int = 200) -> Response:
    return Response(json.dumps(body), status, content_type="application/json")


def company(number: str) -> Response:
    """A register of its own, with the least that its contract lets it say."""
    if len(number) != 13 or not number.isdecimal() or not number.isascii():
        return _json({"Message": "JuristicID"}, 400)
    if number != COMPANY:
        return Response(status=204)
    status = "ยังดำเนินกิจการอยู่"
    profile = {"JuristicType": "5", "JuristicID": number, "RegisterDate": "25460128", "JuristicName_TH": "บริษัท ทดสอบ"}
    return _json({"ResultList": [profile | {"JuristicStatus": status, "AddressInformations": []}], "RawData": None})


class Register:
    """The register, at the addresses that are given; it notes the headers that came."""

    def __init__(self, answer: Callable[[], Response], *paths: str) -> None:
        self.seen: list[dict[str, str]] = []
        self._answer, self._paths = answer, paths

    @contextmanager
    def served(self) -> Iterator[str]:
        app = Flask("register")
        for path in self._paths:
            app.add_url_rule(path, path, self._noted)
        listening = HttpServer(app)
        try:
            yield listening.url
        finally:
            listening.close()

    def _noted(self) -> Response:
        self.seen.append({**request.headers, **request.args})
        return self._answer()


@pytest.fixture
def verify(lab: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """`partnerlab verify PARTNER --direct`, with no credential of anybody in the environment."""
    for name in ("CONSUMER_KEY", "CONSUMER_SECRET", "AGENT_PID"):
        monkeypatch.delenv(f"DGA_GDX_{name}", raising=False)

    def run(partner: str, url: str, bindings: str = "", *options: str, direct: bool = True) -> Any:
        file, folder = tmp_path / "bindings.yaml", tmp_path / "report"
        file.write_text(f"bindings: 1\npartner: {partner}\n{bindings}", encoding="utf-8")
        arguments = ["verify", partner, "--url", url, "--bindings", file, "--report", folder, "--requests", "10"]
        left = lab(*arguments, *(["--direct"] if direct else []), *options)
        left.events = []
        if (folder / "events.jsonl").is_file():
            left.events = [json.loads(line) for line in (folder / "events.jsonl").read_text("utf-8").splitlines()]
        left.checks = {
            event["scenario"].removeprefix(f"{partner}/"): (
                event["verdict"], event["blame"], (event["reason"] or {}).get("en", ""),
            )
            for event in left.events if event["event"] == "scenario_finished"
        }  # fmt: skip
        return left

    return run


BOUND = f'examples:\n  a company in business: {{query/JuristicID: "{COMPANY}"}}\n'
ACTIVE = "profile/a_company_in_business"


def test_a_register_is_verified_without_the_gateway_before_it(verify: Any) -> None:
    register = Register(lambda: company(request.args.get("JuristicID", "")), PROFILE)
    with register.served() as url:
        left = verify("dbd_juristic", url, BOUND)
    assert left.code == 0, left.out
    passed = {name for name, (word, _, _) in left.checks.items() if word == "pass"}
    assert passed == {"before", ACTIVE, "profile/a_number_that_no_company_has", "profile/generated"}
    word, _, reason = left.checks["profile/a_company_while_the_register_cannot_be_reached"]
    assert word == "skip" and "only the gateway can be in this state" in reason
    assert len(register.seen) > 10
    assert not [name for came in register.seen for name in came if name in GATEWAYS]
    assert "dga_gdx" not in json.dumps([event["parties"] for event in left.events if "parties" in event])
    assert not [event for event in left.events if event["event"] == "exchange" and event.get("via")]


def test_its_own_paths_stand_in_the_bindings(verify: Any) -> None:
    register = Register(lambda: company(request.args.get("JuristicID", "")), "/api/juristic")
    with register.served() as url:
        left = verify("dbd_juristic", url, f"{BOUND}addresses: {{profile: /api/juristic}}\n")
        lost = verify("dbd_juristic", url, BOUND)
    assert left.code == 0 and left.checks[ACTIVE][0] == "pass", left.out
    assert lost.code == 1
    assert lost.checks["before"][:2] == ("fail", "configuration") and PROFILE in lost.checks["before"][2]


def _another(number: str) -> Response:
    answer = company(number)
    if answer.status_code != 200:
        return answer
    body = answer.get_json()
    body["ResultList"][0]["JuristicID"] = "0105500000013"
    return _json(body)


def _lenient(number: str) -> Response:
    return Response(status=204) if number != COMPANY else company(number)


def _broken(number: str) -> Response:
    answer = company(number)
    return Response(answer.data.replace(b'"5"', b"5"), 200, content_type="application/json")


@pytest.mark.parametrize(
    ("answer", "check", "told"),
    [
        (_another, ACTIVE, "against the contract"),
        (_broken, ACTIVE, "against the contract"),
        (_lenient, "profile/generated", "was accepted (204)"),
        (lambda number: _json({"Message": "down"}, 500), ACTIVE, "another status"),
    ],
    ids=["another company", "another type", "accepts anything", "fails"],
)
def test_a_wrong_register_fails_without_its_gateway_too(verify: Any, answer: Any, check: str, told: str) -> None:
    with Register(lambda: answer(request.args.get("JuristicID", "")), PROFILE).served() as url:
        left = verify("dbd_juristic", url, BOUND)
    word, blame, reason = left.checks[check]
    assert (word, blame) == ("fail", "partner") and told in reason
    assert left.code == 1


def test_a_register_that_wants_the_gateways_token_refuses_and_that_is_said(verify: Any) -> None:
    with Register(lambda: _json({"Message": "token not found"}, 401), PROFILE).served() as url:
        left = verify("dbd_juristic", url, BOUND)
    assert left.code == 1
    assert left.checks[ACTIVE][:2] == ("fail", "configuration") and "refused (401)" in left.checks[ACTIVE][2]


def _person() -> Response:
    number, service = request.args.get("CitizenID", ""), request.args.get("ServiceID", "")
    known = ("001", "027", "032", "009", "033", "034")
    if service not in known or len(number) != 13 or not (number.isdecimal() and number.isascii()):
        return _json({"Message": "BadRequest"}, 400)
    if request.args.get("OfficeID") != "00023" or request.args.get("Version") != "01":
        return _json({"Message": "BadRequest"}, 400)
    return Response("data not found", 200, content_type="text/plain")


def test_linkage_is_verified_without_the_exchange(verify: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What names the officer stands in the query, where the register sees it: it is sent if it is given."""
    register = Register(_person, LINK)
    with register.served() as url:
        left = verify("dopa_linkage", url)
    assert left.checks["person/a_number_that_nobody_has"][0] == "pass", left.out
    word, _, reason = left.checks["officer_state/the_officer_who_is_logged_in"]
    assert word == "skip" and "export DGA_GDX_CONSUMER_KEY=…, export DGA_GDX_AGENT_PID=…" in reason
    assert left.checks["officer_state/generated"][0] == "skip"
    assert not [name for came in register.seen for name in came if name in GATEWAYS]
    monkeypatch.setenv("DGA_GDX_CONSUMER_KEY", "key-3f2a")
    monkeypatch.setenv("DGA_GDX_AGENT_PID", "0000000000116")

    def officer() -> Response:
        if request.path == LINK:
            return _person()
        if request.args.get("Consumer") != "key-3f2a":
            return _json({"Message": "consumer not found"}, 403)
        if request.args.get("CitizenID") != "0000000000116":
            return _json({"Message": "BadRequest"}, 400)
        state = {"AgentID": "0000000000116", "CitizenID": "0000000000000", "SessionState": "AgentAvailable"}
        return _json(state)

    register = Register(officer, LINK, OFFICER)
    with register.served() as url:
        left = verify("dopa_linkage", url)
    assert left.checks["officer_state/the_officer_who_is_logged_in"][0] == "pass", left.out
    assert left.checks["officer_state/access_control"][0] == "pass", "its key in the query must be looked at"
    assert {came.get("Token") for came in register.seen} == {None}


def test_every_partner_behind_a_gateway_can_be_asked_without_it() -> None:
    kit = Registry()
    behind = [partner for partner in kit.partners.values() if partner.gateways]
    assert behind
    for partner in behind:
        direct = without_gateways(kit, partner)
        assert direct.provider and partner.provider and not direct.gateways
        hidden = issued_by_gateways(kit, partner)
        for name, operation in direct.provider.operations.items():
            headers = [p for p in operation.parameters if p.place == "header" and p.credential in hidden]
            assert not headers and partner.provider.operations[name].parameters != operation.parameters


def test_what_a_wrong_call_says(verify: Any, lab: Any) -> None:
    url = "http://127.0.0.1:9"
    left = verify("rid_dams", url)
    assert left.code == 2 and "rid_dams stands behind no gateway: leave out --direct. Behind one are: " in left.err
    left = lab("verify", "big_c_online", "--cis", url, "--direct")
    assert left.code == 2 and "--direct goes with --url" in left.err
    left = verify("dbd_juristic", url, "addresses: {profile: /api}\n", direct=False)
    assert left.code == 2 and "bindings.yaml:3:1: go with --direct" in left.err
    left = verify("dbd_juristic", url, "addresses: {profle: /api}\n")
    assert left.code == 2 and "there is no operation 'profle' (did you mean 'profile'?)" in left.err
    left = verify("dbd_juristic", url, "addresses: {profile: api}\n")
    assert left.code == 2 and "bindings.yaml:3:" in left.err
