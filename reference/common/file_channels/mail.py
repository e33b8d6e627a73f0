"""Our own mail. A partner's files are the attachments of mails from its address; ours go there by SMTP.

Known senders are the addresses of partners. A mail from another address, a bounce, and a mail without a file are
put away unanswered, for an answer could go round in circles. Nothing depends on subjects or on a Message-ID, which the
sender chooses: whether a file came before is known by its content.
"""

from __future__ import annotations

import imaplib
import smtplib
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from reference.common.clock import Clock
from reference.common.file_channels.channel import (
    ChannelUnavailable,
    OutgoingFile,
    Place,
    PlaceUnavailable,
    WaitingFile,
)
from reference.common.file_channels.mail_message import ReceivedMail, read_mail, write_mail
from reference.common.file_channels.mailboxes import Mailbox, open_mailbox
from reference.common.file_channels.outgoing_mail import OutgoingMail
from reference.common.settings import Mail

STRANGERS, BOUNCES, WITHOUT_FILE = "strangers", "bounces", "without_file"
"""Folders for the mails that bring no file of a partner."""


class MailChannel:
    """Our mailbox and our way to send; `senders` are the partners' addresses, `timeout` bounds each step in seconds."""

    def __init__(self, mail: Mail, senders: Collection[str], clock: Clock, timeout: float) -> None:
        self._mail, self._clock, self._timeout = mail, clock, timeout
        self._senders = {sender.lower() for sender in senders}
        self._outgoing = OutgoingMail(mail, timeout)

    @property
    def address(self) -> str:
        return f"mail {self._mail.address}"

    @contextmanager
    def open(self) -> Iterator[MailSession]:
        try:
            with open_mailbox(self._mail, self._timeout) as mailbox:
                yield MailSession(self._mail, mailbox, self._senders, self._clock, self._outgoing)
        except (OSError, imaplib.IMAP4.error) as failure:
            raise ChannelUnavailable(f"{self.address}: {type(failure).__name__}: {failure}") from failure


class MailSession:
    """The mailbox while it is open. A mail with several files is put away with the last of them."""

    def __init__(
        self, mail: Mail, mailbox: Mailbox, senders: Collection[str], clock: Clock, outgoing: OutgoingMail
    ) -> None:
        self._mail, self._mailbox, self._senders = mail, mailbox, senders
        self._clock, self._outgoing = clock, outgoing
        self._opened: dict[str, ReceivedMail] | None = None
        self._open_files: dict[str, set[str]] = {}

    def waiting(self, place: Place) -> list[WaitingFile]:
        found = []
        for key, mail in self._mails().items():
            if mail.sender == place.home.lower():
                names = [f"{key} {index}" for index, file in enumerate(mail.files) if file.name.endswith(place.suffix)]
                self._open_files[key] = set(names)
                found += [WaitingFile(self._file(name).name, name) for name in names]
                if not names:
                    self._mailbox.put_away(key, WITHOUT_FILE)
        return found

    def fetch(self, place: Place, file: WaitingFile) -> bytes:
        return self._file(file.key).data

    def put(self, home: str, file: OutgoingFile) -> None:
        """Send a mail; the partner's server may refuse it for now or for ever."""
        content, ours = write_mail(self._mail.address, home, file, self._clock), self._mail.address
        try:
            self._outgoing.send(ours, home, content)
        except smtplib.SMTPRecipientsRefused as refused:
            raise _refused(*refused.recipients[home]) from refused
        except smtplib.SMTPResponseException as refused:
            raise _refused(refused.smtp_code, refused.smtp_error) from refused

    def put_away(self, place: Place, file: WaitingFile, folder: str) -> None:
        key = file.key.partition(" ")[0]
        self._open_files[key].discard(file.key)
        if not self._open_files[key]:
            self._mailbox.put_away(key, folder)

    def _mails(self) -> dict[str, ReceivedMail]:
        """The mails of known senders by key; all others are put away at the first look."""
        if self._opened is None:
            self._opened = {}
            for key, content in self._mailbox.waiting():
                mail = read_mail(content)
                if mail.sender in self._senders:
                    self._opened[key] = mail
                else:
                    self._mailbox.put_away(key, BOUNCES if mail.bounce else STRANGERS)
        return self._opened

    def _file(self, key: str) -> OutgoingFile:
        mail, _, index = key.partition(" ")
        return self._mails()[mail].files[int(index)]


def _refused(code: int, reason: bytes | str) -> PlaceUnavailable:
    text = reason.decode(errors="replace") if isinstance(reason, bytes) else reason
    return PlaceUnavailable(f"the mail was refused: {code} {text}")
