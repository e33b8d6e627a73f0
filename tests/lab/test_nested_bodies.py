"""Bodies that are nested deeper than any message: refused, journalled, finished, and nothing after them is spoilt."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import requests

from partnerlab.contract.findings import Finding
from partnerlab.contract.http import message as wire
from partnerlab.contract.http.json_limits import DEEPEST
from partnerlab.contract.http.judge import MessageJudge
from partnerlab.lab.channels.channel import SystemCrashed
from partnerlab.lab.channels.in_process_http import call
from partnerlab.lab.channels.socket_http import HttpServer
from partnerlab.lab.exchange.message_sender import send
from partnerlab.lab.exchange.simulator_app import simulator_apps
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.snapshots import take_snapshot
from partnerlab.report import jsonl
from partnerlab.report.har import har
from partnerlab.scenario.exchange_events import exchange_event
from tests.lab.lab_support import Listener
from tests.patience import PATIENCE

IN_JSON = {"Content-Type": "application/json"}
DEPTHS = (DEEPEST + 1, 300, 1_000, 100_000)


def nested(depth: int, opens: str = "[", closes: str = "]") -> bytes:
    return (opens * depth + closes * depth).encode()


def posted() -> Iterator[tuple[str, str, str]]:
    """Every operation of every simulator that takes a body in JSON."""
    kit = Registry()
    for partner in kit.partners.values():
        for operation in partner.provider.operations.values() if partner.provider else ():
            if wire.JSON in operation.request:
                yield partner.behind or partner.name, operation.method, operation.path


def exported(lab: Lab) -> str:
    """The journal in every form in which somebody gets it."""
    events = [exchange_event(lab, exchange, shown) for exchange in lab.journal for shown in (True, False)]
    return json.dumps(har(events)) + "".join(jsonl.line(event).decode() for event in events)


@pytest.mark.parametrize(("name", "method", "path"), [*posted()])
def test_a_nested_request_is_refused_and_nothing_after_it_is_spoilt(
    lab: Lab, name: str, method: str, path: str
) -> None:
    app = simulator_apps(lab)[name]
    bodies = [nested(depth) for depth in DEPTHS] + [
        nested(depth, '{"a":', "}").replace(b":}", b":1}") for depth in DEPTHS
    ]
    for raw in bodies:
        status, _, _ = call(app, method, path, "", IN_JSON, raw)
        assert 400 <= status < 500
    exchanges = [*lab.journal]
    assert len(exchanges) == len(bodies)
    for exchange in exchanges:
        assert exchange.answered is not None
        assert exchange.parent is None
        assert "does not decode" in [finding.rule for finding in exchange.findings]
    assert lab.failures.errors == []
    assert lab.journal.busy() is None
    assert "nested deeper" in exported(lab)
    take_snapshot(lab)


def test_as_deep_as_allowed_is_judged_by_the_contract() -> None:
    message = wire.request("POST", "/x", headers=wire.IN_JSON, raw=nested(DEEPEST))
    assert message.body is not None
    assert wire.request("POST", "/x", headers=wire.IN_JSON, raw=nested(DEEPEST + 1)).body is None
    flat = json.dumps([{"a": [n]} for n in range(1_000)]).encode()
    assert wire.request("POST", "/x", headers=wire.IN_JSON, raw=flat).body is not None


def test_a_nested_answer_is_a_finding(lab: Lab, listener: Listener) -> None:
    for depth in DEPTHS:
        listener.answer = lambda message, depth=depth: wire.answer(200, wire.IN_JSON, nested(depth))  # type: ignore[misc]
        sending = send(lab, "big_c_online", "inquiry", {"account": lab.world.account(1001)}, [])
        [exchange] = sending.exchanges
        assert [finding.rule for finding in exchange.findings] == ["does not decode"]
        assert exchange.findings[0].side == "answer"
        assert exchange.answered is not None
    assert lab.journal.busy() is None
    assert "nested deeper" in exported(lab)


def test_over_sockets_the_next_exchange_goes_on(lab: Lab) -> None:
    name, method, path = next(posted())
    server = HttpServer(simulator_apps(lab)[name])
    try:
        for _ in range(2):
            answer = requests.request(method, server.url + path, data=nested(1_000), headers=IN_JSON, timeout=PATIENCE)
            assert 400 <= answer.status_code < 500
    finally:
        server.close()
    assert [exchange.parent for exchange in lab.journal] == [None, None]


@pytest.mark.parametrize("part", ["request", "answer"])
def test_a_judge_that_breaks_down_is_our_failure_and_the_exchange_is_finished(
    lab: Lab, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    def breaks(*_: object) -> list[Finding]:
        raise ValueError("the judge broke down")

    monkeypatch.setattr(MessageJudge, part, breaks)
    name, method, path = next(posted())
    call(simulator_apps(lab)[name], method, path, "", IN_JSON, b"{}")
    send(lab, "big_c_online", "inquiry", {"account": lab.world.account(1001)}, [])
    for exchange in lab.journal:
        assert exchange.answered is not None
        assert "could not be judged" in [finding.rule for finding in exchange.findings]
    assert {str(bad) for _, bad in lab.failures.errors} == {"the judge broke down"}
    assert lab.journal.busy() is None


def test_a_system_that_crashes_leaves_no_exchange_open(lab: Lab, listener: Listener) -> None:
    def crash(message: wire.Request) -> wire.Answer:
        raise SystemCrashed("it crashed")

    listener.answer = crash
    with pytest.raises(SystemCrashed):
        send(lab, "big_c_online", "inquiry", {"account": lab.world.account(1001)}, [])
    assert lab.journal.busy() is None
    assert [exchange.lost for exchange in lab.journal] == ["answer"]
