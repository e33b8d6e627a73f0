"""A simulator as a Flask app: both ways through it answer alike, and unknown calls are journalled."""

from __future__ import annotations

import io
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from flask import Flask
from werkzeug.test import EnvironBuilder

from partnerlab.contract.http import message as wire
from partnerlab.lab.channels.in_process_http import WsgiChannel, call
from partnerlab.lab.channels.socket_http import HttpServer
from partnerlab.lab.exchange.simulator_app import SimulatorApp, simulator_apps
from partnerlab.lab.exchange.wsgi_request import from_environ
from partnerlab.lab.lab import Lab
from tests.lab.lab_support import NOON, Client
from tests.patience import PATIENCE

VALIDATE = "/ws/auth/validate"
Wire = tuple[int, list[tuple[str, str]], bytes]


@pytest.fixture
def gateway(lab: Lab) -> Iterator[SimulatorApp]:
    app = simulator_apps(lab)["dga_gdx"]
    yield app
    app.before_request_funcs.clear()


def answers(lab: Lab, app: SimulatorApp) -> list[Wire]:
    """One of each kind of answer, from a lab that has just begun: JSON, refusal, plain text, an odd status."""
    lab.reset(NOON)
    client, keys = Client(lab), {"Consumer-Key": lab.credentials.of("dga_gdx", "consumer_key")}
    token = client.token()
    link = "OfficeID=00023&ServiceID=001&Version=01&CitizenID="
    pid = lab.world.person(41).pid
    lab.set_fault("dopa_linkage", "wrong_status", operation="officer_state", status=799)
    officer = f"Consumer=x&CitizenID={lab.credentials.of('dga_gdx', 'agent_pid')}"
    return [
        call(app, "GET", VALIDATE, "ConsumerSecret=x&AgentID=y", keys, b""),
        call(app, "GET", "/ws/dopa/linkage/v1/link", link + pid, keys | {"Token": token}, b""),
        call(app, "GET", "/ws/dopa/linkage/v1/link", link + "0000000000000", keys | {"Token": token}, b""),
        call(app, "GET", "/ws/dopa/linkage/v1/link", link + pid, keys, b""),
        call(app, "GET", "/ws/dopa/linkage/v1/agent/permission", officer, keys | {"Token": token}, b""),
    ]


def test_both_ways_through_the_app_give_the_same_bytes(lab: Lab, gateway: SimulatorApp) -> None:
    quick = answers(lab, gateway)
    quick_journal = [(e.number, e.operation, e.via, e.findings) for e in lab.journal]
    seen: list[str] = []
    gateway.before_request(lambda: seen.append("hook"))
    slow = answers(lab, gateway)
    assert len(seen) == 6, "a hook hears every request, the one for the token too"
    for one, other in zip(quick, slow, strict=True):
        assert (one[0], one[2]) == (other[0], other[2])
        assert sorted(one[1]) == sorted(other[1])
    assert [(e.number, e.operation, e.via, e.findings) for e in lab.journal] == quick_journal
    assert [status for status, _, _ in quick] == [401, 200, 200, 401, 799]


def test_an_answer_without_a_body_has_no_content_type_on_either_way(lab: Lab, gateway: SimulatorApp) -> None:
    client = Client(lab)
    headers = {"Consumer-Key": client.key("consumer_key"), "Token": client.token()}
    path = "/ws/dbd/juristic/v4/profile/information"
    quick = call(gateway, "GET", path, "JuristicID=0000000000000", headers, b"")
    gateway.before_request(lambda: None)
    assert quick == (204, [], b"")
    assert call(gateway, "GET", path, "JuristicID=0000000000000", headers, b"") == quick


def test_the_hot_path_does_not_go_through_flask(
    gateway: SimulatorApp, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Flask, "wsgi_app", lambda *_: pytest.fail("went through Flask"))
    assert Client(lab).validate().status_code == 200


