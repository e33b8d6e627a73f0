"""Faults of mail: a partner's mail that differs from the agreed one, and our mail that its mailbox refuses."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from partnerlab.contract.files import Layout
from partnerlab.lab.channels.channel import FileInTransit, Reception


def another_sender(layout: Layout, file: FileInTransit, *, address: str) -> list[FileInTransit]:
    """The mail comes from an address that was not agreed."""
    return [replace(file, delivery={**file.delivery, "sender": address})]


def another_subject(layout: Layout, file: FileInTransit, *, subject: str) -> list[FileInTransit]:
    """The subject says something else than the name of the file."""
    return [replace(file, delivery={**file.delivery, "subject": subject})]


def text_says_more(layout: Layout, file: FileInTransit, *, text: str) -> list[FileInTransit]:
    """The text of the mail says more than that a file is attached; it is held against the sender."""
    return [replace(file, delivery={**file.delivery, "text": text})]


def another_attachment(layout: Layout, file: FileInTransit, *, as_name: str) -> list[FileInTransit]:
    """A second attachment, which is no file of the contract, stands before the first."""
    return [replace(file, delivery={**file.delivery, "also": as_name})]


def no_attachment(layout: Layout, file: FileInTransit) -> list[FileInTransit]:
    """The mail comes without its attachment: the file never arrives."""
    return [replace(file, whole=False, delivery={**file.delivery, "attached": False})]


def body_in_charset(layout: Layout, file: FileInTransit, *, charset: str = "cp874") -> list[FileInTransit]:
    """The text beside the file is Thai in an encoding that mail seldom has."""
    return [replace(file, delivery={**file.delivery, "body_charset": charset})]


def same_message_twice(layout: Layout, file: FileInTransit) -> list[FileInTransit]:
    """The mail is delivered two times, with one and the same Message-ID."""
    message_id = f"<{hashlib.sha256(file.name.encode() + file.data).hexdigest()[:24]}@partners.example>"
    return [replace(file, delivery={**file.delivery, "message_id": message_id})] * 2


def mailbox_full(fault: str) -> Reception:
    """The partner's mailbox is full: the server refuses our mail for now."""
    return Reception(fault, "452 4.2.2 the mailbox is full")


def mail_deferred(fault: str) -> Reception:
    """The partner's server cannot take our mail now and asks for it later."""
    return Reception(fault, "451 4.3.0 try again later")


def mail_bounced(fault: str) -> Reception:
    """The partner's server accepts our mail, and reports afterwards that it could not be delivered."""
    return Reception(fault, "250 OK", bounces=True)
