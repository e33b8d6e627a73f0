"""A real SMTP server in a thread that delivers into a Maildir, as our side's own server would."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

from tests.ports import in_a_row


class TestMailServer:
    """Keeps what was sent; `refusal` is what it says to every mail instead of taking it."""

    __test__ = False

    def __init__(self, drop: Path) -> None:
        self.drop, self.refusal = drop, ""
        self.sent: list[tuple[str, list[str], bytes]] = []
        for part in ("tmp", "new", "cur"):
            (drop / part).mkdir(parents=True)
        self.port = in_a_row()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, server_hostname="mail.test")
        self._controller.start()

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        if self.refusal:
            return self.refusal
        assert isinstance(envelope.content, bytes)
        self.sent.append((envelope.mail_from or "", envelope.rcpt_tos, envelope.content))
        return "250 OK"

    def deliver(self, content: bytes) -> None:
        """A mail has come for our side."""
        number = sum(1 for path in self.drop.rglob("*") if path.is_file()) + 1
        (self.drop / "new" / f"{number:03}.test").write_bytes(content)

    def close(self) -> None:
        self._controller.stop()
