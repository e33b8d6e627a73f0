"""`partnerlab verify` over real sockets: good, bad in many ways, and absent; whose fault each is."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Response

from partnerlab.lab.partners.registry import Registry
from tests.conformance.peers import Good, good, like, spoilt

pytestmark = pytest.mark.slow

ACTIVE = "a company in business"
DISSOLVED = "a company that is dissolved"
BANKRUPT = "a company that is bankrupt"


@pytest.fixture(scope="module")
def peer() -> Iterator[Good]:
    with good(Registry()) as found:
        world = found.lab.world
        world.override("company", 11, status="ยังดำเนินกิจการอยู่")
        found.lab.set_state("dbd_juristic", "the company is dissolved", world.company(12))
        found.lab.set_state("dbd_juristic", "the company is bankrupt", world.company(13))
        yield found


@pytest.fixture
def bound(peer: Good, tmp_path: Path) -> Path:
    """Bindings of the register: companies of its own."""
    world, file = peer.lab.world, tmp_path / "bindings.yaml"
    file.write_text(
        "bindings: 1\npartner: dbd_juristic\nexamples:\n"
        f'  {ACTIVE}: {{query/JuristicID: "{world.company(11).juristic_id}"}}\n'
        f'  {DISSOLVED}: {{query/JuristicID: "{world.company(12).juristic_id}"}}\n'
        f'  {BANKRUPT}: {{query/JuristicID: "{world.company(13).juristic_id}"}}\n',
        encoding="utf-8",
    )
    return file


@pytest.fixture
def verify(lab: Any, peer: Good, bound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """`partnerlab verify dbd_juristic`, and each check's word, blame and reason."""
    for name, value in peer.variables.items():
        monkeypatch.setenv(name, value)

    def run(url: str, *options: str, partner: str = "dbd_juristic", bindings: Path | None = bound) -> Any:
        folder = tmp_path / "report"
        told = ["--bindings", bindings] if bindings else []
        left = lab("verify", partner, "--url", url, *told, "--requests", "5", "--report", folder, *options)
        left.checks, left.events = {}, []
        if (folder / "events.jsonl").is_file():
            left.events = [json.loads(line) for line in (folder / "events.jsonl").read_text().splitlines()]
            ended = [event for event in left.events if event["event"] == "scenario_finished"]
            names = [event["scenario"].removeprefix(f"{partner}/") for event in ended]
            left.checks = {
                n: (e["verdict"], e["blame"], (e["reason"] or {}).get("en")) for n, e in zip(names, ended, strict=True)
            }
        return left

    return run


# good


def test_a_good_implementation_passes_every_check(verify: Any, peer: Good) -> None:
    left = verify(peer.url)
    assert (left.code, left.err) == (0, "")
    assert list(left.checks)[:2] == ["before", "profile/a_company_in_business"]
    open_ = {name: word for name, (word, _, _) in left.checks.items() if word != "pass"}
    assert open_ == {
        "profile/a_company_while_the_register_cannot_be_reached": "skip", "access_control/others": "skip",
    }  # fmt: skip
    assert "10 scenarios: 8 Pass, 2 Skipped" in left.out


