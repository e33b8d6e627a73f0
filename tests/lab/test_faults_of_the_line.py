"""Faults of the connection itself, as a real client meets them: in process and over sockets alike."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
import requests

from partnerlab.lab.channels.socket_http import HttpServer
from partnerlab.lab.exchange.simulator_app import simulator_apps
from partnerlab.lab.lab import Lab
from tests.lab.lab_support import Client
from tests.patience import PATIENCE


@pytest.fixture(params=["in process", "over sockets"])
def client(request: pytest.FixtureRequest, lab: Lab) -> Iterator[Client]:
    """The same client at the same gateway, reached in both ways."""
    made = Client(lab)
    if request.param == "in process":
        yield made
        return
    server = HttpServer(simulator_apps(lab)["dga_gdx"])
    made.http, made.base = requests.Session(), server.url
    made.http.trust_env = False
    yield made
    made.http.close()
    server.close()


@pytest.fixture
def server(lab: Lab) -> Iterator[HttpServer]:
    made = HttpServer(simulator_apps(lab)["dga_gdx"])
    yield made
    made.close()


def tokens(lab: Lab) -> int:
    return len(lab.partner_worlds["dga_gdx"].table("tokens"))


def raised(client: Client) -> type[requests.RequestException]:
    """The very class of error that the client's library raises."""
    with pytest.raises(requests.RequestException) as caught:
        client.validate(timeout=PATIENCE)
    return caught.type


def test_a_refused_connection_is_no_answer_and_no_work(lab: Lab, client: Client) -> None:
    lab.set_fault("dga_gdx", "connection_refused", times=1)
    assert raised(client) is requests.ConnectionError
    assert tokens(lab) == 0
    (exchange,) = lab.journal
    assert (exchange.lost, exchange.answer, exchange.answered) == ("request", None, None)
    assert (exchange.faults, exchange.findings) == (("connection_refused",), [])
    assert client.validate().status_code == 200


def test_a_reset_in_mid_answer_comes_after_the_work(lab: Lab, client: Client) -> None:
    lab.set_fault("dga_gdx", "connection_reset", times=1)
    assert raised(client) is requests.exceptions.ChunkedEncodingError
    assert tokens(lab) == 1
    (exchange,) = lab.journal
    assert (exchange.lost, exchange.answered, exchange.findings) == ("answer", None, [])
    assert exchange.answer is not None
    assert exchange.answer.body["Result"], "what the partner said is known to the journal"
    assert client.validate().status_code == 200


def test_a_reset_before_the_work_is_no_answer_at_all(lab: Lab, client: Client) -> None:
    lab.set_fault("dga_gdx", "connection_reset", times=1, processed=False)
    assert raised(client) is requests.ConnectionError
    assert tokens(lab) == 0
    (exchange,) = lab.journal
    assert (exchange.lost, exchange.answer, exchange.findings) == ("answer", None, [])


def test_a_truncated_body_is_shorter_than_it_was_announced(lab: Lab, client: Client) -> None:
    lab.set_fault("dga_gdx", "truncated_body", times=1)
    assert raised(client) is requests.exceptions.ChunkedEncodingError
    assert tokens(lab) == 1
    (exchange,) = lab.journal
    assert (exchange.lost, exchange.findings, exchange.excused) == ("answer", [], set())


def test_an_answer_without_a_body_cannot_come_short_but_can_be_reset(lab: Lab, client: Client) -> None:
    lab.set_fault("dga_gdx", "answers", status=204)
    lab.set_fault("dga_gdx", "truncated_body")
    assert client.validate().status_code == 204
    lab.set_fault("dga_gdx", "connection_reset")
    assert raised(client) is requests.ConnectionError


def test_they_compose_with_other_faults_and_the_first_break_stays(lab: Lab, client: Client) -> None:
    lab.set_fault("dga_gdx", "answers", status=500, body={"Message": "down, and long enough to break off"})
    lab.set_fault("dga_gdx", "connection_reset")
    lab.set_fault("dga_gdx", "delay", by="3 seconds")
    lab.set_fault("dga_gdx", "truncated_body")
    before = lab.clock.now
    assert raised(client) is requests.exceptions.ChunkedEncodingError
    assert (lab.clock.now - before).total_seconds() == 3
    (exchange,) = lab.journal
    assert exchange.answer is not None
    assert (exchange.answer.status, exchange.answer.breaks and exchange.answer.breaks.how) == (500, "reset")
    assert tokens(lab) == 0


def test_an_app_with_hooks_of_its_own_breaks_as_well(lab: Lab, client: Client) -> None:
    """Then Flask itself carries the exception, which it would else turn into an answer of status 500."""
    simulator_apps(lab)["dga_gdx"].before_request(lambda: None)
    lab.set_fault("dga_gdx", "connection_refused", times=1)
    assert raised(client) is requests.ConnectionError
    lab.set_fault("dga_gdx", "connection_reset", times=1)
    assert raised(client) is requests.exceptions.ChunkedEncodingError
    assert client.validate().status_code == 200


def received(lab: Lab, server: HttpServer) -> tuple[bytes, bool]:
    """What comes over a plain socket, and whether the end was a reset."""
    query = f"ConsumerSecret={lab.credentials.of('dga_gdx', 'consumer_secret')}"
    query += f"&AgentID={lab.credentials.of('dga_gdx', 'agent_pid')}"
    key = lab.credentials.of("dga_gdx", "consumer_key")
    host, port = server.url.removeprefix("http://").split(":")
    found = b""
    with socket.create_connection((host, int(port)), 5) as line:
        line.sendall(f"GET /ws/auth/validate?{query} HTTP/1.1\r\nHost: x\r\nConsumer-Key: {key}\r\n\r\n".encode())
        try:
            while more := line.recv(65536):
                found += more
        except ConnectionResetError:
            return found, True
    return found, False


@pytest.mark.parametrize(
    ("fault", "words", "answered", "reset"),
    [
        ("connection_refused", {}, False, True),
        ("connection_reset", {"processed": False}, False, True),
        ("connection_reset", {}, True, True),
        ("truncated_body", {}, True, False),
    ],
)
def test_on_the_wire(
    lab: Lab, server: HttpServer, fault: str, words: dict[str, bool], answered: bool, reset: bool
) -> None:
    lab.set_fault("dga_gdx", fault, **words)
    found, was_reset = received(lab, server)
    assert was_reset is reset
    assert found.startswith(b"HTTP/1.1 200 OK\r\n") is answered
    if answered:
        head, _, body = found.partition(b"\r\n\r\n")
        (length,) = (line for line in head.splitlines() if line.startswith(b"Content-Length: "))
        assert 0 < len(body) < int(length.partition(b": ")[2])


def test_a_server_that_broke_off_serves_the_next_and_says_nothing(
    lab: Lab, server: HttpServer, capfd: pytest.CaptureFixture[str]
) -> None:
    lab.set_fault("dga_gdx", "connection_reset", times=5)
    assert [received(lab, server)[1] for _ in range(5)] == [True] * 5
    client = Client(lab)
    client.http, client.base = requests.Session(), server.url
    with client.http:
        assert client.validate().status_code == 200
    server.close()
    assert capfd.readouterr().err == ""
