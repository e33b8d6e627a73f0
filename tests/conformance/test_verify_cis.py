"""`partnerlab verify --cis` over real sockets: the reference as a process of its own, a bad CIS, one without hooks."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Flask, Response
from flask import request as heard

from partnerlab.lab import deployment as deployments
from partnerlab.lab.channels.socket_http import HttpServer
from partnerlab.lab.environment import file_variables, variables
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.system_under_test import nobody
from tests.conformance.peers import like, spoilt
from tests.ports import in_a_row

pytestmark = pytest.mark.slow
PORT = in_a_row()
PAYS = "payment/a_payment_of_what_is_owed"


@contextmanager
def foreign(module: str, prefix: str) -> Iterator[str]:
    """Where a reference listens in a process of its own; it was told what `up --env` prints for this port."""
    kit = Registry()
    with deployments.serve_simulators(Lab(kit), "up", port=PORT) as stage:
        stage.lab.system = nobody()
        told = variables(stage.lab, stage.urls) | file_variables(stage.lab)
    environment = os.environ | told | {f"{prefix}_TIMEOUT": "1", "PYTHONPATH": str(kit.root)}
    command = [sys.executable, "-m", module, "--lab", "--port", "0"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().decode().rpartition(" ")[2].strip()
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def reference() -> Iterator[str]:
    with foreign("reference.cis", "CIS") as url:
        yield url


@pytest.fixture
def verify(lab: Any, tmp_path: Path) -> Callable[..., Any]:
    def run(url: str, partner: str = "big_c_online", *options: str) -> Any:
        left = lab("verify", partner, "--cis", url, "--port", PORT, "--report", tmp_path / "report", *options)
        lines = (tmp_path / "report" / "events.jsonl").read_text(encoding="utf-8").splitlines()
        left.events = [json.loads(line) for line in lines]
        ended = [event for event in left.events if event["event"] == "scenario_finished"]
        names = [event["scenario"].removeprefix(f"{partner}/") for event in ended]
        told = [(e["verdict"], e["blame"], (e["reason"] or {}).get("en")) for e in ended]
        left.checks = dict(zip(names, told, strict=True))
        return left

    return run


@pytest.mark.parametrize(
    "partner",
    ["big_c_online", "biz_portal", "e_services", "krungthai_edc", "krungthai_online", "scb_online", "ttb_online"],
)
def test_the_reference_passes(verify: Any, reference: str, partner: str) -> None:
    left = verify(reference, partner, "--allow-writes")
    assert {name: told for name, told in left.checks.items() if told[0] != "pass"} == {}
    assert left.code == 0 and len(left.checks) > 4
    exchanges = [event for event in left.events if event["event"] == "exchange"]
    assert {(event["sender"], event["receiver"]) for event in exchanges} == {(partner, "cis")}
    assert any(event["step"] == 2 for event in exchanges if event["scenario"].endswith("/generated"))


@pytest.mark.parametrize(
    "partner",
    ["big_c_online", "biz_portal", "cib_police", "krungthai_edc", "krungthai_online", "lotus_online", "scb_online"],
)
def test_nothing_of_the_reference_fails_where_nothing_may_be_written(verify: Any, reference: str, partner: str) -> None:
    left = verify(reference, partner)
    assert {name: told for name, told in left.checks.items() if told[0] not in ("pass", "skip")} == {}


@pytest.mark.parametrize("partner", ["truemoney_offline", "scb_debit"])
def test_what_comes_in_files_is_played_and_judged(verify: Any, reference: str, partner: str) -> None:
    left = verify(reference, partner)
    assert {name: told for name, told in left.checks.items() if told[0] != "pass"} == {}
    assert left.code == 0
    assert len(left.checks) > 5
    carried = [event for event in left.events if event["event"] == "exchange" and event["channel"] == "sftp"]
    assert {(event["sender"], event["receiver"]) for event in carried} >= {(partner, "cis"), ("cis", partner)}


def test_a_file_of_which_our_side_made_something_else_is_our_sides(verify: Any, reference: str) -> None:
    def lost(answer: requests.Response) -> Response:
        return like(answer, content=b"{}")

    with spoilt(reference, lost, path="/_test/show/") as url:
        left = verify(url, "truemoney_offline")
    assert left.code == 1
    assert ("fail", "system_under_test") in {told[:2] for told in left.checks.values()}


def test_a_raw_water_system_is_left_the_files_of_its_partners(lab: Any, tmp_path: Path) -> None:
    with foreign("reference.rwc", "RWC") as url:
        left = lab("verify", "hydrographic", "--cis", url, "--port", PORT, "--report", tmp_path / "report")
    assert left.code == 0, left.out
    told = (tmp_path / "report" / "events.jsonl").read_text(encoding="utf-8")
    assert '"sender":"hydrographic","receiver":"rwc"' in told.replace(" ", "")


def _less(answer: requests.Response) -> Response:
    body = answer.json()
    return like(answer, content=json.dumps(body | {"paidAmount": "1.00"} if "paidAmount" in body else body).encode())


@pytest.mark.parametrize(
    ("distort", "told"),
    [
        (lambda answer: like(answer, status=299), "another status"),
        (lambda answer: like(answer, content=b"{}"), "against the contract"),
        (_less, "$.paidAmount"),
    ],
    ids=["another status", "an empty object", "another amount"],
)
def test_a_wrong_answer_is_our_sides(verify: Any, reference: str, distort: Any, told: str) -> None:
    with spoilt(reference, distort, path="/payment-agents/") as url:
        left = verify(url)
    assert left.code == 1 and left.checks["before"][0] == "pass"
    word, blame, reason = left.checks[PAYS]
    assert (word, blame) == ("fail", "system_under_test") and told in reason


AGENTS = "/payment-agents/"
INQUIRY, PAYMENT, OTHERS = "inquiry/access_control", "payment/access_control", "access_control/others"


def _right_key() -> str:
    return Lab(Registry()).credentials.of("big_c_online", "agent_key")


def _any_key(headers: dict[str, str]) -> None:
    headers["X-Agent-Key"] = _right_key()


def _any_known_key(headers: dict[str, str]) -> None:
    if headers.get("X-Agent-Key") == Lab(Registry()).credentials.of("lotus_online", "agent_key"):
        headers["X-Agent-Key"] = _right_key()


@pytest.mark.parametrize(
    ("mend", "check", "told"),
    [
        (_any_key, INQUIRY, "header/X-Agent-Key missing: was accepted (200)"),
        (_any_known_key, OTHERS, "header/X-Agent-Key another's: was accepted (200)"),
    ],
    ids=["any key", "another partner's key"],
)
def test_a_cis_that_takes_a_wrong_key_fails(verify: Any, reference: str, mend: Any, check: str, told: str) -> None:
    with spoilt(reference, like, AGENTS, mend) as url:
        left = verify(url)
    assert left.code == 1
    word, blame, reason = left.checks[check]
    assert (word, blame) == ("fail", "system_under_test") and told in reason
    assert left.checks[PAYMENT][0] == "skip" and "--allow-writes" in left.checks[PAYMENT][2]


def test_a_cis_that_refuses_and_books_all_the_same_fails(verify: Any, reference: str) -> None:
    wrong: list[bool] = []

    def taken_in(headers: dict[str, str]) -> None:
        wrong[:] = [headers.get("X-Agent-Key") != _right_key()]
        headers["X-Agent-Key"] = _right_key()

    def refused(answer: requests.Response) -> Response:
        body = json.dumps({"responseCode": "1000", "responseMessage": "no"}).encode()
        return like(answer, 401, body) if wrong[0] else like(answer)

    with spoilt(reference, refused, AGENTS, taken_in) as url:
        left = verify(url, "big_c_online", "--allow-writes")
    word, blame, reason = left.checks[PAYMENT]
    assert (word, blame) == ("fail", "system_under_test") and "yet something was booked" in reason
    assert left.checks[INQUIRY][0] == "pass"


def test_a_cis_that_accepts_what_breaks_the_contract_fails(verify: Any, reference: str) -> None:
    def accepted(answer: requests.Response) -> Response:
        body = {"responseCode": "1005", "responseMessage": "nothing to pay", "transactionId": "T-1"}
        return like(answer, 200, json.dumps(body).encode()) if answer.status_code == 400 else like(answer)

    with spoilt(reference, accepted, AGENTS) as url:
        left = verify(url, "big_c_online", "--no-access-checks")
    word, blame, reason = left.checks["inquiry/generated"]
    assert (word, blame) == ("fail", "system_under_test") and "breaks the contract at body" in reason
    assert "was accepted (200)" in reason and not [name for name in left.checks if "access_control" in name]


@pytest.mark.parametrize(
    ("answer", "word", "blame", "told"),
    [
        (lambda: Response("<h1>No</h1>", 403, content_type="text/html"), "fail", "network", "a firewall or a proxy"),
        (lambda: Response("", 308, {"Location": "https://x.example/a?k=1"}), "fail", "configuration", "x.example/a:"),
        (lambda: Response("{}", 429, content_type="application/json"), "skip", "configuration", "limits calls (429)"),
        (lambda: Response("{}".encode("utf-16"), 200, content_type="application/json"), "fail", "system_under_test",
         "seen UTF-16"),
        (lambda: Response("{}", 503, content_type="application/json"), "fail", "system_under_test", "another status"),
    ],
    ids=["firewall", "redirect", "too many", "utf-16", "its own refusal"],
)  # fmt: skip
def test_trouble_before_a_cis_is_reported_as_what_it_is(
    verify: Any, reference: str, tmp_path: Path, answer: Any, word: str, blame: str, told: str
) -> None:
    with spoilt(reference, lambda _: answer(), AGENTS) as url:
        left = verify(url)
    seen = left.checks[PAYS]
    assert seen[:2] == (word, blame) and told in seen[2], seen
    assert left.code == 1
    nothing = blame != "system_under_test"
    for text in (left.out, *((tmp_path / "report" / name).read_text("utf-8") for name in ("report.html", "junit.xml"))):
        assert ("This run proved nothing" in text) == nothing
        assert "inquiry (" in text, "what was not exercised is said"


def test_a_cis_without_hooks_is_skipped_with_the_reason(verify: Any) -> None:
    listening = HttpServer(Flask("cis"))
    try:
        left = verify(listening.url)
    finally:
        listening.close()
    assert left.checks["before"][:2] == ("skip", "configuration")
    assert "has no test hooks" in left.checks["before"][2]
    assert left.checks[PAYS][0] == "skip" and left.code == 1


def test_an_absent_cis_is_the_networks(verify: Any) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    left = verify(url)
    assert left.checks["before"][:2] == ("not_received", "network")
    assert left.checks[PAYS][0] == "skip" and left.code == 1


def test_a_line_that_breaks_before_the_step_that_counts_is_the_networks(verify: Any, reference: str) -> None:
    def hung_up(answer: requests.Response) -> Response:
        heard.environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
        return like(answer)

    with spoilt(reference, hung_up, path="/payment-agents/") as url:
        left = verify(url)
    assert left.code == 1
    assert left.checks["reversal/a_payment_taken_back_on_its_day"][:2] == ("fail", "network")


def test_a_port_that_is_taken_is_told_with_what_to_do(verify: Any, reference: str) -> None:
    with socket.create_server(("127.0.0.1", PORT)):
        left = verify(reference)
    assert left.checks["before"][:2] == ("fail", "configuration") and "--port" in left.checks["before"][2]
    assert left.code == 1


def test_what_a_wrong_call_says(lab: Any) -> None:
    left = lab("verify", "dbd_juristic", "--cis", "http://127.0.0.1:9")
    assert left.code == 2 and "dbd_juristic sends nothing to our side; partners that send: " in left.err
    for options in ([], ["--cis", "http://x", "--url", "http://y"]):
        left = lab("verify", "big_c_online", *options)
        assert left.code == 2 and "give either --url" in left.err


def _one_receipt(answer: requests.Response) -> Response:
    """Every receipt is the same one."""
    content = re.sub(rb'("(?:receiptNumber|receiptNo|info|paymentID)": ?")[^"]*', rb"\1R1-1", answer.content)
    return like(answer, content=content)


RECEIPTS = {
    "big_c_online": (AGENTS, "payment", "receiptNumber"),
    "e_services": ("/api/web/payments", "payment", "receiptNumber"),
    "krungthai_edc": ("/krungthai-edc/", "payment", "data/receiptNo"),
    "krungthai_online": ("/krungthai-online/", "payment", "info"),
    "scb_online": ("/", "confirm", "paymentID"),
}
"""Where a partner pays, by which operation, and the field of its receipt; some need a log-in or an approval first."""


@pytest.mark.parametrize("partner", RECEIPTS)
def test_one_receipt_for_two_payments_is_our_sides(verify: Any, reference: str, partner: str) -> None:
    path, operation, field = RECEIPTS[partner]
    with spoilt(reference, _one_receipt, path=path) as url:
        left = verify(url, partner, "--requests", "1", "--no-access-checks")
    word, blame, reason = left.checks[f"{operation}/generated"]
    assert (word, blame) == ("fail", "system_under_test") and f"body/{field}: receipt used twice" in reason


def _session_of_its_own(headers: dict[str, str]) -> None:
    """A system that names its sessions otherwise than the reference."""
    if "X-Session" in headers and not headers["X-Session"].startswith("f"):
        headers["X-Session"] = "0.00000000." + "0" * 64
    elif "X-Session" in headers:
        headers["X-Session"] = headers["X-Session"][1:]


def _named_session(answer: requests.Response) -> Response:
    return like(answer, content=re.sub(rb'("session": ?")', rb"\1f", answer.content))


def test_what_our_side_gave_is_sent_and_not_what_was_recorded(verify: Any, reference: str) -> None:
    with spoilt(reference, _named_session, path="/api/web/", mend=_session_of_its_own) as url:
        left = verify(url, "e_services", "--requests", "0", "--no-access-checks")
    assert {name for name, told in left.checks.items() if told[0] == "fail"} == set()


def test_a_token_that_cannot_be_read_is_our_sides(verify: Any, reference: str) -> None:
    page = Response("<!DOCTYPE html>no", 200, content_type="application/json")
    with spoilt(reference, lambda answer: page, path="/krungthai-online/v1/oauth/token") as url:
        left = verify(url, "krungthai_online", "--requests", "0", "--no-access-checks")
    assert left.code == 1
    told = [reason for word, blame, reason in left.checks.values() if (word, blame) == ("fail", "system_under_test")]
    assert told and "gave no access_token; it answered 200: a page for browsers" in told[0]
