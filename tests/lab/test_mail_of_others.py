"""Mails of programs that are not ours: whatever one brings to a system of ours arrives, with what is against it."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from datetime import datetime

import pytest

from partnerlab.lab.channels.channel import FileParties
from partnerlab.lab.channels.mail_channel import MailChannel, open_channel
from partnerlab.lab.channels.mail_message import open_mail
from tests.patience import PATIENCE

NOON = datetime(2026, 11, 23, 12)


@pytest.fixture
def mail() -> Iterator[MailChannel]:
    """A server whose partner `power` sends files named a.txt."""
    made = open_channel(
        FileParties(
            {"navy": "rwc", "gas": "cis", "power": "cis"}, ("cis", "rwc"), lambda user, name: "",
            lambda user, name: b"", lambda partner, file: None, lambda: NOON,
            expects=lambda partner, name: (partner, name) == ("power", "a.txt"),
        )
    )  # fmt: skip
    yield made
    made.close()


def sent(
    mail: MailChannel, sender: str = "power@partners.example", envelope: str = "", name: bytes = b'="a.txt"',
    subject: str = "a.txt",
) -> list[tuple[str, str, bool, list[str]]]:  # fmt: skip
    """Send a mail with a file, or with none; what has arrived by partner, name, whether it is lost, and findings."""
    attached = b"Content-Disposition: attachment; filename" + name + b"\r\n\r\nx\r\n"
    head = f"From: {sender}\r\nTo: cis@mwa.example\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\n"
    content = head.encode() + b"Content-Type: text/plain\r\n" + (attached if name else b"\r\nno file\r\n")
    with smtplib.SMTP(mail.host, mail.port, "client.example", PATIENCE) as client:
        client.sendmail(envelope or sender.partition("\r")[0], ["cis@mwa.example"], content)
    found = []
    while arrival := mail.next_arrival():
        said = [f"{finding.rule}: {finding.seen}" for finding in arrival.findings]
        found.append((arrival.partner, arrival.name, arrival.lost, said))
    return found


def test_a_mail_as_agreed_arrives_without_a_word(mail: MailChannel) -> None:
    assert sent(mail) == [("power", "a.txt", False, [])]


def test_a_subject_and_an_envelope_that_are_not_agreed_are_told(mail: MailChannel) -> None:
    assert sent(mail, subject="hello") == [("power", "a.txt", False, ["subject names the file: hello"])]
    assert sent(mail, envelope="me@x.example") == [("power", "a.txt", False, ["agreed sender: me@x.example"])]


def test_a_mail_without_a_file_is_told(mail: MailChannel) -> None:
    assert sent(mail, name=b"") == [("power", "", False, ["one attachment: none"])]


def test_a_strangers_mail_with_a_partners_file_is_told_and_never_taken(mail: MailChannel) -> None:
    said = ["agreed sender: me@x.example"] * 2
    assert sent(mail, sender="me@x.example") == [("power", "a.txt", True, said)]


def test_a_strangers_own_mail_is_nobodys(mail: MailChannel) -> None:
    assert sent(mail, sender="me@x.example", name=b'="b.txt"') == [("gas", "", False, [])]


def test_a_partner_of_another_system_is_a_stranger(mail: MailChannel) -> None:
    assert sent(mail, sender="navy@partners.example")[0][:3] == ("power", "a.txt", True)


@pytest.mark.parametrize(
    ("name", "readable"), [('="ไฟล์.txt"'.encode("cp874"), "\ufffd" * 3 + ".txt"), (b"*=utf-8''a%0Ab.txt", r"a\nb.txt")]
)
def test_a_name_that_cannot_be_read_is_told(mail: MailChannel, name: bytes, readable: str) -> None:
    ((_, seen, _, said),) = sent(mail, name=name, subject=readable.encode().hex())
    assert seen == readable
    assert said[-1] == f"letters of a name: {readable}"


@pytest.mark.parametrize(
    "broken", ["a <\r\n @b>", "\x00 <a@b>", "=?utf-8?q?=0A?= <power@partners.example>", "<<@>>,;:"]
)
def test_a_mail_whose_headers_cannot_be_read_holds_up_nobody(mail: MailChannel, broken: str) -> None:
    sent(mail, sender=broken, envelope="me@x.example")
    assert sent(mail) == [("power", "a.txt", False, [])]
    assert len(mail.stored()) == 2


def test_of_such_a_mail_the_sender_at_most_is_known() -> None:
    odd = b"Subject: =?utf-8?q?=0A?=\r\nTo: a <\n@b>\r\n\r\nx"
    opened = open_mail(b"From: power@partners.example\r\n" + odd)
    assert (opened.sender, opened.attachments) == ("power@partners.example", [])
