"""What carries a message or a file, and what can go wrong on the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from partnerlab.contract.http.message import Answer, ConnectionFault, Request

Header = tuple[str, str]


class HttpChannel(Protocol):
    """Carries one request to a system and brings its answer."""

    where: str

    def call(self, message: Request) -> Answer: ...

    def close(self) -> None: ...


class FileChannel(Protocol):
    """Carries files between partners and our side: a real server, and the partner's real client."""

    kind: str
    host: str
    port: int

    def put(self, partner: str, name: str, data: bytes, whole: bool = True) -> None:
        """Send a file as the partner does; if not `whole`, the connection breaks half-way."""

    def arrivals(self) -> list[FileArrival]:
        """The files that have arrived since they were last asked for, in order."""

    @property
    def arrived(self) -> bool:
        """Whether a file has arrived that was not asked for yet."""

    def files(self) -> dict[str, bytes]:
        """Every file there is, by its place."""

    def restore(self, files: Mapping[str, bytes]) -> None:
        """Put files where they were, without their arriving."""

    def variables(self) -> dict[str, str]:
        """What our side's systems need to know to use the channel."""

    def login(self, user: str) -> dict[str, Any]:
        """Where to log in, and how: for whoever plays the partner."""

    def reset(self) -> None: ...

    def close(self) -> None: ...


class FileArrival(Protocol):
    """A file that is complete: whose it is, whether it comes to our side, its name and content."""

    @property
    def partner(self) -> str: ...

    @property
    def to_our_side(self) -> bool: ...

    @property
    def name(self) -> str: ...

    @property
    def data(self) -> bytes: ...


class Unreachable(Exception):
    """The system under test cannot be reached: nobody listens, or it does not answer in time."""


class SystemCrashed(Exception):
    """The system under test, in this process, raised instead of answering."""


class NoAnswer(Exception):
    """The partner does not answer; the channel lets its caller's patience end."""


class ConnectionBroken(Exception):
    """The connection breaks under an answer; the channel shows its caller how."""

    def __init__(self, breaks: ConnectionFault, line: str, headers: list[Header], raw: bytes) -> None:
        super().__init__(breaks.how)
        self.breaks, self.line, self.headers, self.raw = breaks, line, headers, raw
