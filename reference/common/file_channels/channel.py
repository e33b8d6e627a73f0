"""What every file channel can do, and the order of a visit: settle a file for good, answer it, put it away.

A file's name need not be its own: two mails may carry files of one name. So a file that waits has a key as well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from reference.common.file_channels.file_content import FileContent

TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a partner leaves its files: `home` is its folder (or mailbox), `suffix` how their names end."""

    partner: str
    home: str
    suffix: str


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A whole file that waits: the name that its sender gave it, and where the channel finds it."""

    name: str
    key: str


class OutgoingFile:
    """A file that goes to a partner."""

    def __init__(self, name: str, content: bytes | FileContent) -> None:
        self.name, self.content = name, FileContent.of(content)

    @property
    def data(self) -> bytes:
        return self.content.read()


@dataclass(frozen=True, slots=True)
class Handled:
    """The result of handling a file: the folder it is moved to, and the answer to its sender, if any."""

    folder: str = TAKEN
    answer: OutgoingFile | None = None


Handle = Callable[[str, str, bytes | FileContent], Handled]
"""Settles one file, given its partner, name and content."""


class ChannelUnavailable(Exception):
    """The channel could not be used; the text says where and how it failed."""


class PlaceUnavailable(ChannelUnavailable):
    """One place could not be used; the others may work."""


class OpenChannel(Protocol):
    """A channel in use. Each method raises PlaceUnavailable, or ChannelUnavailable when all is over."""

    def waiting(self, place: Place) -> list[WaitingFile]:
        """The whole files that wait there, in order."""
        ...

    def fetch(self, place: Place, file: WaitingFile) -> bytes | FileContent: ...

    def put(self, home: str, file: OutgoingFile) -> None:
        """Leave a file for the partner, who sees it once it is whole."""
        ...

    def put_away(self, place: Place, file: WaitingFile, folder: str) -> None:
        """Move a file that was handled, so that it waits no longer."""
        ...


class FileChannel(Protocol):
    """A file channel: list, read, put away and leave files."""

    @property
    def address(self) -> str:
        """The server and our login there, for messages."""
        ...

    def open(self) -> AbstractContextManager[OpenChannel]:
        """Connect, and disconnect afterwards."""
        ...


def visit(channel: FileChannel, places: Sequence[Place], handle: Handle) -> int:
    """Hand every waiting file to `handle`; how many there were.

    For each file, in this order: `handle` settles it for good, its answer is put, and only then is it put away.
    Wherever a visit breaks off, the next one finds the file again, `handle` recognises it, and the rest is done.
    A place that cannot be used is reported after the others were visited.
    """
    done, failures = 0, list[str]()
    with channel.open() as session:
        for place in places:
            try:
                done += _take_all(session, place, handle)
            except PlaceUnavailable as failure:
                failures.append(f"{place.home}: {failure}")
    if failures:
        raise ChannelUnavailable(f"{channel.address}: {'; '.join(failures)}")
    return done


def put(channel: FileChannel, home: str, file: OutgoingFile) -> None:
    """Leave one file for a partner."""
    with channel.open() as session:
        try:
            session.put(home, file)
        except PlaceUnavailable as failure:
            raise ChannelUnavailable(f"{channel.address}: {home}: {failure}") from failure


def _take_all(session: OpenChannel, place: Place, handle: Handle) -> int:
    """Settle each file that waits there; one that cannot be used is reported after the others."""
    files, failures = session.waiting(place), list[str]()
    for file in files:
        try:
            _take(session, place, file, handle)
        except PlaceUnavailable as failure:
            failures.append(f"{file.name}: {failure}")
    if failures:
        raise PlaceUnavailable("; ".join(failures))
    return len(files)


def _take(session: OpenChannel, place: Place, file: WaitingFile, handle: Handle) -> None:
    handled = handle(place.partner, file.name, session.fetch(place, file))
    if handled.answer is not None:
        session.put(place.home, handled.answer)
    session.put_away(place, file, handled.folder)