def test_flasks_own_test_client_works(gateway: SimulatorApp, lab: Lab) -> None:
    key = lab.credentials.of("dga_gdx", "consumer_key")
    answer = gateway.test_client().get(VALIDATE, headers={"Consumer-Key": key}, query_string={"ConsumerSecret": "x"})
    assert answer.status_code == 400
    assert answer.json == {"Message": "BadRequestException: query/AgentID required"}
    assert answer.headers["Content-Length"] == str(len(answer.data))
    assert [finding.where for finding in next(iter(lab.journal)).findings] == ["query/AgentID"]


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/ws/auth/Validate", 404), ("POST", VALIDATE, 405), ("GET", "/", 404)]
)
def test_what_no_contract_knows_is_answered_journalled_and_told_what_there_is(
    lab: Lab, gateway: SimulatorApp, method: str, path: str, status: int
) -> None:
    found, _, raw = call(gateway, method, path, "x=1", {}, b"")
    body = wire.answer(found, {"content-type": wire.JSON}, raw).body
    assert found == status
    assert body["Message"] == f"dga_gdx has no operation {method} {path}?x=1"
    assert VALIDATE in body["offers"]
    (exchange,) = lab.journal
    (finding,) = exchange.findings
    assert (exchange.receiver, exchange.operation) == ("dga_gdx", "?")
    assert (finding.rule, finding.seen) == ("undocumented operation", f"{method} {path}?x=1")
    assert VALIDATE in finding.expected
    assert exchange.culprit(finding) == lab.system.name


def test_a_templates_parameters_reach_the_judge_and_thai_text_survives(lab: Lab, gateway: SimulatorApp) -> None:
    client = Client(lab)
    person = lab.world.person(41)
    answer = client.person(client.token(), person.pid)
    assert answer.json()["firstName"] == person.first_name
    assert answer.headers["Content-Type"] == "application/json"


