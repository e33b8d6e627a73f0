"""Connections to an implementation: certificates, a proxy, time limits; over real sockets, each error apart."""

from __future__ import annotations

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from time import sleep

import pytest
import requests
from werkzeug import Request as Heard
from werkzeug import Response

from partnerlab.conformance.verify.connection import Connection, ConnectionSettings
from partnerlab.conformance.verify.connection_errors import ConnectionFailed
from partnerlab.conformance.verify.partner_test_data import load
from partnerlab.contract.http.message import Request
from partnerlab.lab.channels.socket_http import HttpServer
from partnerlab.lab.partners.registry import Registry
from partnerlab.yamlio import YamlError
from tests.conformance.certificates import Authority, secure
from tests.patience import PATIENCE

pytestmark = pytest.mark.slow

ASKED = Request("GET", "/thing")


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def plain() -> Iterator[str]:
    """A server without a certificate."""
    listening = HttpServer(Heard.application(lambda request: Response("said", content_type="text/plain")))
    yield listening.url
    listening.close()


def ask(url: str, connection: ConnectionSettings | None = None) -> str:
    peer = Connection(url, connection)
    try:
        return str(peer.send(ASKED).body)
    finally:
        peer.close()


def trouble(url: str, connection: ConnectionSettings | None = None) -> tuple[str, str | None, str]:
    """Its kind, whose fault it is, and what is said of it."""
    with pytest.raises(ConnectionFailed) as told:
        ask(url, connection)
    return told.value.kind, told.value.blame, told.value.reason["en"]


def test_an_authority_of_its_own_is_trusted_when_it_is_named(authority: Authority) -> None:
    with secure(authority) as url:
        kind, blame, told = trouble(url)
        assert (kind, blame) == ("tls", "configuration")
        assert "self-signed certificate" in told or "unable to get local issuer" in told
        assert "connection.ca" in told
        assert ask(url, ConnectionSettings(ca=str(authority.file))) == "said"


def test_the_callers_own_certificate_is_shown_where_it_is_wanted(authority: Authority) -> None:
    certificate, key = map(str, authority.certificate("caller"))
    trusted = str(authority.file)
    with secure(authority, wants_caller=True) as url:
        kind, blame, told = trouble(url, ConnectionSettings(ca=trusted))
        assert (kind, blame) == ("tls_caller", "configuration")
        assert "connection.certificate" in told
        assert ask(url, ConnectionSettings(ca=trusted, certificate=certificate, key=key)) == "said"


class Proxy(socketserver.ThreadingTCPServer):
    """Passes on what it is asked for by whole addresses, if it likes the caller."""

    daemon_threads = allow_reuse_address = True
    likes = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.passed: list[str] = []
        Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://user:secret@127.0.0.1:{self.server_address[1]}"


class _Passing(socketserver.StreamRequestHandler):
    server: Proxy

    def handle(self) -> None:
        method, target, _ = self.rfile.readline().decode().split(" ")
        while self.rfile.readline().strip():
            pass
        if not self.server.likes:
            self.wfile.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            return
        self.server.passed.append(target)
        found = requests.request(method, target, timeout=PATIENCE)
        self.wfile.write(
            f"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {len(found.content)}".encode()
        )
        self.wfile.write(b"\r\n\r\n" + found.content)


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    made = Proxy()
    yield made
    made.shutdown()
    made.server_close()


def test_a_proxy_is_gone_through(plain: str, proxy: Proxy) -> None:
    assert ask(plain, ConnectionSettings(proxy=proxy.url)) == "said"
    assert proxy.passed == [f"{plain}/thing"]


def test_a_proxy_that_lets_nobody_through_is_told_without_its_login(authority: Authority, proxy: Proxy) -> None:
    proxy.likes = False
    with secure(authority) as url:
        kind, blame, told = trouble(url, ConnectionSettings(ca=str(authority.file), proxy=proxy.url))
    assert (kind, blame) == ("proxy", "configuration")
    assert "connection.proxy" in told and "407" in told
    assert "secret" not in told


def test_a_proxy_that_is_not_there_is_not_the_implementation(plain: str, proxy: Proxy) -> None:
    proxy.shutdown()
    proxy.server_close()
    kind, _, told = trouble(plain, ConnectionSettings(proxy=proxy.url))
    assert kind == "proxy"
    assert "Connection refused" in told


