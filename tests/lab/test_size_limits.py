"""Size limits: no sender can harm the lab or another test by the size of a message."""

from __future__ import annotations

import gzip
import io
import smtplib
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import asyncssh
import pytest
from werkzeug.test import EnvironBuilder

from partnerlab.contract.http import message as wire
from partnerlab.contract.http.message import Answer, Request
from partnerlab.errors import InputError
from partnerlab.lab.channels.channel import FileParties
from partnerlab.lab.channels.chunked_body import ChunkedBody
from partnerlab.lab.channels.mail_server import MailServer
from partnerlab.lab.channels.sftp_channel import SftpDropOff
from partnerlab.lab.channels.socket_http import HttpServer, UrlChannel
from partnerlab.lab.channels.web_channel import WebChannel
from partnerlab.lab.exchange.simulator_app import simulator_apps
from partnerlab.lab.exchange.size_limits import SizeLimits, size_limits
from partnerlab.lab.journal import Journal, Route
from partnerlab.lab.lab import Lab
from tests.lab.test_sftp import as_user, write

FEW = SizeLimits(body=1_000, file=1_000, files=2_000, journal=100_000)
BOMB = gzip.compress(bytes(30_000_000))


@pytest.fixture
def small(lab: Lab) -> Lab:
    lab.limits = FEW
    return lab


