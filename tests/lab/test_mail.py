"""The lab's mail as partners and our side meet it: a real server, a mailbox for each, and files as attachments."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from typing import Any

import pytest

from partnerlab.errors import InputError
from partnerlab.lab.channels.channel import FileArrival, FileInTransit, FileParties, Reception, StorageError
from partnerlab.lab.channels.mail_channel import MailChannel, open_channel
from partnerlab.lab.channels.mail_message import open_mail

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=timezone(timedelta(hours=7)))
FILE = FileInTransit("a.txt", "น้ำ\r\n".encode("cp874"))
ANSWER = FileInTransit("a_RESULT.txt", b"done\r\n")


class Door:
    """What faults do at the partners' mailboxes."""

    reception: Reception | None = None

    def strike(self, partner: str, name: str) -> Reception | None:
        return self.reception


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def no_room() -> list[StorageError]:
    """What the lab could not keep."""
    return []


@pytest.fixture
def mail(door: Door, no_room: list[StorageError]) -> Iterator[MailChannel]:
    made = open_channel(
        FileParties(
            {"power": "cis", "navy": "rwc"}, ("cis", "rwc"), lambda user, name: "", lambda user, name: b"",
            door.strike, lambda: NOW, no_room=no_room.append,
        )
    )  # fmt: skip
    yield made
    made.close()


def waiting(mail: MailChannel, party: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted((mail.mailbox(party) / "new").iterdir())]


def arrivals(mail: MailChannel) -> list[FileArrival]:
    found = []
    while arrival := mail.next_arrival():
        found.append(arrival)
    return found


def answer(mail: MailChannel, **changes: Any) -> None:
    """Send a mail to the partner as our side does."""
    given = {"sender": "cis@mwa.example", "to": "power@partners.example", "subject": ANSWER.name, "files": [ANSWER]}
    given |= changes
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = given["sender"], given["to"], given["subject"]
    message.set_content("attached")
    for file in given["files"]:
        message.add_attachment(file.data, maintype="text", subtype="plain", filename=file.name)
    with smtplib.SMTP(mail.host, mail.port, "mwa.example", 10) as client:
        client.sendmail(changes.get("envelope", given["sender"]), [given["to"]], message.as_bytes())


def test_a_partners_file_stands_in_the_mailbox_of_its_system_byte_for_byte(mail: MailChannel) -> None:
    mail.put("power", FILE)
    (content,) = waiting(mail, "cis")
    opened = open_mail(content)
    assert (opened.sender, opened.subject, opened.attachments) == ("power@partners.example", "a.txt", [tuple_of(FILE)])
    assert content.startswith(b"Return-Path: <power@partners.example>\r\n")
    assert (waiting(mail, "rwc"), waiting(mail, "power")) == ([], [])
    assert [(arrival.partner, arrival.incoming) for arrival in arrivals(mail)] == [("power", True)]
    mail.put("navy", FILE)
    assert len(waiting(mail, "rwc")) == 1


def tuple_of(file: FileInTransit) -> tuple[str, bytes]:
    return file.name, file.data


def test_a_thai_name_travels_after_rfc_2231(mail: MailChannel) -> None:
    mail.put("power", FileInTransit("รายการ.txt", b"x"))
    (content,) = waiting(mail, "cis")
    assert b"filename*=utf-8''%E0" in content
    assert open_mail(content).attachments == [("รายการ.txt", b"x")]


@pytest.mark.parametrize(
    ("delivery", "expected"),
    [
        ({"sender": "other@mea.example"}, {"sender": "other@mea.example"}),
        ({"subject": "รายการ"}, {"subject": "รายการ"}),
        ({"also": "ปก.pdf"}, {"names": ["ปก.pdf", "a.txt"]}),
        ({"attached": False}, {"names": []}),
        ({"message_id": "<1@x>"}, {"raw": b"Message-ID: <1@x>"}),
        ({"body_charset": "cp874"}, {"raw": b'charset="cp874"'}),
    ],
)
def test_what_is_unusual_about_a_mail_is_in_it(
    mail: MailChannel, delivery: dict[str, Any], expected: dict[str, Any]
) -> None:
    mail.put("power", FileInTransit(FILE.name, FILE.data, delivery=delivery))
    (content,) = waiting(mail, "cis")
    opened = open_mail(content)
    names = [name for name, _ in opened.attachments]
    assert opened.sender == expected.get("sender", "power@partners.example")
    assert opened.subject == expected.get("subject", "a.txt")
    assert names == expected.get("names", ["a.txt"])
    assert expected.get("raw", b"") in content
    with pytest.raises(InputError, match="a file cannot be delivered with: \\['by_pigeon'\\]"):
        mail.put("power", FileInTransit(FILE.name, FILE.data, delivery={"by_pigeon": True}))


def test_half_a_mail_never_exists(mail: MailChannel) -> None:
    mail.put("power", FileInTransit("a.txt", b"x" * 100_000, whole=False))
    mail.put("power", FILE)
    assert [open_mail(content).attachments for content in waiting(mail, "cis")] == [[tuple_of(FILE)]]


