"""A file connection is made once, and again when it has broken: by partners and by our side, over SFTP and by mail."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from partnerlab.lab.channels.channel import FileInTransit
from partnerlab.lab.channels.mail_channel import MailChannel
from partnerlab.lab.channels.mail_server import MailServer
from partnerlab.lab.channels.sftp_channel import OUR_SIDE, SftpDropOff
from partnerlab.lab.exchange.file_exchange import file_exchange
from partnerlab.lab.lab import Lab
from reference.common.file_channels.channel import OutgoingFile, put
from reference.common.file_channels.outgoing_mail import OutgoingMail
from reference.common.file_channels.sftp import SftpChannel
from reference.common.settings import Mail, Sftp

PASSWORDS = {OUR_SIDE: "ours", "bank": "secret", "shop": "other"}
KEY = bytes(range(32))
FROM, TO = "cis@mwa.example", "bank@partners.example"


@pytest.fixture
def logins(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Who has logged in by SFTP, in order."""
    seen: list[str] = []
    connect = asyncssh.connect

    def counted(*address: Any, **options: Any) -> Any:
        seen.append(options["username"])
        return connect(*address, **options)

    monkeypatch.setattr(asyncssh, "connect", counted)
    return seen


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The ports to which mail was brought, a connection each."""
    seen: list[int] = []

    class Counted(smtplib.SMTP):
        def connect(self, host: str = "localhost", port: int = 0, source_address: Any = None) -> Any:
            seen.append(port)
            return super().connect(host, port, source_address)

    monkeypatch.setattr(smtplib, "SMTP", Counted)
    return seen


@pytest.fixture
def drop_off() -> Iterator[SftpDropOff]:
    made = SftpDropOff(PASSWORDS, KEY)
    yield made
    made.close()


def test_an_agent_logs_in_once_and_again_when_its_connection_broke(drop_off: SftpDropOff, logins: list[str]) -> None:
    for name, whole in (("a", True), ("b", True), ("c", False), ("c", True), ("d", True)):
        drop_off.put("bank", FileInTransit(name, b"data", whole))
    drop_off.put("shop", FileInTransit("e", b"data"))
    assert logins == ["bank", "bank", "shop"]
    assert [arrival.name for _ in range(5) if (arrival := drop_off.next_arrival())] == ["a", "b", "c", "d", "e"]
    assert not drop_off.arrived


def test_what_comes_over_a_kept_connection_is_gone_after_a_reset(drop_off: SftpDropOff) -> None:
    for name in ("a", "b"):
        drop_off.put("bank", FileInTransit(name, b"data"))
        assert drop_off.files() == {f"cis/bank/incoming/{name}": b"data"}
        drop_off.reset()
        assert drop_off.files() == {}


def test_our_side_logs_in_once_and_again_when_the_server_was_started_anew(logins: list[str]) -> None:
    first = SftpDropOff(PASSWORDS, KEY)
    ours = SftpChannel(Sftp(first.host, first.port, OUR_SIDE, PASSWORDS[OUR_SIDE], first.host_key), 5.0)
    put(ours, "bank", OutgoingFile("a", b"1"))
    put(ours, "bank", OutgoingFile("b", b"2"))
    assert logins == [OUR_SIDE]
    first.close()
    second = SftpDropOff(PASSWORDS, KEY, port=first.port)
    put(ours, "bank", OutgoingFile("c", b"3"))
    assert logins == [OUR_SIDE, OUR_SIDE]
    assert second.files() == {"cis/bank/outgoing/c": b"3"}
    second.close()


def test_our_side_sends_its_mails_over_one_connection_until_it_breaks(tmp_path: Path, connections: list[int]) -> None:
    taken: list[bytes] = []

    def serve(port: int) -> MailServer:
        return MailServer({TO: tmp_path}, lambda _sender, _to, content: (taken.append(content), "250 OK")[1], port=port)

    first = serve(0)
    ours = OutgoingMail(Mail(smtp_host=first.host, smtp_port=first.port, address=FROM, drop=str(tmp_path)), 5.0)
    for content in (b"1", b"2"):
        ours.send(FROM, TO, content)
    assert len(connections) == 1
    first.close()
    second = serve(first.port)
    ours.send(FROM, TO, b"3")
    second.close()
    assert len(connections) == 2
    assert [content.strip() for content in taken] == [b"1", b"2", b"3"]


def test_a_partner_sends_its_mails_over_one_connection_until_it_breaks(lab: Lab, connections: list[int]) -> None:
    channel = file_exchange(lab).channel("mail")
    assert isinstance(channel, MailChannel)
    partner = next(p.name for p in lab.kit.partners.values() if p.file_channel() == "mail")
    for name, whole in (("a", True), ("b", True), ("c", False), ("c", True)):
        channel.put(partner, FileInTransit(name, b"data", whole))
    assert len(connections) == 2
