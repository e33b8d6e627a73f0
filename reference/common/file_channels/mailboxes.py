"""Where our side reads its mail: a Maildir into which the server delivers, or a mailbox reached by IMAP."""

from __future__ import annotations

import imaplib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from reference.common.file_channels.channel import ChannelUnavailable
from reference.common.settings import Mail


class Mailbox(Protocol):
    """The mails that have come and were not put away."""

    def waiting(self) -> list[tuple[str, bytes]]:
        """Each with its key, in the order in which they came."""
        ...

    def put_away(self, key: str, folder: str) -> None:
        """Move one to another folder of the mailbox."""
        ...


@contextmanager
def open_mailbox(mail: Mail, timeout: float) -> Iterator[Mailbox]:
    """The mailbox, of the kind that the settings name; `timeout` is in seconds."""
    if mail.imap_host is None:
        if mail.drop is None:
            raise ChannelUnavailable("neither a folder for mail (drop) nor an IMAP server (imap_host) is set")
        yield Maildir(Path(mail.drop))
        return
    server = imaplib.IMAP4_SSL if mail.imap_tls else imaplib.IMAP4
    with server(mail.imap_host, mail.imap_port, timeout=timeout) as connection:
        connection.login(mail.imap_user, mail.imap_password)
        yield ImapMailbox(connection)


class Maildir:
    """A folder with a file for each mail, whole once it stands in `new`; a reader may have moved it to `cur`."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def waiting(self) -> list[tuple[str, bytes]]:
        mails = [path for part in ("new", "cur") for path in (self._root / part).iterdir()]
        mails.sort(key=lambda path: path.name)
        return [(f"{path.parent.name}/{path.name}", path.read_bytes()) for path in mails]

    def put_away(self, key: str, folder: str) -> None:
        target = self._root / f".{folder}"
        for part in ("tmp", "new", "cur"):
            (target / part).mkdir(parents=True, exist_ok=True)
        name = key.rpartition("/")[2].partition(":")[0]
        (self._root / key).rename(target / "cur" / f"{name}:2,S")


class ImapMailbox:
    """The inbox at an IMAP server, while we are logged in."""

    def __init__(self, connection: imaplib.IMAP4) -> None:
        self._connection = connection
        _agreed(connection.select("INBOX"), "select INBOX")

    def waiting(self) -> list[tuple[str, bytes]]:
        keys = _agreed(self._connection.uid("SEARCH", "ALL"), "search")[0]
        return [(key.decode(), self._fetch(key.decode())) for key in (keys or b"").split()]

    def put_away(self, key: str, folder: str) -> None:
        """Copy, mark and expunge: not every server can move."""
        self._connection.create(folder)  # refused when it is there already
        _agreed(self._connection.uid("COPY", key, folder), f"copy to {folder}")
        _agreed(self._connection.uid("STORE", key, "+FLAGS", r"(\Deleted)"), "mark as deleted")
        _agreed(self._connection.expunge(), "expunge")

    def _fetch(self, key: str) -> bytes:
        """The whole mail; PEEK leaves it unseen until it is put away."""
        parts = _agreed(self._connection.uid("FETCH", key, "(BODY.PEEK[])"), "fetch")
        return next(bytes(part[1]) for part in parts if isinstance(part, tuple))


def _agreed(answer: tuple[str, Sequence[Any]], step: str) -> Sequence[Any]:
    """The server's data; raises an error if it refused."""
    status, data = answer
    if status != "OK":
        raise imaplib.IMAP4.error(f"{step}: {status} {data!r}")
    return data
