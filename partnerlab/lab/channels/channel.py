"""Interfaces of a channel for messages or files, and the errors of the way."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from partnerlab.contract.findings import Finding
from partnerlab.contract.http.message import Answer, ConnectionFault, Request
from partnerlab.errors import InputError
from partnerlab.lab.exchange.size_limits import SizeLimits

Header = tuple[str, str]

INCOMING, OUTGOING = "incoming", "outgoing"
"""The folders of a partner: to our side, and from it."""


def lab_variable(name: str) -> str:
    """The environment variable of something that belongs to no partner; a partner's begin with the partner's name."""
    return f"PARTNERLAB_{name.upper()}"


class HttpChannel(Protocol):
    """Carries one request to a system and brings its answer."""

    where: str

    def call(self, message: Request) -> Answer: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Reception:
    """How a fault changes the reception of our file at the partner: the answer given, and whether the file is kept.

    One that `bounces` is accepted, and comes back as undeliverable.
    """

    fault: str
    answer: str
    bounces: bool = False


class StorageError(InputError):
    """The lab has no room for a file: neither a partner's mistake nor our side's."""

    @classmethod
    def of(cls, bad: OSError) -> StorageError:
        """The error for one of the operating system, which names the file."""
        where = os.fsdecode(bad.filename) if bad.filename else "a file"
        return cls(
            f"{where}: {bad.strerror}: the lab cannot keep it; make room, or set TMPDIR to a folder where there is some"
        )


@dataclass(frozen=True, slots=True)
class FileParties:
    """Who exchanges files over a channel: `agents` with the system of ours that each deals with, and all `systems`.

    `secret` makes a password from the names of a party and of the secret, `digest` 32 bytes likewise. `strike` tells
    what faults do to a file of ours, given the partner and the file's name; `hinder` whether one strikes a step of our
    visit to its page. `agreed` is what each agent's agreement says of the channel. A channel with a server of its own
    listens at `host` and `port`; a web server does not where `apps`, which this process calls by host, is given. It
    tells `no_room` what it could not keep, and refuses more bytes than `limits`.
    `expects` says whether a partner's agreement knows a file of a name; `arrived` hears that something has arrived, in
    the server's thread. `keys` are the public keys with which a login opens too, as OpenSSH writes them.
    `said` is what is to be said against a text beside a file, given its place. `fetched` hears of a file of ours that
    a partner reads, where the channel sees it, in the server's thread.
    """

    agents: Mapping[str, str]
    systems: tuple[str, ...]
    secret: Callable[[str, str], str]
    digest: Callable[[str, str], bytes]
    strike: Callable[[str, str], Reception | None]
    now: Callable[[], datetime]
    host: str = "127.0.0.1"
    port: int = 0
    no_room: Callable[[StorageError], None] = lambda error: None
    agreed: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    hinder: Callable[[str, str, str], bool] = lambda partner, step, file: False
    expects: Callable[[str, str], bool] = lambda partner, file: False
    arrived: Callable[[], None] = lambda: None
    keys: Mapping[str, frozenset[str]] = field(default_factory=dict)
    apps: dict[str, Any] | None = None
    limits: SizeLimits = field(default_factory=SizeLimits)
    said: Callable[[str, str], list[Finding]] = lambda where, text: []
    fetched: Callable[[str, str], None] = lambda partner, file: None


@dataclass(frozen=True, slots=True)
class FileInTransit:
    """One file as it arrives; one that is not `whole` breaks off half-way and never exists for the other side.

    `delivery` is what is unusual about the way it is delivered, in words of the one channel that knows them.
    """

    name: str
    data: bytes
    whole: bool = True
    delivery: Mapping[str, Any] = field(default_factory=dict)

    def beside(self) -> list[tuple[str, str]]:
        """The texts that travel with it, as far as they are unusual, each with its place."""
        return [(f"mail/{word}", str(self.delivery[word])) for word in ("subject", "text") if word in self.delivery]


@dataclass(frozen=True, slots=True)
class FileArrival:
    """A file that is complete: whose it is, in which folder (`incoming` or `outgoing`), under which name.

    `findings` is what is to be said against the way it was delivered, `faults` what struck a file of ours on the way;
    one that is `lost` never reached the other side. `data` is its content, where the channel does not keep it; `path`
    is where it lies, if not in its folder by its name. One without a name is no file, but our side has something to
    look at.
    """

    partner: str
    folder: str
    name: str
    data: bytes = field(default=b"", compare=False, repr=False)
    findings: tuple[Finding, ...] = ()
    faults: tuple[str, ...] = ()
    lost: bool = False
    path: Path | None = field(default=None, compare=False)

    @property
    def incoming(self) -> bool:
        """Whether it came to our side."""
        return self.folder == INCOMING


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it lies in a mailbox, a home at the drop-off or on a page; `party` is whose that is.

    `place` is its own within the channel, `about` what else stands there beside it. A mail without a file has no name.
    """

    place: str
    party: str
    folder: str
    name: str
    data: bytes = field(repr=False)
    about: Mapping[str, str] = field(default_factory=dict)