def test_a_simulator_that_breaks_is_never_mistaken_for_a_partner(
    lab: Lab, gateway: SimulatorApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(world: object, message: object) -> None:
        raise ZeroDivisionError("ours")

    monkeypatch.setitem(lab.kit.partner("dga_gdx").functions, "validate", breaks)
    assert Client(lab).validate().status_code == 599
    lab.set_fault("dga_gdx", "wrong_status", status=200)
    assert Client(lab).validate().status_code == 599, "no fault hides it"
    told = ("dga_gdx.validate", ZeroDivisionError)
    assert [(where, type(bad)) for where, bad in lab.failures.errors] == [told, told]


def test_a_request_that_breaks_its_contract_does_not_break_the_simulator(lab: Lab, client: Client) -> None:
    headers = {"Consumer_Key": client.key("consumer_key"), "Token": client.token()}
    client.get("/ws/dopa/linkage/v1/link", {"OfficeID": "00023", "ServiceID": "001", "Version": "01"}, **headers)
    portal = "http://biz_portal.lab/Api/V2/Applications/Requests"
    client.http.post(portal, data=b"{", headers={"Content-Type": wire.JSON})
    assert [[finding.where for finding in exchange.findings] for exchange in lab.journal][1:] == [
        ["query/CitizenID"],
        ["header/Consumer-Key", "body"],
    ]
    assert lab.failures.errors == []


def test_a_name_that_nobody_has_in_the_lab_is_a_connection_error(client: Client) -> None:
    with pytest.raises(requests.ConnectionError, match=r"nobody is called elsewhere\.lab in this lab"):
        client.http.get("http://elsewhere.lab/")


def test_a_system_in_process_is_called_with_the_exact_bytes() -> None:
    app = Flask("system")

    @app.post("/<path:path>")
    def echo(path: str) -> tuple[bytes, int, dict[str, str]]:
        from flask import request

        told = f"{path}|{request.query_string.decode()}|{request.headers['X-Key']}|".encode()
        return told + request.get_data(), 201, {"Content-Type": "text/plain"}

    message = wire.request("POST", "/ค่าน้ำ", query="a=1%202", headers={"x-key": "k"}, raw="น้ำ".encode())
    answer = WsgiChannel(app).call(message)
    assert (answer.status, answer.body) == (201, "ค่าน้ำ|a=1+2|k|น้ำ")


def test_each_request_has_headers_of_its_own_however_alike_they_are() -> None:
    def headers(**told: str) -> dict[str, str]:
        environ = EnvironBuilder("/thing", method="POST", headers=told, data="x").get_environ()
        return {name: value for name, value in from_environ(environ).headers.items() if name != "host"}

    for _ in range(2):
        assert headers(Token="a", Key="b, c") == {"token": "a", "key": "b, c"}
        assert headers(Token="a, b", Key="c") == {"token": "a, b", "key": "c"}
        assert headers(Key="c", Token="a") == {"token": "a", "key": "c"}
        assert headers(Token="a") == {"token": "a"}
        assert headers(Key="a") == {"key": "a"}


def test_a_header_more_is_seen_where_something_else_is_missing() -> None:
    built = EnvironBuilder("/thing", method="POST", headers={"Token": "a"}, data="x").get_environ()
    for instead in ("CONTENT_LENGTH", "SCRIPT_NAME", "QUERY_STRING", "HTTP_HOST"):
        environ = built | {"wsgi.input": io.BytesIO(b"x"), "wsgi.input_terminated": True}
        other = {key: value for key, value in environ.items() if key != instead} | {"HTTP_KEY": "b"}
        assert "key" not in from_environ(environ).headers
        other["wsgi.input"].seek(0)
        assert from_environ(other).headers["key"] == "b", instead


@pytest.mark.parametrize("data", ["", "x"])
def test_a_request_of_an_environment_is_whole(data: str) -> None:
    found = from_environ(EnvironBuilder("/thing", method="POST", data=data).get_environ())
    kinds = type(found).__mro__
    assert all(hasattr(found, name) for kind in kinds for name in getattr(kind, "__slots__", ()))


def test_a_body_shorter_than_its_length_is_refused_and_noted_with_what_came(lab: Lab, gateway: SimulatorApp) -> None:
    server = HttpServer(gateway)
    target = urlsplit(server.url)
    try:
        with socket.create_connection((str(target.hostname), target.port or 0), PATIENCE) as line:
            lines = ("GET /ws/auth/validate HTTP/1.1", "Host: x", f"Content-Type: {wire.JSON}", "Content-Length: 100")
            head = "\r\n".join((*lines, "", ""))
            line.sendall(head.encode() + b'{"a": 1}')
            line.shutdown(socket.SHUT_WR)
            assert line.recv(20).startswith(b"HTTP/1.1 400 ")
    finally:
        server.close()
    (exchange,) = lab.journal
    assert exchange.request.raw == b'{"a": 1}'
    assert [(finding.where, finding.rule) for finding in exchange.findings][:1] == [("body", "shorter than its length")]


def test_a_body_that_comes_in_chunks_is_read_to_its_end(lab: Lab, gateway: SimulatorApp) -> None:
    raw = b'{"a": 1}'
    environ = EnvironBuilder(
        method="POST", path="/x", input_stream=io.BytesIO(raw), content_type=wire.JSON
    ).get_environ()
    environ.pop("CONTENT_LENGTH", None)
    assert from_environ(environ | {"wsgi.input_terminated": True}).body == {"a": 1}


def test_an_answer_about_a_neighbour_is_the_simulators_fault_however_often_it_is_asked(
    lab: Lab, gateway: SimulatorApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = lab.kit.partner("dopa_linkage")
    right, neighbour = register.functions["card"], lab.world.person(42).pid

    def wrong(world: Any, message: Any) -> Any:
        return right(world, message) | {"personalID": int(neighbour)}

    monkeypatch.setitem(register.functions, "card", wrong)
    client = Client(lab)
    token = client.token()
    query = {"OfficeID": "00023", "ServiceID": "032", "Version": "01", "CitizenID": lab.world.person(41).pid}
    for _ in range(2):
        client.get("/ws/dopa/linkage/v1/link", query, Consumer_Key=client.key("consumer_key"), Token=token)
    for exchange in [*lab.journal][1:]:
        (finding,) = exchange.findings
        assert (finding.where, finding.rule) == ("body/personalID", "another person")
        assert exchange.culprit(finding) == "dopa_linkage"