def test_a_proxy_of_this_machines_environment_is_left_alone(plain: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert ask(plain) == "said"


def test_files_of_certificates_lie_beside_the_bindings(authority: Authority, tmp_path: Path) -> None:
    kit, file = Registry(), tmp_path / "bindings.yaml"
    begin = "bindings: 1\npartner: dbd_juristic\nconnection: "
    file.write_text(f"{begin}{{ca: authority.pem, timeout: 20}}\n", encoding="utf-8")
    connection = load(kit, kit.partner("dbd_juristic"), file, {}).connection
    assert (connection.ca, connection.timeout) == (str(authority.file), 20.0)
    file.write_text(f"{begin}{{ca: elsewhere.pem}}\n", encoding="utf-8")
    with pytest.raises(YamlError, match=r"bindings.yaml:3:14: there is no file .*elsewhere.pem"):
        load(kit, kit.partner("dbd_juristic"), file, {})


@pytest.mark.parametrize(
    ("connection", "told"),
    [
        ("{ca: bindings.yaml}", r"bindings.yaml:3:14: .*bindings.yaml holds no certificate in PEM form"),
        ("{certificate: bindings.yaml}", "3:14: .*not a certificate and its key without passphrase, in PEM form"),
        ("{certificate: authority.pem, key: locked.key}", "3:14: .*locked.key: not a certificate and its key without"),
        ("{key: bindings.yaml}", "3:14: is the key of a certificate: name that under certificate"),
        ("{proxy: 'proxy.test.example:8080'}", "3:14: is no address of a proxy: write http://NAME:PORT"),
        ("{proxy: 'http://'}", "3:14: is no address of a proxy"),
    ],
)
def test_what_cannot_be_a_way_there_is_told_with_its_line(
    authority: Authority, tmp_path: Path, connection: str, told: str
) -> None:
    kit, file = Registry(), tmp_path / "bindings.yaml"
    (tmp_path / "locked.key").write_bytes(authority.locked_key())
    file.write_text(f"bindings: 1\npartner: dbd_juristic\nconnection: {connection}\n", encoding="utf-8")
    with pytest.raises(YamlError, match=told):
        load(kit, kit.partner("dbd_juristic"), file, {})


def test_what_does_not_speak_http_is_a_wrong_address() -> None:
    class Shell(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.sendall(b"SSH-2.0-example\r\n")
            self.request.recv(1000)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Shell) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        kind, blame, told = trouble(f"http://127.0.0.1:{server.server_address[1]}")
        server.shutdown()
    assert (kind, blame) == ("no_http", "configuration")
    assert "does not speak HTTP" in told


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
TRICKLES = {
    "its head": (b"", HEAD + b"X-Long: " + b"x" * 10_000),
    "its body": (HEAD + b"Content-Length: 10000\r\n\r\n", b"x" * 10_000),
    "its chunks": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n" * 3_000),
    "what has no end": (HEAD + b"\r\n", b"x" * 10_000),
}


@contextmanager
def trickling(at_once: bytes, slowly: bytes) -> Iterator[tuple[str, Event]]:
    """Who says some at once and the rest byte by byte, until nobody listens; and whether it came to its end."""
    whole = Event()

    class Trickle(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(1000)
            with suppress(OSError):
                self.request.sendall(at_once)
                for place in range(len(slowly)):
                    self.request.sendall(slowly[place : place + 1])
                    sleep(0.02)
                whole.set()

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Trickle) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", whole
        server.shutdown()


@pytest.mark.timeout(PATIENCE)
@pytest.mark.parametrize("what", TRICKLES)
def test_an_answer_that_trickles_is_not_waited_for_longer_than_one_that_does_not_come(what: str) -> None:
    with trickling(*TRICKLES[what]) as (url, whole):
        kind, blame, told = trouble(url, ConnectionSettings(timeout=0.5))
    assert (kind, blame) == ("silent", "network")
    assert "did not answer within 0.5 s, or not with a whole answer" in told
    assert not whole.is_set()


def test_an_answer_that_trickles_is_whole_if_it_comes_in_time() -> None:
    with trickling(HEAD + b"Content-Length: 10\r\n\r\n", b"0123456789") as (url, _):
        assert ask(url) == "0123456789"
