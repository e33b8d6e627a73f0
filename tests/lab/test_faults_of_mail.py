"""What each fault of mail does to the mails, seen in the mailboxes and the journal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from partnerlab.lab.channels.channel import Reception
from partnerlab.lab.channels.mail_channel import MailChannel
from partnerlab.lab.channels.mail_message import Opened, open_mail
from partnerlab.lab.exchange.file_exchange import file_exchange
from partnerlab.lab.exchange.message_sender import send
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.fault_check import misdeliveries, misfits

PARTNER = "mea_offline"
PAYMENTS = [{"reference": "1612345678", "invoice": "691000000001", "amount": 10_000}]
NAME = "MWA_MEA_20261123_01.txt"


def mailed(lab: Lab, fault: str, **words: Any) -> list[bytes]:
    """The mails in our mailbox after the partner sent a file with this fault."""
    send(lab, PARTNER, "payment_file", {"payments": PAYMENTS}, [lab.fault(PARTNER, fault, **words)])
    channel = file_exchange(lab).of(lab.kit.partner(PARTNER))
    assert isinstance(channel, MailChannel)
    return [path.read_bytes() for path in sorted((channel.mailbox("cis") / "new").iterdir())]


@pytest.mark.parametrize(
    ("fault", "words", "holds"),
    [
        ("another_sender", {"address": "x@y.example"}, lambda mail: mail.sender == "x@y.example"),
        ("another_subject", {"subject": "นำส่ง"}, lambda mail: mail.subject == "นำส่ง"),
        ("text_says_more", {"text": "ขอบคุณ"}, lambda mail: "ขอบคุณ" in mail.text),
        ("another_attachment", {"as_name": "ปก.pdf"},
         lambda mail: [name for name, _ in mail.attachments] == ["ปก.pdf", NAME]),
        ("no_attachment", {}, lambda mail: mail.attachments == []),
    ],
)  # fmt: skip
def test_the_mail_is_as_the_fault_wants_it(
    lab: Lab, fault: str, words: dict[str, Any], holds: Callable[[Opened], bool]
) -> None:
    (content,) = mailed(lab, fault, **words)
    assert holds(open_mail(content))
    (exchange,) = lab.journal
    assert (exchange.channel, exchange.faults, exchange.findings) == ("mail", (fault,), [])
    assert exchange.lost == ("request" if fault == "no_attachment" else None)


def test_the_text_beside_the_file_is_in_the_charset_and_the_file_as_ever(lab: Lab) -> None:
    (content,) = mailed(lab, "body_in_charset", charset="tis-620")
    assert b'charset="tis-620"' in content
    (exchange,) = lab.journal
    assert open_mail(content).attachments == [(NAME, exchange.request.raw)]


def test_the_same_message_is_the_same_to_the_byte_but_for_where_it_stands(lab: Lab) -> None:
    first, second = mailed(lab, "same_message_twice")
    ids = [[line for line in mail.splitlines() if line.startswith(b"Message-ID")] for mail in (first, second)]
    assert ids[0] == ids[1]
    assert len(lab.journal) == 2


@pytest.mark.parametrize(
    ("fault", "answer", "bounces"),
    [("mailbox_full", "452", False), ("mail_deferred", "451", False), ("mail_bounced", "250", True)],
)
def test_what_becomes_of_our_mail(lab: Lab, fault: str, answer: str, bounces: bool) -> None:
    reception: Reception = lab.fault(PARTNER, fault).kind.apply(fault)
    assert (reception.fault, reception.answer[:3], reception.bounces) == (fault, answer, bounces)


def test_a_fault_of_mail_fits_nobody_who_uses_another_channel(lab: Lab) -> None:
    other, mailing = lab.kit.partner("truemoney_offline"), lab.kit.partner(PARTNER)
    expected = "'no_attachment' would never strike: it is a fault of mail, and truemoney_offline uses sftp"
    assert [text for _, text in misfits(other, "no_attachment", None, {})] == [expected]
    assert [text for _, text in misdeliveries(other, "payment_file", "no_attachment", {})] == [expected]
    assert list(misfits(mailing, "no_attachment", None, {})) == []
    assert list(misfits(mailing, "mailbox_full", "response_file", {})) == []
    assert [place for place, _ in misfits(mailing, "mailbox_full", "payment_file", {})] == [("operation",)]
