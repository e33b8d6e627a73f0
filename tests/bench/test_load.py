"""The load under which simulators are measured: it checks what it is answered, and what it asks is real."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import cycle

import pytest
from werkzeug import Request, Response

from partnerlab.lab.channels.socket_http import HttpServer
from tools.bench import http_load, recorded_exchanges
from tools.bench.load_client import WrongAnswer, load

pytestmark = pytest.mark.slow


@pytest.fixture
def port() -> Iterator[int]:
    """A server that always says the same."""
    listening = HttpServer(Request.application(lambda request: Response(b"said", content_type="text/plain")))
    yield int(listening.url.rpartition(":")[2])
    listening.close()


REQUEST = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n"


@pytest.mark.parametrize("system", [sys.platform, "another"])
def test_every_answer_is_counted_and_timed(port: int, system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", system)  # each has its own way to wait for many
    seen = load(port, cycle([REQUEST]), b"said", seconds=0.5, connections=4)
    assert seen.rate > 1
    assert 0 < seen.p99 < 2_000


def test_an_answer_that_differs_stops_the_measurement(port: int) -> None:
    with pytest.raises(WrongAnswer, match="expected b'something else'"):
        load(port, cycle([REQUEST]), b"something else", seconds=0.2, connections=2)


def test_what_is_asked_is_a_look_up_in_thai_a_status_and_rows() -> None:
    what = recorded_exchanges.play().asked
    assert len(what["look-up"].answer) > 1_200
    assert any(ord(letter) > 0xE00 for letter in what["look-up"].answer.decode())
    assert b"PENDING" in what["status"].bodies[0]
    assert len(set(what["row"].bodies)) > 64


@pytest.mark.parametrize("name", http_load.SERVED)
def test_every_server_gives_the_same_bytes_over_and_over(name: str) -> None:
    played = recorded_exchanges.play()
    with http_load.server(name, played) as (port, _):
        for asked in played.asked.values():
            assert load(port, http_load.wires(asked, port), asked.answer, seconds=0.5).rate > 0
