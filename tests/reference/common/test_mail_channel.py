"""Files by mail: sender, content, and the handling of every other mail."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from importlib.util import find_spec
from pathlib import Path

import pytest

from reference.common.clock import Clock
from reference.common.file_channels.channel import ChannelUnavailable, Handled, OutgoingFile, Place, put, visit
from reference.common.file_channels.mail import MailChannel
from reference.common.settings import Mail
from tests.ports import in_a_row
from tests.reference.common.mail_server import TestMailServer

AGENT, OURS = "files@agent.example", "cis@mwa.example"
PLACE = Place("agent", AGENT, ".txt")
THAI = "น้ำประปา\r\n".encode("cp874")
Taken = list[tuple[str, str, bytes]]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[TestMailServer]:
    running = TestMailServer(tmp_path / "drop")
    yield running
    running.close()


@pytest.fixture
def channel(server: TestMailServer) -> MailChannel:
    mail = Mail(smtp_host="127.0.0.1", smtp_port=server.port, address=OURS, drop=str(server.drop))
    return MailChannel(mail, ["Files@Agent.example"], Clock(), 10)


def mail_of(*files: tuple[str, bytes], sender: str = f"An Agent <{AGENT.upper()}>", body: bytes = b"attached") -> bytes:
    message = EmailMessage(policy.SMTP)
    message["From"], message["To"], message["Subject"], message["Message-ID"] = sender, OURS, "รายการ", "<1@agent>"
    message.set_content(body, "text", "plain", cte="8bit")
    message.set_param("charset", "cp874")
    for name, data in files:
        message.add_attachment(data, maintype="text", subtype="plain", filename=name)
    return message.as_bytes()


def take(channel: MailChannel, answer: OutgoingFile | None = None) -> Taken:
    taken: Taken = []

    def handle(partner: str, name: str, data: bytes) -> Handled:
        taken.append((partner, name, data))
        return Handled(answer=answer)

    assert visit(channel, [PLACE], handle) == len(taken)
    return taken


def folders(server: TestMailServer) -> dict[str, int]:
    """How many mails lie in each folder of the mailbox."""
    found = [path.relative_to(server.drop).as_posix() for path in server.drop.rglob("*") if path.is_file()]
    return {folder: sum(name.startswith(f"{folder}/") for name in found) for folder in {n.split("/")[0] for n in found}}


def test_a_file_is_taken_from_its_mail_and_the_mail_put_away(channel: MailChannel, server: TestMailServer) -> None:
    server.deliver(mail_of(("a.txt", THAI), body="แนบไฟล์".encode("cp874")))
    assert take(channel) == [("agent", "a.txt", THAI)]
    assert folders(server) == {".taken": 1}
    assert take(channel) == []


def test_two_attachments_are_two_files_and_what_is_no_file_of_ours_is_left_out(
    channel: MailChannel, server: TestMailServer
) -> None:
    server.deliver(mail_of(("ปก.pdf", b"%PDF"), ("a.txt", b"1"), ("b.txt", b"2")))
    assert take(channel) == [("agent", "a.txt", b"1"), ("agent", "b.txt", b"2")]
    assert folders(server) == {".taken": 1}


def test_a_mail_is_put_away_with_the_last_of_its_files(channel: MailChannel, server: TestMailServer) -> None:
    server.deliver(mail_of(("a.txt", b"1"), ("b.txt", b"2")))

    def handle(partner: str, name: str, data: bytes) -> Handled:
        if name == "b.txt":
            raise ZeroDivisionError
        return Handled()

    with pytest.raises(ZeroDivisionError):
        visit(channel, [PLACE], handle)
    assert folders(server) == {"new": 1}
    assert [name for _, name, _ in take(channel)] == ["a.txt", "b.txt"], "both again: the store knows the first"


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (b"filename*=utf-8''%E0%B8%81.txt", "ก.txt"),
        (b"filename*=tis-620''%A1.txt", "ก.txt"),
        (b"filename*0*=utf-8''%E0%B8; filename*1*=%81; filename*2=.txt", "ก.txt"),
        (b'filename="=?utf-8?b?4LiBLnR4dA==?="', "ก.txt"),
        (b'filename="../../etc/a.txt"', "a.txt"),
    ],
)
def test_a_name_is_read_however_it_is_written(
    channel: MailChannel, server: TestMailServer, header: bytes, name: str
) -> None:
    server.deliver(mail_of(("x.txt", b"1")).replace(b'filename="x.txt"', header))
    assert take(channel) == [("agent", name, b"1")]


def test_the_same_message_id_twice_is_two_files_and_the_store_must_know_them(
    channel: MailChannel, server: TestMailServer
) -> None:
    server.deliver(mail_of(("a.txt", b"1")))
    server.deliver(mail_of(("a.txt", b"2")))
    assert [data for _, _, data in take(channel)] == [b"1", b"2"], "a sender may use an identifier for another file"


@pytest.mark.parametrize(
    ("content", "folder"),
    [
        (mail_of(("a.txt", b"1"), sender="x@other.example"), ".strangers"),
        (mail_of(("a.txt", b"1"), sender="files@agent.example.evil.example"), ".strangers"),
        (b"Return-Path: <>\r\n" + mail_of(("a.txt", b"1")), ".bounces"),
        (mail_of(("a.txt", b"1")).replace(b"multipart/mixed", b"multipart/report"), ".bounces"),
        (mail_of(), ".without_file"),
        (mail_of(("a.pdf", b"1")), ".without_file"),
        (b"no mail at all", ".strangers"),
    ],
)
def test_what_brings_no_file_of_a_partner_is_put_away_unanswered(
    channel: MailChannel, server: TestMailServer, content: bytes, folder: str
) -> None:
    server.deliver(content)
    assert take(channel, OutgoingFile("r.txt", b"")) == []
    assert (folders(server), server.sent) == ({folder: 1}, [])


def test_an_answer_is_the_same_mail_however_often_it_is_sent(channel: MailChannel, server: TestMailServer) -> None:
    for _ in range(2):
        put(channel, AGENT, OutgoingFile("ผล.txt", THAI))
    put(channel, AGENT, OutgoingFile("ผล.txt", b"other"))
    assert {(sender, *recipients) for sender, recipients, _ in server.sent} == {(OURS, AGENT)}
    first, second, other = (message_from_bytes(content, policy=policy.default) for _, _, content in server.sent)
    assert first["Message-ID"] == second["Message-ID"] != other["Message-ID"]
    (attachment,) = first.iter_attachments()
    assert (attachment.get_filename(), attachment.get_payload(decode=True)) == ("ผล.txt", THAI)
    assert first["Subject"] == "ผล.txt"


@pytest.mark.parametrize("refusal", ["451 4.3.0 try again later", "452 4.2.2 the mailbox is full", "550 5.1.1 gone"])
def test_an_answer_that_is_refused_leaves_the_file_waiting(
    channel: MailChannel, server: TestMailServer, refusal: str
) -> None:
    server.deliver(mail_of(("a.txt", b"1")))
    server.refusal = refusal
    with pytest.raises(ChannelUnavailable, match=f"^mail {OURS}: {AGENT}: a.txt: the mail was refused: {refusal}$"):
        take(channel, OutgoingFile("r.txt", b"done"))
    assert folders(server) == {"new": 1}
    server.refusal = ""
    assert len(take(channel, OutgoingFile("r.txt", b"done"))) == len(server.sent) == 1


def test_what_cannot_be_reached_is_said(tmp_path: Path) -> None:
    mail = {"smtp_host": "127.0.0.1", "smtp_port": 9, "address": OURS}
    with pytest.raises(ChannelUnavailable, match=f"mail {OURS}: FileNotFoundError"):
        take(MailChannel(Mail(**mail, drop=str(tmp_path / "gone")), [], Clock(), 1))
    with pytest.raises(ChannelUnavailable, match="neither a folder for mail"):
        take(MailChannel(Mail(**mail), [], Clock(), 1))
    with pytest.raises(ChannelUnavailable, match="ConnectionRefusedError"):
        take(MailChannel(Mail(**mail, imap_host="127.0.0.1", imap_port=9, imap_tls=False), [], Clock(), 1))


@pytest.mark.slow
@pytest.mark.skipif(find_spec("mail_devel") is None, reason="needs mail-devel, of the extra `test`")
def test_a_mailbox_at_an_imap_server_is_read_the_same_way() -> None:
    smtp = in_a_row()
    imap = smtp + 1
    arguments = ["--host", "127.0.0.1", "--smtp-port", str(smtp), "--imap-port", str(imap), "--no-http"]
    command = [sys.executable, "-m", "mail_devel", "--user", OURS, "--password", "hush", *arguments]
    settings = Mail(
        smtp_host="127.0.0.1", smtp_port=smtp, address=OURS, imap_host="127.0.0.1", imap_port=imap, imap_user=OURS,
        imap_password="hush", imap_tls=False,
    )  # fmt: skip
    channel = MailChannel(settings, [OURS], Clock(), 10)
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _until_it_answers(channel)
            put(channel, OURS, OutgoingFile("ก.txt", THAI))
            place = Place("agent", OURS, ".txt")
            taken: Taken = []
            assert visit(channel, [place], lambda *file: taken.append(file) or Handled()) == 1
            assert taken == [("agent", "ก.txt", THAI)]
            assert visit(channel, [place], lambda *file: Handled()) == 0
        finally:
            server.terminate()


def _until_it_answers(channel: MailChannel) -> None:
    for _ in range(100):
        try:
            return take(channel) and None
        except ChannelUnavailable:
            time.sleep(0.1)
    raise TimeoutError("the IMAP server did not start")


@pytest.mark.parametrize("broken", ["a <\r\n @b>", "\0 <a@b>", "=?utf-8?q?=0A?= <a@b>"])
def test_a_mail_whose_headers_cannot_be_read_holds_up_no_other(
    channel: MailChannel, server: TestMailServer, broken: str
) -> None:
    server.deliver(f"From: {broken}\r\nTo: a <\n@b>\r\nSubject: \0\r\n\r\nx".encode())
    server.deliver(mail_of(("a.txt", b"1")))
    assert take(channel) == [("agent", "a.txt", b"1")]
    assert folders(server)[".strangers"] == 1


def test_a_name_with_a_line_end_is_answered_on_one_line(channel: MailChannel, server: TestMailServer) -> None:
    server.deliver(mail_of(("a.txt", b"1")).replace(b'filename="a.txt"', b"filename*=utf-8''a%0Ab.txt"))
    assert take(channel) == [("agent", "a_b.txt", b"1")]
