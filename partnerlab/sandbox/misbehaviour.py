"""How our side behaves badly: silent, late, broken, failing or doubled at the first payment of an account.

A partner that hands over no money meets 500 at the first message of each operation that changes something.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from threading import Event, Lock
from typing import Any

from partnerlab.contract.http.message import Answer, ConnectionFault, Request
from partnerlab.contract.http.money_marks import accepts, key_at
from partnerlab.lab.channels.channel import ConnectionBroken, Header, NoAnswer
from partnerlab.lab.exchange.size_limits import WrongSize
from partnerlab.lab.exchange.wsgi_request import from_environ, unread
from partnerlab.lab.partners.partner import Partner
from partnerlab.sandbox.accounts import SandboxAccount

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]

LATE = 20.0
"""Real seconds before a late answer comes."""

_BAD = ("no_answer", "late", "error", "cut_short", "twice")


class Misbehaviour:
    """Stands before our side's address; the first payment of each account with such a role is struck.

    What our side refuses is no payment: its answer passes, and the next message about the account is struck.
    """

    def __init__(self, partner: Partner, accounts: list[SandboxAccount], late: float = LATE) -> None:
        self._partner, self._late = partner, late
        self._accounts = [account for account in accounts if account.role in _BAD]
        self._struck: dict[str, tuple[str, ...]] = {}
        self.failed: dict[str, bytes] = {}
        """By operation the body of the message that was answered 500."""
        self.resent = resent_operations(partner)
        self._lock, self._closing = Lock(), Event()

    def before(self, app: Wsgi) -> Wsgi:
        """The same application, struck where it is to be."""
        return lambda environ, start_response: self._call(app, environ, start_response)

    def close(self) -> None:
        """Send all late answers now."""
        self._closing.set()

    def first_number(self, role: str) -> tuple[str, ...] | None:
        """The number of the payment that was struck, once one was."""
        return self._struck.get(role)

    def _call(self, app: Wsgi, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        try:
            message = from_environ(environ)
        except WrongSize as bad:
            unread(environ, bad)
            return app(environ, start_response)
        environ["wsgi.input"] = BytesIO(message.raw)
        if message.raw:
            environ["CONTENT_LENGTH"] = str(len(message.raw))
        role = self._strike(message)
        if role is None and not self._fails(message):
            return app(environ, start_response)
        if role is None or role == "error":
            return _fail(start_response)
        answer = _whole(app, environ)
        if not self._is_taken(message, answer):
            self._struck.pop(role)
            start_response(answer.line, answer.headers)
            return [answer.raw]
        return self._spoil(role, answer, start_response)

    def _spoil(self, role: str, answer: _Answer, start_response: Any) -> Iterable[bytes]:
        """The payment is booked; what its sender hears of it is another thing."""
        if role == "late":
            self._closing.wait(self._late)
            start_response(answer.line, answer.headers)
            return [answer.raw]
        if role == "twice":
            start_response(answer.line, answer.headers)
            return [answer.raw, answer.whole]
        if role == "cut_short":
            half = ConnectionFault("short", after=len(answer.raw) // 2)
            raise ConnectionBroken(half, answer.line, answer.headers, answer.raw)
        raise NoAnswer

    def _is_taken(self, message: Request, answer: _Answer) -> bool:
        """Whether our side accepted the payment."""
        operation = self._partner.consumer.route(message) if self._partner.consumer else None
        takes = operation.money.takes if operation and operation.money else None
        return takes is not None and accepts(answer.message, takes)

    def _fails(self, message: Request) -> bool:
        """Whether this is the first good message of an operation that is to be sent again."""
        operation = self._partner.consumer.route(message) if self._partner.consumer else None
        if operation is None or operation.id not in self.resent or operation.judge_request(message):
            return False
        with self._lock:
            is_first = operation.id not in self.failed
            self.failed.setdefault(operation.id, message.raw)
        return is_first

    def _strike(self, message: Request) -> str | None:
        operation = self._partner.consumer.route(message) if self._partner.consumer else None
        if operation is None or operation.money is None or operation.money.takes is None:
            return None
        if operation.judge_request(message):
            return None
        number = key_at(message, operation.money.takes.number)
        for account in self._accounts:
            if number and account.is_named_in(message.raw):
                with self._lock:
                    if account.role not in self._struck:
                        self._struck[account.role] = number
                        return account.role
        return None


def resent_operations(partner: Partner) -> list[str]:
    """What a partner that hands over no money tells our side for good, so that it must not be lost."""
    operations = partner.consumer.operations.values() if partner.consumer and not partner.pays else ()
    return [operation.id for operation in operations if operation.method == "POST" and not operation.read_only]


@dataclass(frozen=True, slots=True)
class _Answer:
    line: str
    headers: list[Header]
    raw: bytes

    @property
    def message(self) -> Answer:
        """As the contract reads it."""
        headers = {name.lower(): value for name, value in self.headers}
        return Answer(int(self.line.split()[0]), headers, self.raw).open()

    @property
    def whole(self) -> bytes:
        """As it stands on the line, from its first line on."""
        lines = [f"HTTP/1.1 {self.line}", *(f"{name}: {value}" for name, value in self.headers)]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + self.raw


def _whole(app: Wsgi, environ: dict[str, Any]) -> _Answer:
    """The answer, of which nothing has left yet."""
    head: list[Any] = []
    raw = b"".join(app(environ, lambda line, headers, failure=None: head.extend((line, headers))))
    return _Answer(head[0], head[1], raw)


def _fail(start_response: Any) -> list[bytes]:
    raw = b"Internal Server Error, made by the sandbox: nothing was booked\n"
    start_response("500 Internal Server Error", [("Content-Type", "text/plain"), ("Content-Length", str(len(raw)))])
    return [raw]
