"""The address in front of a system of ours: what partners' clients send passes unchanged, judged and journalled."""

from __future__ import annotations

import gzip
import json
import socket
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
import requests

from partnerlab.lab.channels.socket_http import HttpServer, UrlChannel
from partnerlab.lab.exchange.size_limits import USUAL
from partnerlab.lab.front.system_front import SystemFront, system_fronts
from partnerlab.lab.journal import Exchange
from partnerlab.lab.lab import Lab
from partnerlab.lab.our_side import CIS
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.system_under_test import System
from partnerlab.scenario.exchange_events import exchange_event
from tests.lab.lab_support import lab_at_noon
from tests.patience import PATIENCE

INQUIRY = "/payment-agents/v1/inquiry"
NOT_FOUND = {"responseCode": "1001", "responseMessage": "no such account"}
LIMIT = 200_000


class Cis:
    """A customer system that keeps what it is asked, and answers what it was told to."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.status, self.headers, self.parts = "200 OK", [("Content-Type", "application/json")], [b"{}"]

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        self.asked.append(environ | {"body": environ["wsgi.input"].read(length)})
        start_response(self.status, self.headers)
        return self.parts

    def will_answer(self, body: Any, **headers: str) -> None:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        named = {"Content-Type": "application/json", "Content-Length": str(len(raw))} | headers
        self.headers, self.parts = [*named.items()], [raw]


@pytest.fixture(scope="module")
def kit() -> Registry:
    return Registry()


@pytest.fixture
def lab(kit: Registry) -> Iterator[Lab]:
    with lab_at_noon(kit, limits=USUAL._replace(body=LIMIT)) as made:
        yield made


@pytest.fixture
def cis(lab: Lab) -> Iterator[Cis]:
    app = Cis()
    server = HttpServer(app)
    lab.systems[CIS] = System(UrlChannel(server.url), CIS)
    yield app
    server.close()


@pytest.fixture
def front(lab: Lab) -> Iterator[str]:
    server = HttpServer(SystemFront(lab, CIS))
    yield server.url
    server.close()


def ask(front: str, key: str, body: Any = None, **more: Any) -> requests.Response:
    with requests.Session() as http:
        http.trust_env = False
        headers = {"X-Agent-Key": key, "Content-Type": "application/json"} | more.pop("headers", {})
        return http.post(front + INQUIRY, json=body or {}, headers=headers, timeout=PATIENCE, **more)


def only(lab: Lab) -> Exchange:
    (exchange,) = lab.journal
    return exchange


def test_each_system_that_partners_call_has_one(lab: Lab) -> None:
    assert list(system_fronts(lab)) == [CIS]


def test_what_passes_is_judged_against_the_contract_of_whose_key_it_shows(lab: Lab, cis: Cis, front: str) -> None:
    cis.will_answer(NOT_FOUND)
    for partner in ("big_c_online", "lotus_online"):
        ask(front, lab.credentials.of(partner, "agent_key"), {"surprise": 1})
    big_c, lotus = lab.journal
    assert [e.route[:3] for e in (big_c, lotus)] == [(n, CIS, "inquiry") for n in ("big_c_online", "lotus_online")]
    assert ("request", "body/surprise") in {(finding.side, finding.where) for finding in big_c.findings}
    assert "answer" in {finding.side for finding in big_c.findings}, "the answer is judged too"
    assert {finding["blame"] for finding in exchange_event(lab, big_c)["findings"]} == {"partner", "system_under_test"}


def test_nobody_is_accused_of_a_message_that_several_may_have_sent(lab: Lab, cis: Cis, front: str) -> None:
    ask(front, "a wrong key")
    assert (only(lab).sender, only(lab).operation) == ("?", "inquiry")


def test_it_arrives_as_it_was_sent_but_for_what_concerns_the_connection(lab: Lab, cis: Cis, front: str) -> None:
    cis.will_answer({}, **{"Set-Cookie": "a=1", "X-Trace": "7", "Connection": "X-Own, close", "X-Own": "gone"})
    sent = {"X-Trace": "7", "Connection": "X-Mine", "X-Mine": "gone", "Te": "trailers"}
    answer = ask(f"{front}", "k", {"น้ำ": "ก"}, headers=sent, params={"q": "ก a", "w": ["1", "2"]})
    (asked,) = cis.asked
    assert asked["body"] == b'{"\\u0e19\\u0e49\\u0e33": "\\u0e01"}'
    assert asked["QUERY_STRING"] == "q=%E0%B8%81+a&w=1&w=2" and asked["HTTP_X_TRACE"] == "7"
    assert asked["HTTP_X_FORWARDED_HOST"] == front.removeprefix("http://") != asked["HTTP_HOST"]
    assert not {"HTTP_X_MINE", "HTTP_TE"} & asked.keys()
    assert (answer.headers["X-Trace"], answer.headers["Set-Cookie"]) == ("7", "a=1")
    assert "X-Own" not in answer.headers
    ask(front, "k")
    assert len(cis.asked) == 2
    assert "HTTP_COOKIE" not in cis.asked[-1], "no client is given the cookie of another"


def test_a_redirect_is_the_clients_to_follow(lab: Lab, cis: Cis, front: str) -> None:
    cis.status, cis.headers, cis.parts = "302 Found", [("Location", "/elsewhere"), ("Content-Length", "0")], []
    answer = ask(front, "k", allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"], len(cis.asked)) == (302, "/elsewhere", 1)


def test_a_system_that_is_down_is_told_in_plain_words(lab: Lab, front: str) -> None:
    answer = ask(front, "k")
    assert (answer.status_code, answer.json()["from"]) == (502, "partnerlab")
    assert "the lab was not told where the cis listens" in answer.json()["Message"]
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    lab.systems[CIS] = System(UrlChannel(f"http://127.0.0.1:{port}"), CIS)
    answer = ask(front, "k")
    told = f"nothing answers at http://127.0.0.1:{port}: is the system running"
    assert answer.status_code == 502 and told in answer.json()["Message"]
    assert [(exchange.lost, exchange.came) for exchange in lab.journal] == [("answer", None)] * 2


def test_an_answer_that_breaks_off_breaks_off_here_too(lab: Lab, cis: Cis, front: str) -> None:
    cis.will_answer(b"half", **{"Content-Length": "1000"})
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        ask(front, "k")
    assert only(lab).lost == "answer"


def test_an_answer_passes_while_it_comes_and_only_its_beginning_is_kept(lab: Lab, cis: Cis, front: str) -> None:
    cis.headers, cis.parts = [("Content-Type", "application/json")], [b"x" * LIMIT, b"y" * LIMIT, b"z" * LIMIT]
    answer = ask(front, "k")
    assert len(answer.content) == 3 * LIMIT
    came = only(lab).came
    assert came is not None and len(came.raw) < LIMIT
    assert f"more than {LIMIT} bytes" in str(only(lab).findings[-1])


def test_a_packed_answer_passes_packed_and_is_judged_unpacked(lab: Lab, cis: Cis, front: str) -> None:
    cis.will_answer(gzip.compress(json.dumps(NOT_FOUND).encode()), **{"Content-Encoding": "gzip"})
    answer = ask(front, lab.credentials.of("big_c_online", "agent_key"))
    assert (answer.json(), answer.headers["Content-Encoding"]) == (NOT_FOUND, "gzip")
    assert only(lab).answer is not None and only(lab).answer.body == NOT_FOUND  # type: ignore[union-attr]
    cis.will_answer(gzip.compress(b" " * 10 * LIMIT), **{"Content-Encoding": "gzip"})
    ask(front, "k")
    came = [*lab.journal][-1].came
    assert came is not None and len(came.raw) < LIMIT


def test_a_body_that_is_too_large_is_refused_and_noted(lab: Lab, cis: Cis, front: str) -> None:
    assert ask(front, "k", {"a": "x" * LIMIT}).status_code == 413
    assert [finding.rule for finding in only(lab).findings] == ["larger than the lab takes"] and not cis.asked


def test_a_body_shorter_than_its_length_is_refused_and_noted(lab: Lab, cis: Cis, front: str) -> None:
    host, _, port = front.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), PATIENCE) as line:
        line.sendall(f"POST {INQUIRY} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{{}}".encode())
        line.shutdown(socket.SHUT_WR)
        assert line.recv(20).startswith(b"HTTP/1.1 400 ")
    assert [finding.rule for finding in only(lab).findings] == ["shorter than its length"] and not cis.asked


def test_what_no_contract_knows_passes_and_stands_in_the_journal_without_a_value(
    lab: Lab, cis: Cis, front: str
) -> None:
    number = lab.world.person(41).pid
    cis.will_answer({"owner": number})
    answer = requests.get(f"{front}/unheard/of", params={"pid": number}, timeout=PATIENCE)
    assert answer.json() == {"owner": number}
    event = exchange_event(lab, only(lab))
    assert [finding["rule"] for finding in event["findings"]][:1] == ["undocumented operation"]
    assert number not in json.dumps(event)


def test_the_test_hooks_are_not_reached_through_it(lab: Lab, cis: Cis, front: str) -> None:
    assert requests.get(f"{front}/_test/about", timeout=PATIENCE).status_code == 404
    assert not cis.asked and not list(lab.journal)