def test_it_runs_as_a_process_of_its_own_and_writes_its_reports(peer: Good, bound: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "partnerlab", "verify", "dbd_juristic", "--url", peer.url, "--requests", "0"]
    environment = peer.variables | {"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": ""}
    done = subprocess.run(
        [*command, "--bindings", bound, "--report", tmp_path / "r"], env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    suites = ET.parse(tmp_path / "r/junit.xml").getroot()
    assert suites.get("failures") == "0" and suites.get("tests") == "10"
    assert "The profile of a juristic person" in (tmp_path / "r/report.html").read_text(encoding="utf-8")


def test_without_bindings_what_cannot_be_told_is_skipped_with_the_line_to_add(verify: Any, peer: Good) -> None:
    left = verify(peer.url, bindings=None)
    assert left.code == 0
    word, _, reason = left.checks["profile/a_company_that_is_dissolved"]
    assert word == "skip"
    assert 'below examples: a company that is dissolved: {query/JuristicID: "…"}' in reason
    assert left.checks["profile/a_number_that_no_company_has"][0] == "pass"


def test_a_state_is_asked_for_only_when_the_implementation_is_in_it(verify: Any, peer: Good, tmp_path: Path) -> None:
    name = "officer_state/no_officer_is_logged_in"
    left = verify(peer.url, partner="dopa_linkage", bindings=None)
    assert left.checks[name][0] == "skip"
    assert "states: [the officer is not logged in]" in left.checks[name][2]
    assert left.checks["officer_state/the_officer_who_is_logged_in"][0] == "pass"
    file = tmp_path / "absent.yaml"
    file.write_text("bindings: 1\npartner: dopa_linkage\nstates: [the officer is not logged in]\n", encoding="utf-8")
    peer.lab.set_state("dopa_linkage", "the officer is not logged in")
    try:
        left = verify(peer.url, partner="dopa_linkage", bindings=file)
    finally:
        peer.lab.set_state("dopa_linkage", "the officer is logged in")
    assert left.checks[name][0] == "pass"
    assert left.checks["officer_state/the_officer_who_is_logged_in"][0] == "skip"


def test_no_credential_and_no_person_is_shown(verify: Any, peer: Good) -> None:
    left = verify(peer.url)
    shown = left.out + json.dumps(left.events, ensure_ascii=False)
    company = peer.lab.world.company(11)
    for secret in (
        peer.variables["DGA_GDX_CONSUMER_KEY"],
        peer.variables["DGA_GDX_CONSUMER_SECRET"],
        peer.variables["DGA_GDX_AGENT_PID"],
        company.directors[0].first_name,
    ):
        assert secret not in shown
    assert company.name_th in shown, "what is nobody's secret is told"


def test_at_a_shared_address_only_what_names_the_partner_is_its_to_refuse(verify: Any, peer: Good) -> None:
    """Another office's number is another office's call: Linkage Center answers it in that office's place."""
    before = len(peer.asked("welfare_card"))
    left = verify(peer.url, "--requests", "30", partner="mof_welfare", bindings=None)
    assert left.checks["welfare_card/generated"][0] == "pass", left.checks
    asked = peer.asked("welfare_card")[before:]
    assert len(asked) > 20 and {request.query.get("OfficeID") for request in asked} == {"00301"}
    malformed = [request for request in asked if not request.query.get("CitizenID", "").isdigit()]
    assert malformed, "what is the partner's own is still broken"


def test_nobody_real_is_ever_asked_about(verify: Any, peer: Good) -> None:
    before = len(peer.asked("person"))
    verify(peer.url, "--requests", "40", partner="dopa_linkage", bindings=None)
    numbers = [request.query.get("CitizenID", "") for request in peer.asked("person")[before:]]
    whole = {number for number in numbers if len(number) == 13 and number.isdigit()}
    assert len(whole) > 10
    assert all(peer.lab.world.find(number) or set(number) == {"0"} for number in whole)


def test_nothing_is_changed_unless_it_is_allowed(verify: Any, peer: Good) -> None:
    left = verify(peer.urls["biz_portal"], partner="biz_portal", bindings=None)
    assert left.code == 1, "nothing but the address was told"
    writes = ("update_status/", "upload_file/", "delete_file/")
    of_writes = {name: found for name, found in left.checks.items() if name.startswith(writes)}
    assert {word for word, _, _ in of_writes.values()} == {"skip"}
    assert all("--allow-writes" in reason for _, _, reason in of_writes.values())
    assert not any(peer.asked(name.rstrip("/")) for name in writes)


def test_what_is_bound_and_allowed_is_changed(verify: Any, peer: Good, tmp_path: Path) -> None:
    guid, pid = "00000000-0000-4000-8000-00000000000a", peer.lab.world.person(1042).pid
    request = {"id": guid, "identity": pid, "status": "CHECK", "history": []}
    peer.lab.partner_worlds["biz_portal"].table("requests_by_id")[guid] = request
    places = f'{{body/ApplicationRequestID: {guid}, body/IdentityID: "{pid}"}}'
    file = tmp_path / "portal.yaml"
    names = ("a request has come in", "a fee is to be paid")
    lines = "".join(f"  {name}: {places}\n" for name in names)
    lines += f'  a request that the portal does not know: {{body/IdentityID: "{pid}"}}\n'
    file.write_text(f"bindings: 1\npartner: biz_portal\nexamples:\n{lines}", encoding="utf-8")
    left = verify(peer.urls["biz_portal"], "--allow-writes", "--requests", "3", partner="biz_portal", bindings=file)
    of_status = {name: word for name, (word, _, _) in left.checks.items() if name.startswith("update_status/")}
    assert set(of_status.values()) == {"pass"}, left.out
    assert request["history"]


def test_of_what_nothing_can_be_broken_it_does_not_apply(verify: Any, peer: Good) -> None:
    left = verify(peer.urls["rid_dams"], partner="rid_dams", bindings=None)
    assert left.checks["dams/generated"] == ("omit", None, "there are no requests that break it")
    assert left.checks["dams_of_day/generated"][0] == "pass"
    assert left.code == 0, left.out


def test_schemathesis_is_asked_for_only_when_it_is_needed(
    verify: Any, peer: Good, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "schemathesis", None)
    word, _, reason = verify(peer.url).checks["profile/generated"]
    assert (word, reason) == ("skip", "Schemathesis is not installed: pip install 'partnerlab[verify]'")


# bad


def changed(answer: requests.Response, change: Callable[[Any], Any]) -> Response:
    if answer.status_code != 200 or "json" not in answer.headers["Content-Type"]:
        return like(answer)
    body = answer.json()
    return like(answer, content=json.dumps(change(body)).encode())


def _renamed(body: Any) -> Any:
    profile = body["ResultList"][0]
    profile["JuristicName"] = profile.pop("JuristicName_TH")
    return body


def _bankrupt(body: Any) -> Any:
    body["ResultList"][0]["JuristicStatus"] = "ล้มละลาย"
    return body


def _unlisted(body: Any) -> Any:
    return body | {"ResultList": []}


@pytest.mark.parametrize(
    ("distort", "reason"),
    [
        (lambda answer: like(answer, status=299), "another status"),
        (lambda answer: like(answer, content=b"{}" if answer.content else b""), "against the contract"),
        (lambda answer: like(answer, content=answer.content[:-9]), "against the contract"),
        (lambda answer: changed(answer, _renamed), "against the contract"),
        (lambda answer: changed(answer, _bankrupt), "JuristicStatus"),
        (lambda answer: changed(answer, _unlisted), "$.ResultList"),
    ],
    ids=["another status", "an empty object", "half an answer", "a field misspelt", "another company", "nobody listed"],
)
def test_a_wrong_answer_is_the_partners(verify: Any, peer: Good, distort: Any, reason: str) -> None:
    with spoilt(peer.url, distort) as url:
        left = verify(url)
    assert left.code == 1
    word, blame, told = left.checks["profile/a_company_in_business"]
    assert (word, blame) == ("fail", "partner") and reason in told
    assert left.checks["before"][0] == "pass"


def test_data_outside_the_agreement_is_the_partners(verify: Any, peer: Good, tmp_path: Path) -> None:
    world, file = peer.lab.world, tmp_path / "people.yaml"
    person = f'  a living person: {{query/CitizenID: "{world.person(1042).pid}"}}\n'
    file.write_text(f"bindings: 1\npartner: dopa_linkage\nexamples:\n{person}", encoding="utf-8")
    with spoilt(peer.url, lambda answer: changed(answer, lambda body: body | {"fatherName": "นายบิดา"})) as url:
        left = verify(url, "--requests", "0", partner="dopa_linkage", bindings=file)
    assert left.checks["person/a_living_person"][:2] == ("fail", "partner")
    assert "outside the agreed data" in left.out and "นายบิดา" not in left.out


def test_a_field_that_no_contract_has_is_the_partners_and_covered_whatever_it_holds(verify: Any, peer: Good) -> None:
    pid = peer.lab.world.person(77).pid

    def more(body: Any) -> Any:
        body["ResultList"][0]["Signers"] = [{"No": pid}]
        return body

    with spoilt(peer.url, lambda answer: changed(answer, more)) as url:
        left = verify(url, "--requests", "0")
    assert left.code == 1 and left.checks["profile/a_company_in_business"][:2] == ("fail", "partner")
    findings = [f for e in left.events if e["event"] == "exchange" for f in e["findings"]]
    assert {(f["where"], f["rule"], f["seen"]) for f in findings} == {
        ("body/ResultList/0/Signers", "undocumented field", "one that holds list")
    }
    assert pid not in left.out + json.dumps(left.events)


def test_what_generated_requests_find_is_told_with_the_exchange(verify: Any, peer: Good) -> None:
    def crash(answer: requests.Response) -> Response:
        return Response("<h1>oops</h1>", 500, content_type="text/html") if answer.status_code == 400 else like(answer)

    with spoilt(peer.url, crash) as url:
        left = verify(url, "--requests", "20")
    word, blame, reason = left.checks["profile/generated"]
    assert (word, blame) == ("fail", "partner") and "undocumented media type" in reason
    told = [e for e in left.events if e["event"] == "exchange" and e["scenario"].endswith("generated")]
    assert len(told) == 1 and told[0]["answer"]["status"] == 500


def test_an_answer_packed_otherwise_than_it_says_is_the_partners(verify: Any, peer: Good) -> None:
    def mislabelled(answer: requests.Response) -> Response:
        found = like(answer)
        found.headers["Content-Encoding"] = "gzip"
        return found

    with spoilt(peer.url, mislabelled) as url:
        left = verify(url)
    assert left.code == 1
    word, blame, reason = left.checks["profile/a_company_in_business"]
    assert (word, blame) == ("fail", "partner") and "Content-Encoding" in reason


# not the partner's


def test_wrong_credentials_are_configuration_and_nothing_else_is_judged(
    verify: Any, peer: Good, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DGA_GDX_CONSUMER_SECRET", "not-the-secret")
    left = verify(peer.url)
    assert left.code == 1
    assert left.checks["before"][:2] == ("fail", "configuration")
    assert "the credentials are refused (401)" in left.checks["before"][2]
    assert {word for name, (word, _, _) in left.checks.items() if name != "before"} == {"skip"}
    assert "not-the-secret" not in left.out + json.dumps(left.events)


def test_missing_credentials_are_told_by_their_variables(
    verify: Any, peer: Good, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DGA_GDX_AGENT_PID")
    left = verify(peer.url)
    assert left.code == 1
    assert left.checks["before"] == ("fail", "configuration", "credentials are missing: export DGA_GDX_AGENT_PID=…")


def test_credentials_may_have_other_names(verify: Any, peer: Good, bound: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("THEIR_KEY", peer.variables["DGA_GDX_CONSUMER_KEY"])
    monkeypatch.delenv("DGA_GDX_CONSUMER_KEY")
    bound.write_text(bound.read_text() + "credentials: {consumer_key: {env: THEIR_KEY}}\n")
    assert verify(peer.url).code == 0


def test_a_wrong_clock_is_configuration(verify: Any, peer: Good, monkeypatch: pytest.MonkeyPatch) -> None:
    told = "Mon, 05 Jan 2026 02:00:00 GMT"
    monkeypatch.setattr("http.server.BaseHTTPRequestHandler.date_time_string", lambda *_: told)
    left = verify(peer.url)
    assert left.code == 1
    assert left.checks["before"][:2] == ("fail", "configuration")
    assert "days behind this machine's" in left.checks["before"][2]
    assert left.checks["profile/a_company_in_business"][0] == "pass", "a wrong clock alone stops nothing"


def _page(status: int, **headers: str) -> Callable[[requests.Response], Response]:
    return lambda _: Response("<h1>Welcome</h1>", status, content_type="text/html", headers=headers)


@pytest.mark.parametrize("partner", ["dbd_juristic", "rid_dams", "gis"])
@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (_page(404), "answered 404 text/html"),
        (_page(200), "answered 200 text/html"),
        (
            _page(302, Location="https://portal.test.example/login?from=x"),
            "leads to https://portal.test.example/login;",
        ),
    ],
    ids=["no such place", "a page for people", "elsewhere"],
)
def test_an_address_where_a_stranger_answers_is_configuration(
    verify: Any, peer: Good, partner: str, answers: Any, told: str
) -> None:
    with spoilt(peer.url if partner == "dbd_juristic" else peer.urls[partner], answers, path="/") as url:
        left = verify(url, partner=partner, bindings=None)
    assert left.code == 1
    word, blame, reason = left.checks["before"]
    assert (word, blame) == ("fail", "configuration")
    assert reason.startswith("wrong address? GET /") and told in reason
    assert {word for name, (word, _, _) in left.checks.items() if name != "before"} == {"skip"}


def test_a_path_too_much_before_the_contracts_is_configuration(verify: Any, peer: Good) -> None:
    left = verify(f"{peer.url}/another/prefix")
    assert left.checks["before"][:2] == ("fail", "configuration")
    assert "and the base path before /ws/auth/validate" in left.checks["before"][2]


def test_where_writing_is_all_there_is_a_strangers_answer_is_configuration_too(verify: Any, peer: Good) -> None:
    with spoilt(peer.urls["hii_thaiwater"], _page(404), path="/") as url:
        left = verify(url, "--allow-writes", partner="hii_thaiwater", bindings=None)
    assert {blame for _, blame, _ in left.checks.values() if blame} == {"configuration"}


def test_one_operation_that_is_not_there_is_the_partners(verify: Any, peer: Good) -> None:
    with spoilt(peer.urls["gis"], _page(404), path="/gis/wfs") as url:
        left = verify(url, partner="gis", bindings=None)
    assert left.checks["before"][0] == "pass"
    lost = [told for name, told in left.checks.items() if name.startswith("features/") and told[0] != "skip"]
    assert lost and {told[:2] for told in lost} == {("fail", "partner")}


def test_a_call_refused_is_configuration(verify: Any, peer: Good) -> None:
    def forbid(answer: requests.Response) -> Response:
        return Response('{"Message": "Forbidden"}', 403, content_type="application/json")

    with spoilt(peer.url, forbid) as url:
        left = verify(url)
    for name in ("profile/a_company_in_business", "profile/generated"):
        assert left.checks[name][:2] == ("fail", "configuration"), name


def test_a_secret_that_an_answer_repeats_is_not_shown(verify: Any, peer: Good) -> None:
    secret = peer.variables["DGA_GDX_CONSUMER_SECRET"]
    body = json.dumps({"Message": f"not allowed with {secret}"})
    with spoilt(peer.url, lambda answer: Response(body, 403, content_type="application/json")) as url:
        left = verify(url, "--requests", "0")
    shown = left.out + json.dumps(left.events)
    assert "not allowed with" in shown and secret not in shown


def test_an_address_where_nobody_listens_is_the_networks(verify: Any) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    left = verify(url)
    assert left.code == 1
    assert left.checks["before"][:2] == ("not_received", "network")
    assert f"nobody listens at {url}" in left.checks["before"][2]


def test_a_name_that_nobody_has_is_configuration(verify: Any) -> None:
    left = verify("http://partner.invalid")
    assert left.checks["before"][:2] == ("not_received", "configuration")
    assert "no machine is known by the name partner.invalid" in left.checks["before"][2]


def test_a_line_that_is_not_secure_is_configuration(verify: Any, peer: Good) -> None:
    left = verify(peer.url.replace("http:", "https:"))
    assert left.checks["before"][:2] == ("not_received", "configuration")
    assert "no secure line" in left.checks["before"][2]


def test_a_line_that_breaks_in_mid_run_is_the_networks(verify: Any, peer: Good) -> None:
    def hang_up(answer: requests.Response) -> Response:
        from flask import request

        request.environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
        return like(answer)

    with spoilt(peer.url, hang_up) as url:
        left = verify(url)
    assert left.checks["before"][0] == "pass"
    assert left.checks["profile/a_company_in_business"][:2] == ("not_received", "network")


def test_silence_is_the_networks(verify: Any, bound: Path) -> None:
    bound.write_text(bound.read_text() + "connection: {timeout: 1}\n")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        left = verify(f"http://127.0.0.1:{silent.getsockname()[1]}")
    assert left.checks["before"][:2] == ("not_received", "network")
    assert "did not answer within 1 s" in left.checks["before"][2]


# usage


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("bindings: 1\npartner: dopa_linkage\n", "1: binds test data of dopa_linkage; this run asks dbd_juristic"),
        ("bindings: 1\npartner: dbd_juristic\nexamples:\n  a compny in business: {query/JuristicID: x}\n",
         "4:3: there is no example 'a compny in business' (did you mean 'a company in business'?)"),
        ("bindings: 1\npartner: dbd_juristic\nexamples: {a company in business: {JuristicID: x}}\n", "JuristicID"),
        ("bindings: 1\npartner: dbd_juristic\nstates: [the moon is full]\n", "there is no state 'the moon is full'"),
        ("bindings: 1\npartner: dbd_juristic\nsecret: abc\n", "secret"),
    ],
)  # fmt: skip
def test_bindings_with_a_mistake_are_told_the_line(verify: Any, peer: Good, bound: Path, text: str, told: str) -> None:
    bound.write_text(text, encoding="utf-8")
    left = verify(peer.url)
    assert left.code == 2 and not left.events
    assert f"{bound}:" in left.err and told in left.err