@contextmanager
def told(body: bytes, *headers: tuple[str, str]) -> Iterator[str]:
    """The address of a system that always answers this."""

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", wire.JSON), ("Content-Length", str(len(body))), *headers])
        return [body]

    server = HttpServer(app)
    try:
        yield server.url
    finally:
        server.close()


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("path", ["/ws/auth/validate", "/nowhere"])
def test_a_body_that_is_too_large_is_refused_and_none_of_it_kept(small: Lab, path: str, chunked: bool) -> None:
    app = simulator_apps(small)["dga_gdx"]
    method = "GET" if path != "/nowhere" else "POST"
    environ = EnvironBuilder(path, method=method, data=b"x" * 1_001, content_type=wire.JSON).get_environ()
    if chunked:
        environ |= {"wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
    status: list[str] = []
    body = b"".join(app(environ, lambda line, headers, trouble=None: status.append(line)))
    exchange = next(iter(small.journal))
    assert len(exchange.request.raw) == 0
    assert exchange.answered is not None
    if path == "/nowhere":
        assert status == ["404 Not Found"]
    else:
        assert status == ["413 Request Entity Too Large"]
        assert [finding.rule for finding in exchange.findings] == ["larger than the lab takes"]
        assert b"1000 bytes" in body


def test_a_body_of_just_that_size_is_taken(small: Lab) -> None:
    environ = EnvironBuilder("/ws/auth/validate", data=b"x" * 1_000, content_type=wire.JSON).get_environ()
    status: list[str] = []
    list(simulator_apps(small)["dga_gdx"](environ, lambda line, headers, trouble=None: status.append(line)))
    assert status[0][:3] != "413"


def test_a_length_that_no_body_has_is_refused_at_once(small: Lab) -> None:
    environ = EnvironBuilder("/ws/auth/validate").get_environ() | {"CONTENT_LENGTH": "9" * 5_000}
    status: list[str] = []
    list(simulator_apps(small)["dga_gdx"](environ, lambda line, headers, trouble=None: status.append(line)))
    assert status[0][:3] == "413"


def _call(lab: Lab, environ: dict[str, Any]) -> tuple[str, Any]:
    """The status of an answer, and the exchange."""
    status: list[str] = []
    list(simulator_apps(lab)["dga_gdx"](environ, lambda line, headers, trouble=None: status.append(line[:3])))
    return status[0], list(lab.journal)[-1]


@pytest.mark.parametrize("said", ["abc", "-7", "+7", "7, 7", "๗", "7.0"])
def test_a_length_that_is_no_number_is_a_finding(lab: Lab, said: str) -> None:
    environ = EnvironBuilder("/ws/auth/validate", data=b"{}").get_environ() | {"CONTENT_LENGTH": said}
    status, exchange = _call(lab, environ)
    assert (status, [finding.rule for finding in exchange.findings]) == ("400", ["no length"])


CHUNKS = {
    b'7\r\n{"a":1}\r\n0\r\n\r\n': (b'{"a":1}', None),
    b'3;x=y\r\n{"a\r\n4\r\n":1}\r\n0\r\nX: y\r\n\r\n': (b'{"a":1}', None),
    b"zz\r\n{}\r\n0\r\n\r\n": (b"", "b'zz' for the length of a chunk"),
    b"-7\r\n{}\r\n0\r\n\r\n": (b"", "b'-7' for the length of a chunk"),
    b"1_0\r\n{}": (b"", "b'1_0' for the length of a chunk"),
    b"50\r\n{}": (b"{}", "a chunk that ends 78 bytes early"),
    b"FFFFFFFFFFFFFFFF\r\n{}": (b"{}", "a chunk that ends 18446744073709551613 bytes early"),
    b"FFFFFFFFFFFFFFFFF\r\n{}": (b"", "b'FFFFFFFFFFFFFFFFF' for the length of a chunk"),
    b"1\r\n{}\r\n0\r\n\r\n": (b"{", "a chunk that is longer than its length"),
    b"2\r\n{}\r\n": (b"{}", "no last chunk"),
    b"": (b"", "no last chunk"),
}


@pytest.mark.parametrize("sent", CHUNKS, ids=repr)
def test_chunks_are_read_as_far_as_they_hold(sent: bytes) -> None:
    body = ChunkedBody(io.BufferedReader(io.BytesIO(sent)))
    assert (body.read(1_000), body.broken) == CHUNKS[sent]


def test_broken_chunks_end_no_lab_and_are_a_finding(lab: Lab) -> None:
    seen: list[tuple[str, Any]] = []

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        seen.append(_call(lab, environ))
        start_response("204 No Content", [])
        return []

    server = HttpServer(app)
    try:
        for _ in range(3):  # werkzeug's own reader of chunks ends the process here
            with socket.create_connection(("127.0.0.1", urlsplit(server.url).port or 0), 5) as caller:
                caller.sendall(
                    b"GET /ws/auth/validate HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n{}"
                )
                caller.shutdown(socket.SHUT_WR)
                assert caller.recv(100).startswith(b"HTTP/1.1 204")
    finally:
        server.close()
    assert [(status, [finding.rule for finding in exchange.findings]) for status, exchange in seen] == [
        ("400", ["broken chunks"])
    ] * 3
    assert seen[0][1].request.raw == b"{}"


def test_an_answer_is_unpacked_no_further_than_that() -> None:
    with told(BOMB, ("Content-Encoding", "gzip")) as url:
        answer = UrlChannel(url, largest=100_000).call(Request("GET", "/"))
    assert answer.body is None
    assert "more than 100000 bytes" in str(answer.undecodable)
    assert len(answer.raw) <= 100_000


def test_an_answer_of_an_ordinary_size_is_whole() -> None:
    with told(gzip.compress(b'{"a": 1}'), ("Content-Encoding", "gzip")) as url:
        assert UrlChannel(url).call(Request("GET", "/")).body == {"a": 1}


@pytest.fixture
def drop_off() -> Iterator[SftpDropOff]:
    channel = SftpDropOff({"cis": "ours", "agent": "theirs"}, bytes(32), limits=FEW)
    yield channel
    channel.close()


@pytest.mark.parametrize("how", ["write", "hole", "truncate"])
def test_a_file_grows_no_larger_than_the_limit(drop_off: SftpDropOff, how: str) -> None:
    async def grow(client: asyncssh.SFTPClient) -> None:
        await write(client, "incoming/a", b"x")
        async with client.open("incoming/a", "r+b") as file:
            if how == "truncate":
                await file.truncate(2**31)
            else:
                await file.write(b"x" * 10, offset=995 if how == "write" else 2**31)

    with pytest.raises(asyncssh.SFTPFailure, match="a file may have 1000 bytes"):
        as_user(drop_off, "agent", grow, "theirs")
    assert [len(data) for data in drop_off.files().values()] == [1]


def test_all_files_together_have_no_more_bytes_than_the_limit_and_room_is_made_by_removing(
    drop_off: SftpDropOff,
) -> None:
    async def fill(client: asyncssh.SFTPClient) -> None:
        await write(client, "incoming/a", b"x" * 1_000)
        await write(client, "incoming/b", b"x" * 900)
        with pytest.raises(asyncssh.SFTPFailure, match="all files together"):
            await write(client, "incoming/c", b"x" * 101)
        await client.remove("incoming/a")
        await write(client, "incoming/c", b"x" * 1_000)

    as_user(drop_off, "agent", fill, "theirs")


def test_a_mailbox_takes_mail_until_all_of_it_has_so_many_bytes(tmp_path: Any) -> None:
    took: list[bytes] = []

    def receive(sender: str, recipients: list[str], content: bytes) -> str:
        took.append(content)
        server.deliver(sender, recipients, content)
        return "250 OK"

    server = MailServer({"cis@mwa.example": tmp_path / "cis"}, receive, limits=FEW)
    try:
        with smtplib.SMTP(server.host, server.port) as client:
            client.sendmail("a@partners.example", ["cis@mwa.example"], b"Subject: a\r\n\r\n" + b"x" * 900)
            client.sendmail("a@partners.example", ["cis@mwa.example"], b"Subject: a\r\n\r\n" + b"x" * 900)
            with pytest.raises(smtplib.SMTPDataError, match="452"):
                client.sendmail("a@partners.example", ["cis@mwa.example"], b"Subject: b\r\n\r\n" + b"x" * 900)
            with pytest.raises(smtplib.SMTPSenderRefused):
                client.sendmail("a@partners.example", ["cis@mwa.example"], b"Subject: c\r\n\r\n" + b"x" * 2_000)
    finally:
        server.close()
    assert len(took) == 2


def test_a_page_takes_no_larger_file() -> None:
    parties = FileParties(
        {"agent": "cis"}, ("cis",), lambda party, name: "pw", lambda party, name: name.encode(), lambda *about: None,
        lambda: datetime(2026, 1, 5), limits=FEW,
    )  # fmt: skip
    channel = WebChannel(parties)
    try:
        client = channel.site.test_client()
        client.post("/agent/log-in", data={"user": "agent", "password": "pw"})
        upload = {"file": (io.BytesIO(b"x" * 1_500), "a.txt")}
        assert client.post("/agent/upload", data=upload).status_code == 413
    finally:
        channel.close()


def test_the_journal_forgets_the_oldest_when_bodies_become_too_many_bytes() -> None:
    journal, noon = Journal(50, 100_000), datetime(2026, 1, 5)
    for size in [10, 40_000, 40_000, 40_000, 10]:
        exchange = journal.begin(noon, Route("a", "b", "c"), Request("POST", "/", raw=bytes(size)))
        exchange.came = Answer(200)
        journal.finish(exchange, noon)
    assert [exchange.number for exchange in journal] == [3, 4, 5]


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("body=5MB", SizeLimits(body=5_000_000)),
        ("file=500kB", SizeLimits(file=500_000)),
        ("journal=7", SizeLimits(journal=7)),
    ],
)
def test_a_limit_is_written_as_people_write_sizes(text: str, limits: SizeLimits) -> None:
    assert size_limits([text]) == limits


@pytest.mark.parametrize(
    "text", ["body", "body=", "body=0", "body=5mb", "body=-5", "body=1e9", "bodies=5MB", "body=٥MB"]
)
def test_a_limit_written_otherwise_is_refused_with_what_was_expected(text: str) -> None:
    with pytest.raises(InputError, match=r"expected a size such as|did you mean 'body'"):
        size_limits([text])
