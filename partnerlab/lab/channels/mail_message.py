"""Mails with files, written as partners write them and opened as they open them."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from partnerlab.lab.channels.channel import FileInTransit, StoredFile, readable_name

_BODY = "เรียน การประปานครหลวง\nแนบไฟล์มาพร้อมนี้\n"
_COVER = b"%PDF-1.4 cover letter"


@dataclass(frozen=True, slots=True)
class Opened:
    """An opened mail: stated sender, subject, attachments by name, and text."""

    sender: str
    subject: str
    attachments: list[tuple[str, bytes]]
    text: str = ""


def open_mail(content: bytes) -> Opened:
    """The mail as its recipient sees it; names after RFC 2231, subjects after RFC 2047.

    Of one whose headers cannot be read, which the library tells by any exception, the sender at most is known.
    """
    try:
        return _opened(message_from_bytes(content, policy=policy.default))
    except Exception:
        headers = message_from_bytes(content, policy=policy.compat32)
        return Opened(readable_name(parseaddr(str(headers["From"] or ""))[1].lower()), "", [])


def _opened(mail: EmailMessage) -> Opened:
    attachments = [
        (name, _content(part)) for part in mail.walk() if not part.is_multipart() and (name := part.get_filename())
    ]
    sender, subject = parseaddr(str(mail.get("From", "")))[1].lower(), str(mail.get("Subject", ""))
    return Opened(sender, subject, attachments, "\n".join(_texts(mail)))


def stored_mail(place: str, party: str, content: bytes) -> list[StoredFile]:
    """A mail in the mailbox of a party, by its attachments; `place` is its file, below the mailbox's folder."""
    mail = open_mail(content)
    folder = place.split("/")[1].removeprefix(".")
    about = {"from": mail.sender, "subject": mail.subject}
    found = mail.attachments or [("", b"")]
    return [
        StoredFile(f"{place}/{n}", party, folder, readable_name(name), data, about)
        for n, (name, data) in enumerate(found)
    ]


def write_mail(sender: str, recipient: str, file: FileInTransit, now: datetime, number: int) -> bytes:
    """The mail with a file, and with what is unusual about its delivery; `number` makes its Message-ID."""
    unusual = file.delivery
    digest = hashlib.sha256(f"{number} {file.name}".encode()).hexdigest()[:24]
    mail = _mail(sender, recipient, str(unusual.get("subject", file.name)), now)
    mail["Message-ID"] = str(unusual.get("message_id", f"<{digest}@partners.example>"))
    _set_body(mail, str(unusual.get("text", _BODY)), str(unusual.get("body_charset", "utf-8")))
    if "also" in unusual:
        mail.add_attachment(_COVER, maintype="application", subtype="pdf", filename=unusual["also"])
    if unusual.get("attached", True):
        mail.add_attachment(file.data, maintype="application", subtype="octet-stream", filename=file.name)
    if mail.is_multipart():
        mail.set_boundary(f"=_{digest}")  # else it would be another one in each run
    return mail.as_bytes()


def bounce_of(sender: str, recipient: str, content: bytes, now: datetime) -> bytes:
    """The report that a mail could not be delivered (RFC 3464), with the mail itself."""
    mail = _mail("MAILER-DAEMON@partners.example", sender, "Undelivered Mail Returned to Sender", now)
    mail["Message-ID"] = f"<{hashlib.sha256(content).hexdigest()[:24]}.bounce@partners.example>"
    mail.set_content(f"The mail to {recipient} could not be delivered: the mailbox does not exist any more.\n")
    mail.add_attachment(message_from_bytes(content, policy=policy.default))
    mail.set_type("multipart/report")
    mail.set_boundary(f"=_{hashlib.sha256(content).hexdigest()[:24]}")
    mail.set_param("report-type", "delivery-status")
    return mail.as_bytes()


def _mail(sender: str, recipient: str, subject: str, now: datetime) -> EmailMessage:
    mail = EmailMessage(policy.SMTP)
    mail["From"], mail["To"], mail["Subject"], mail["Date"] = sender, recipient, subject, format_datetime(now)
    return mail


def _set_body(mail: EmailMessage, text: str, charset: str) -> None:
    """The text in any encoding: the library writes only those that it knows as encodings of mail."""
    mail.set_content(text.encode(charset), "text", "plain", cte="base64")
    mail.set_param("charset", charset)


def _texts(mail: EmailMessage) -> Iterator[str]:
    """What a recipient reads: the parts of text that are no attachments, in whatever encoding they are."""
    for part in mail.walk():
        if part.get_content_maintype() == "text" and not part.get_filename():
            yield _content(part).decode(_codec(part.get_content_charset()), "replace")


def _codec(charset: str | None) -> str:
    try:
        return codecs.lookup(charset or "utf-8").name
    except LookupError:
        return "utf-8"


def _content(part: EmailMessage) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""