_UNREADABLE = "\ufffd"
"""What stands in a name for bytes that were not read."""


def readable_name(name: str) -> str:
    """A file's name on one line of text, as people read it: bytes that are no UTF-8 and control characters escaped."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)


def name_finding(name: str) -> list[Finding]:
    """The finding for a file name with characters that the channel does not allow."""
    readable = readable_name(name)
    if readable == name and _UNREADABLE not in name:
        return []
    return [Finding("request", "file name", "letters of a name", "UTF-8 without control characters", readable)]


class FileChannel(Protocol):
    """Carries files between partners and our side: a real server, and the partner's real client."""

    kind: str
    """The channel's name in agreements and in the journal."""

    def put(self, partner: str, file: FileInTransit) -> None:
        """Send a file as the partner does; if it is not `whole`, the connection breaks half-way."""

    def next_arrival(self) -> FileArrival | None:
        """The file that has arrived first and was not taken up yet."""

    @property
    def arrived(self) -> bool:
        """Whether there is such a file."""

    def read(self, arrival: FileArrival) -> bytes:
        """The content of a file that has arrived; FileNotFoundError if it is no longer there."""

    def files(self) -> dict[str, bytes]:
        """Every file there is, by its place."""

    def stored(self) -> list[StoredFile]:
        """All stored files with their findings, for people to look at."""

    def restore(self, files: Mapping[str, bytes]) -> None:
        """Put files where they were, without their arriving."""

    def variables(self, port: int | None = None) -> dict[str, str]:
        """The environment variables by which our side's systems use the channel; as if it listened at `port`."""

    def login(self, user: str) -> dict[str, Any]:
        """Where and how a partner or a system of ours uses the channel, for who plays it."""

    def reset(self) -> None:
        """Remove every file."""

    def close(self) -> None: ...


class Unreachable(InputError):
    """The system under test cannot be reached: its port is closed, or it does not answer in time."""


class SystemCrashed(Exception):
    """The system under test, in this process, raised instead of answering."""


class NoAnswer(Exception):
    """The partner does not answer; the channel lets its caller's patience end."""


class ConnectionBroken(Exception):
    """The connection breaks under an answer; the channel shows its caller how."""

    def __init__(self, breaks: ConnectionFault, line: str, headers: list[Header], raw: bytes) -> None:
        super().__init__(breaks.how)
        self.breaks, self.line, self.headers, self.raw = breaks, line, headers, raw


def log_wrong_password(server: str, login: str | None, address: str | None) -> None:
    """Log a refused log-in. An unknown name (None) is not repeated: it may be a password in the wrong field."""
    named = f"'{login}'" if login else "a login that does not exist"
    logging.getLogger(__name__).warning("%s: wrong password for %s, from %s", server, named, address or "unknown")
