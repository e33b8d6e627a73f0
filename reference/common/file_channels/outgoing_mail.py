"""Our connection to the server that takes our mail, kept from one mail to the next."""

from __future__ import annotations

import smtplib
import threading
import weakref

from reference.common.settings import Mail


class OutgoingMail:
    """Connects with the first mail, and again whenever the connection has broken; `timeout` is in seconds.

    The connection ends with this object.
    """

    def __init__(self, mail: Mail, timeout: float) -> None:
        self._mail, self._timeout = mail, timeout
        self._open: list[smtplib.SMTP] = []
        self._lock = threading.Lock()
        weakref.finalize(self, _hang_up, self._open)

    def send(self, sender: str, recipient: str, content: bytes) -> None:
        """Send a mail; `smtplib.SMTPException` when it is refused, an `OSError` when the connection fails."""
        with self._lock:
            server = self._connected()
            try:
                server.sendmail(sender, [recipient], content)
            except OSError:  # an SMTPException is one too; after any, the state of the connection is unsure
                _hang_up(self._open)
                raise

    def _connected(self) -> smtplib.SMTP:
        if self._open and _answers(self._open[0]):
            return self._open[0]
        _hang_up(self._open)
        host, domain = self._mail.smtp_host, self._mail.address.rpartition("@")[2]
        self._open.append(smtplib.SMTP(host, self._mail.smtp_port, domain, self._timeout))
        return self._open[0]


def _answers(server: smtplib.SMTP) -> bool:
    try:
        return server.noop()[0] == 250
    except OSError:
        return False


def _hang_up(opened: list[smtplib.SMTP]) -> None:
    while opened:
        opened.pop().close()
