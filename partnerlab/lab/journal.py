"""Every exchange in the order it was sent, judged as it enters.

An exchange is numbered when its request leaves, so the one that caused others stands before them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, Literal, NamedTuple

from partnerlab.contract.findings import Finding
from partnerlab.contract.http.message import Answer, Request
from partnerlab.contract.http.operation import Operation
from partnerlab.contract.personal_data import PersonalField

Lost = Literal["request", "answer"]

KEPT = 3_500
"""Exchanges that a lab which runs for days remembers: about 4 MB of them, each more once somebody has looked at it."""


class Route(NamedTuple):
    """Sender, receiver and operation of an exchange, and the gateway if there is one.

    `contract` is the OpenAPI operation it is judged by; None for files and for calls of no contract.
    """

    sender: str
    receiver: str
    operation: str
    via: str | None = None
    contract: Operation | None = None


class Exchange:
    """One request with its answer and findings. Over a file channel the file is the request, and there is no answer.

    `encoding` is that of a file's text. `made` is when a message was made that has set off later; `own_client` says
    that a partner's own client left a file, not its simulator; `recorded` that the request was made at another time.

    Of what was `sent` and `came` only the bytes may be kept; `request` and `answer` are the same, opened when somebody
    looks. The journal alone makes one, when it numbers it.
    """

    number: int
    left: datetime
    route: Route
    sent: Request
    parent: int | None
    findings: list[Finding]
    lost: Lost | None
    channel = "http"
    encoding = "utf-8"
    came: Answer | None = None
    answered: datetime | None = None
    made: datetime | None = None
    own_client = False
    recorded = False
    faults: tuple[str, ...] = ()
    excused: frozenset[str] = frozenset()
    fields: Any = None
    masked: str | None = None
    _personal: list[PersonalField] | None = None

    @property
    def sender(self) -> str:
        return self.route.sender

    @property
    def receiver(self) -> str:
        return self.route.receiver

    @property
    def operation(self) -> str:
        return self.route.operation

    @property
    def via(self) -> str | None:
        return self.route.via

    @property
    def contract(self) -> Operation | None:
        return self.route.contract

    @property
    def request(self) -> Request:
        return self.sent.open() if self.sent.sealed else self.sent

    @property
    def answer(self) -> Answer | None:
        return self.came.open() if self.came is not None and self.came.sealed else self.came

    @property
    def personal(self) -> list[PersonalField]:
        """The personal data of both messages, searched for at the first use."""
        if self._personal is not None or self.contract is None:
            return self._personal or []
        found = self.contract.personal_in_request(self.request)
        if self.answer is not None:
            found += self.contract.personal_in_answer(self.answer)
        if self.answered or self.lost:
            self._personal = found
        return found

    def carries(self, personal: list[PersonalField]) -> None:
        """Personal data is in it that no operation's contract would find."""
        self._personal = personal

    def parties(self) -> tuple[str, str]:
        return self.sender, self.receiver

    def culprit(self, finding: Finding) -> str:
        """The party that broke the promise: who wrote that side of the exchange."""
        return self.sender if finding.side == "request" else self.receiver

    @property
    def name(self) -> str:
        return f"#{self.number} {self.sender} → {self.receiver} {self.operation}"


class Journal:
    """The exchanges of one scenario; `keep` bounds their number when a lab runs for days, `keep_bytes` their bodies.

    Any thread may read it; beginning, finishing or restoring exchanges needs the lab's lock.
    """

    def __init__(self, keep: int | None = None, keep_bytes: int | None = None) -> None:
        self._exchanges: deque[Exchange] = deque(maxlen=keep)
        self._keep_bytes = keep_bytes
        self._open: dict[Exchange, None] = {}
        self._number = 0
        self.listeners: list[Callable[[Exchange], None]] = []

    def __iter__(self) -> Iterator[Exchange]:
        return iter(self._exchanges.copy())

    def __len__(self) -> int:
        return len(self._exchanges)

    @property
    def last(self) -> int:
        """The number of the exchange that left last."""
        return self._number

    def begin(self, left: datetime, route: Route, request: Request) -> Exchange:
        """Number an exchange as it leaves; one begun inside another is its child."""
        exchange = Exchange()  # filled here: under load, a call that does it would cost as much again
        exchange.left, exchange.route, exchange.sent = left, route, request
        exchange.findings, exchange.lost = [], None
        exchange.parent = next(reversed(self._open)).number if self._open else None
        self._number = exchange.number = self._number + 1
        self._exchanges.append(exchange)
        self._open[exchange] = None
        return exchange

    def finish(self, exchange: Exchange, answered: datetime | None) -> None:
        """The exchange is complete: its answer came, or never will."""
        exchange.answered = answered
        self._open.pop(exchange, None)  # it is not there if everything was forgotten meanwhile
        if self._keep_bytes is not None and _size(exchange) > _SMALL:
            self._forget_oldest(self._keep_bytes)
        for listener in self.listeners:
            listener(exchange)

    def _forget_oldest(self, keep: int) -> None:
        """Bodies are counted only when a large one comes: small ones are bounded by their number."""
        size = sum(_size(exchange) for exchange in self._exchanges)
        while size > keep and len(self._exchanges) > 1:
            size -= _size(self._exchanges.popleft())

    def under_way(self, party: str) -> Exchange | None:
        """The exchange in which a party takes part that began last and is not over."""
        return next((exchange for exchange in reversed(self._open.copy()) if party in exchange.parties()), None)

    def last_of(self, party: str) -> Exchange | None:
        """The exchange in which a party takes part that began last."""
        return next((exchange for exchange in reversed(self._exchanges.copy()) if party in exchange.parties()), None)

    def search(
        self,
        *,
        sender: str | None = None,
        receiver: str | None = None,
        operation: str | None = None,
        after: int = 0,
    ) -> list[Exchange]:
        """The exchanges that fit every given word, in order."""
        wanted = {"sender": sender, "receiver": receiver, "operation": operation}
        given = {name: value for name, value in wanted.items() if value is not None}
        return [e for e in self if e.number > after and _fits(e, given)]

    def reset(self) -> None:
        self.restore(((), 0))

    def snapshot(self) -> Any:
        """What has passed so far; an exchange that is over does not change, so it is shared."""
        return tuple(self._exchanges), self._number

    def restore(self, state: Any) -> None:
        exchanges, self._number = state
        self._exchanges = deque(exchanges, self._exchanges.maxlen)
        self._open.clear()

    def busy(self) -> str | None:
        return "an exchange is under way" if self._open else None

    def run_due(self) -> int:
        return 0


_SMALL = 20_000
"""Bytes: so much of every exchange that is kept is less than any limit."""


def _size(exchange: Exchange) -> int:
    return len(exchange.sent.raw) + (len(exchange.came.raw) if exchange.came is not None else 0)


def _fits(exchange: Exchange, wanted: dict[str, str]) -> bool:
    return all(getattr(exchange, name) == value for name, value in wanted.items())


def numbers(exchanges: Iterable[Exchange]) -> str:
    """`#3, #7`: for messages."""
    return ", ".join(f"#{exchange.number}" for exchange in exchanges) or "none"