def test_two_mails_come_in_their_order_and_differ(mail: MailChannel) -> None:
    mail.put("power", FILE)
    mail.put("power", FILE)
    first, second = waiting(mail, "cis")
    assert first != second, "each has a Message-ID of its own"
    assert [path.name for path in sorted((mail.mailbox("cis") / "new").iterdir())] == ["000000001.lab", "000000002.lab"]


def test_our_answer_arrives_with_nothing_to_say_against_it(mail: MailChannel) -> None:
    answer(mail)
    (arrival,) = arrivals(mail)
    assert arrival == FileArrival("power", "outgoing", ANSWER.name)
    assert (arrival.data, arrival.findings, arrival.lost) == (ANSWER.data, (), False)
    assert len(waiting(mail, "power")) == 1


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({"sender": "someone@mwa.example"}, ["mail/envelope: agreed sender", "mail/From: agreed sender"]),
        ({"envelope": "someone@mwa.example"}, ["mail/envelope: agreed sender"]),
        ({"sender": "rwc@mwa.example"}, ["mail/envelope: agreed sender", "mail/From: agreed sender"]),
        ({"subject": "results"}, ["mail/Subject: subject names the file"]),
        ({"files": []}, ["mail: one attachment"]),
    ],
)
def test_a_mail_of_ours_that_is_not_as_agreed_is_a_finding(
    mail: MailChannel, changes: dict[str, Any], rules: list[str]
) -> None:
    answer(mail, **changes)
    (arrival,) = arrivals(mail)
    assert [f"{finding.where}: {finding.rule}" for finding in arrival.findings] == rules


def test_each_attachment_is_a_file_that_arrives(mail: MailChannel) -> None:
    answer(mail, files=[ANSWER, FILE])
    assert [arrival.name for arrival in arrivals(mail)] == [ANSWER.name, FILE.name]


def test_nobody_has_another_mailbox(mail: MailChannel) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused, match="there is no mailbox moon@partners"):
        answer(mail, to="moon@partners.example")


@pytest.mark.parametrize("code", [451, 452])
def test_a_refused_mail_arrives_as_a_lost_one(mail: MailChannel, door: Door, code: int) -> None:
    door.reception = Reception("busy", f"{code} later")
    with pytest.raises(smtplib.SMTPDataError, match=str(code)):
        answer(mail)
    (arrival,) = arrivals(mail)
    assert (arrival.lost, arrival.faults, waiting(mail, "power")) == (True, ("busy",), [])


def test_a_bounce_comes_back_to_the_sender(mail: MailChannel, door: Door) -> None:
    door.reception = Reception("gone", "250 OK", bounces=True)
    answer(mail)
    (bounce,) = waiting(mail, "cis")
    assert bounce.startswith(b"Return-Path: <>\r\n")
    assert b"Content-Type: multipart/report" in bounce
    assert b"The mail to power@partners.example could not be delivered" in bounce
    assert [(arrival.incoming, arrival.lost) for arrival in arrivals(mail)] == [(True, False), (False, True)]


def test_mails_come_back_and_later_ones_go(mail: MailChannel) -> None:
    mail.put("power", FILE)
    kept = mail.files()
    mail.put("power", FILE)
    mail.reset()
    assert (waiting(mail, "cis"), mail.arrived) == ([], False)
    mail.restore(kept)
    assert mail.files() == kept
    mail.put("power", FILE)
    assert len(waiting(mail, "cis")) == 2, "the next one is numbered behind those that came back"


def test_our_side_is_told_server_mailboxes_and_addresses(mail: MailChannel) -> None:
    assert mail.variables() == {
        "PARTNERLAB_MAIL_SMTP_HOST": "127.0.0.1",
        "PARTNERLAB_MAIL_SMTP_PORT": str(mail.port),
        "PARTNERLAB_MAIL_ADDRESS": "cis@mwa.example",
        "PARTNERLAB_MAIL_DROP": str(mail.mailbox("cis")),
        "PARTNERLAB_RWC_MAIL_ADDRESS": "rwc@mwa.example",
        "PARTNERLAB_RWC_MAIL_DROP": str(mail.mailbox("rwc")),
        "POWER_MAIL_ADDRESS": "power@partners.example",
        "NAVY_MAIL_ADDRESS": "navy@partners.example",
    }


def test_a_lab_at_a_port_has_its_mailboxes_where_the_last_one_had_them(mail: MailChannel) -> None:
    told = mail.variables(25)
    assert told["PARTNERLAB_MAIL_SMTP_PORT"] == "25"
    assert told["PARTNERLAB_MAIL_DROP"].endswith("partnerlab-mail-25/cis@mwa.example")


def test_a_disk_that_is_full_is_the_labs_trouble_and_names_the_file(
    mail: MailChannel, no_room: list[StorageError]
) -> None:
    (mail.mailbox("cis") / "tmp" / "000000001.lab").symlink_to("/dev/full")
    with pytest.raises(smtplib.SMTPException, match="the lab has no room for this mail"):
        mail.put("power", FILE)
    (error,) = no_room
    assert f"{mail.mailbox('cis')}/tmp/000000001.lab: No space left on device: the lab cannot keep it" in str(error)
