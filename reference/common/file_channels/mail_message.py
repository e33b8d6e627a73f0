"""A mail as our side reads and writes it: the sender, the files in it, and a reply that is the same each time."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from reference.common.clock import Clock
from reference.common.file_channels.channel import OutgoingFile


@dataclass(frozen=True, slots=True)
class ReceivedMail:
    """The address that a mail is from, lower case, and its attachments by name. A bounce has neither."""

    sender: str
    files: list[OutgoingFile]
    bounce: bool = False


def read_mail(content: bytes) -> ReceivedMail:
    """Take a mail apart. A mail inside of it, as a bounce returns ours, is not looked into.

    One whose headers cannot be read (the library raises any exception) has no sender, so that it holds up no other.
    """
    try:
        return _read(message_from_bytes(content, policy=policy.default))
    except Exception:
        return ReceivedMail("", [])


def _read(mail: EmailMessage) -> ReceivedMail:
    if mail.get_content_type() == "multipart/report" or str(mail.get("Return-Path", "")).strip() == "<>":
        return ReceivedMail("", [], bounce=True)
    sender = parseaddr(str(mail.get("From", "")))[1].lower()
    return ReceivedMail(sender, [file for part in mail.iter_attachments() if (file := _file(part)) is not None])


def write_mail(sender: str, recipient: str, file: OutgoingFile, clock: Clock) -> bytes:
    """The mail with a file. Its Message-ID comes from the content: a mail sent again is known as the same one."""
    mail, digest = EmailMessage(policy.SMTP), hashlib.sha256(file.name.encode() + file.data).hexdigest()[:32]
    mail["From"], mail["To"], mail["Subject"] = sender, recipient, file.name
    mail["Date"], mail["Message-ID"] = format_datetime(clock.now()), f"<{digest}@{sender.rpartition('@')[2]}>"
    mail.set_content("แนบไฟล์มาพร้อมนี้\n", cte="base64")
    mail.add_attachment(file.data, maintype="application", subtype="octet-stream", filename=file.name)
    return mail.as_bytes()


def _file(part: EmailMessage) -> OutgoingFile | None:
    """An attachment with its name, which may be encoded after RFC 2231; None for one without a name."""
    name, data = part.get_filename(), part.get_payload(decode=True)
    if not name or not isinstance(data, bytes):
        return None
    return OutgoingFile(_on_one_line(name.rpartition("/")[2]), data)


def _on_one_line(name: str) -> str:
    """A name may hold line ends, and stands in the subject of our answer."""
    return "".join(letter if letter.isprintable() else "_" for letter in name)
