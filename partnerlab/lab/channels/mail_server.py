"""A real SMTP server with a mailbox (Maildir) for every party; a mail appears once it is whole."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from partnerlab.lab.channels.ports import listening
from partnerlab.lab.channels.server_thread import ServerThread
from partnerlab.lab.exchange.size_limits import USUAL, SizeLimits

if TYPE_CHECKING:
    from aiosmtpd.smtp import SMTP, Envelope, Session

NEW = "new"
"""The folder of a Maildir in which mails wait that have just come."""

_LARGEST = 25_000_000
"""Bytes of an attached file, as mail servers take it, unless the lab takes less."""

_ENCODED = 1.4
"""What its encoding and the rest of the mail make of a byte."""

Receive = Callable[[str, list[str], bytes], str]
"""Takes a mail, given its sender, its recipients and itself, and says what the sender is answered."""


class MailServer:
    """Listens from the start until closed. `boxes` are the Maildirs by address; `receive` takes each mail."""

    def __init__(self, boxes: Mapping[str, Path], receive: Receive, host: str = "127.0.0.1", port: int = 0,
        limits: SizeLimits = USUAL,
    ) -> None:  # fmt: skip
        self._boxes, self._receive, self._limits = boxes, receive, limits
        self._count = 0
        self._socket = listening(host, port)
        self.host, self.port = host, self._socket.getsockname()[1]
        self.create_boxes()
        self._thread = ServerThread("mail", self._socket, self._listen)

    def create_boxes(self) -> None:
        for box in self._boxes.values():
            for part in ("tmp", NEW, "cur"):
                (box / part).mkdir(parents=True, exist_ok=True)

    def deliver(self, sender: str, addresses: Iterable[str], content: bytes) -> None:
        """Put a mail into mailboxes, numbered in the order of arrival; one without a sender is a bounce."""
        content = f"Return-Path: <{sender}>\r\n".encode() + content
        for address in addresses:
            self._count += 1
            name, box = f"{self._count:09}.lab", self._boxes[address]
            try:
                (box / "tmp" / name).write_bytes(content)
            except OSError as bad:
                bad.filename = bad.filename or str(box / "tmp" / name)
                raise
            (box / "tmp" / name).rename(box / NEW / name)

    def count_from(self, number: int) -> None:
        """The number of the last mail: those to come are numbered behind it."""
        self._count = number

    def close(self) -> None:
        self._thread.close(_shut)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.lower() not in self._boxes:
            return f"550 5.1.1 there is no mailbox {address} here"
        envelope.rcpt_tos.append(address.lower())
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """A mail that is accepted stands in its mailboxes before the sender hears of it."""
        content = envelope.content
        assert isinstance(content, bytes)  # the server was told to decode nothing
        if self._used() + len(content) * len(envelope.rcpt_tos) > self._limits.files:
            return f"452 4.3.1 all mails together may have {self._limits.files} bytes here"
        return self._receive((envelope.mail_from or "").lower(), envelope.rcpt_tos, content)

    def _used(self) -> int:
        return sum(mail.stat().st_size for box in self._boxes.values() for mail in box.glob("*/*.lab"))

    async def _listen(self) -> asyncio.Server:
        from aiosmtpd.smtp import SMTP  # heavy, and most labs are never called

        loop = self._thread.loop
        largest = int(min(_LARGEST, self._limits.file) * _ENCODED)

        def connected() -> SMTP:
            return SMTP(self, data_size_limit=largest, hostname="mail.lab", ident="partnerlab", loop=loop)

        return await loop.create_server(connected, sock=self._socket)


async def _shut(server: asyncio.Server) -> None:
    server.close()
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
    await asyncio.sleep(0)