def test_what_a_wrong_call_says(lab: Any, peer: Good, tmp_path: Path) -> None:
    left = lab("verify", "nobody", "--url", peer.url)
    assert left.code == 2 and "there is no partner 'nobody'; there are: " in left.err
    left = lab("verify", "truemoney_offline", "--url", peer.url)
    assert left.code == 2 and "our side asks nothing of truemoney_offline over HTTP; it asks: " in left.err
    left = lab("verify", "dbd_juristic", "--url", "ftp://x")
    assert left.code == 2 and "must begin with http:// or https://" in left.err
    left = lab("verify", "dbd_juristic", "--url", peer.url, "--bindings", tmp_path / "not_there.yaml")
    assert left.code == 2 and "not_there.yaml: No such file" in left.err
    assert lab("verify", "dbd_juristic").code == 2


def test_a_mistake_of_the_lab_is_an_error_and_leaves_with_3(
    verify: Any, peer: Good, monkeypatch: pytest.MonkeyPatch
) -> None:
    from partnerlab.conformance.verify.checks import recorded_example

    monkeypatch.setattr(recorded_example, "find_mismatches", lambda *_: 1 / 0)
    left = verify(peer.url)
    assert left.code == 3
    assert left.checks["profile/a_company_in_business"][0] == "error"
