"""Our own SFTP client at the drop-off, where each partner has a home with the folders `incoming` and `outgoing`."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar, cast

from reference.common.file_channels.channel import (
    ChannelUnavailable,
    OutgoingFile,
    Place,
    PlaceUnavailable,
    WaitingFile,
)
from reference.common.file_channels.file_content import BLOCK, FileContent
from reference.common.file_channels.sftp_connection import SftpConnection
from reference.common.settings import Sftp

if TYPE_CHECKING:
    import asyncssh

_log = logging.getLogger(__name__)
_T = TypeVar("_T")
_UNFINISHED = ".tmp"


class SftpChannel:
    """The drop-off, by our login there, for one visit at a time; `timeout` bounds connecting, in seconds."""

    def __init__(self, sftp: Sftp, timeout: float) -> None:
        self._sftp, self._connection = sftp, SftpConnection(sftp, timeout)
        self._lock = threading.RLock()

    @property
    def address(self) -> str:
        return f"sftp {self._sftp.user}@{self._sftp.host}:{self._sftp.port}"

    @contextmanager
    def open(self) -> Iterator[SftpSession]:
        import asyncssh  # heavy, and many installations have no drop-off

        with self._lock:
            try:
                client = self._connection.client()
            except (OSError, asyncssh.Error, TimeoutError) as failure:
                raise _lost(self.address, failure) from failure
            yield SftpSession(client, self._connection, self.address)


class SftpSession:
    """The drop-off during a visit."""

    def __init__(self, client: asyncssh.SFTPClient, connection: SftpConnection, address: str) -> None:
        self._client, self._connection, self._address = client, connection, address

    def waiting(self, place: Place) -> list[WaitingFile]:
        """Names that cannot be read are passed over, and told: they must not hold up the files beside them."""
        folder = f"/{place.home}/incoming"
        names = self._do(self._list(folder.encode()))
        readable = [name for name in names if _is_readable(name)]
        for name in names:
            if name not in readable:
                told = "%s: /%s/incoming: the name %r is not UTF-8, or has control characters; the file is left there"
                _log.warning(told, self._address, place.home, name)
        names_here = sorted(name.decode() for name in readable)
        return [WaitingFile(name, name) for name in names_here if name.endswith(place.suffix)]

    def fetch(self, place: Place, file: WaitingFile) -> FileContent:
        return self._do(self._read(f"/{place.home}/incoming/{file.key}"))

    def put(self, home: str, file: OutgoingFile) -> None:
        """Upload under a temporary name, then rename, so that the other side never reads half a file."""
        self._do(self._write(f"/{home}/outgoing/{file.name}", file.content))

    def put_away(self, place: Place, file: WaitingFile, folder: str) -> None:
        self._do(self._move(f"/{place.home}/incoming/{file.key}", f"/{place.home}/{folder}", file.name))

    async def _list(self, folder: bytes) -> list[bytes]:
        """The entries that are no folders, as far as the server says so."""
        import asyncssh

        entries = await self._client.readdir(folder)
        return [
            os.fsencode(entry.filename) for entry in entries if entry.attrs.type != asyncssh.FILEXFER_TYPE_DIRECTORY
        ]

    async def _read(self, path: str) -> FileContent:
        content = FileContent()
        async with self._client.open(path, "rb") as file:
            while block := cast(bytes, await file.read(BLOCK)):
                content.add(block)
        return content

    async def _write(self, path: str, content: FileContent) -> None:
        async with self._client.open(path + _UNFINISHED, "wb") as file:
            for block in content.blocks():
                await file.write(block)
        await self._client.posix_rename(path + _UNFINISHED, path)

    async def _move(self, path: str, folder: str, name: str) -> None:
        await self._client.makedirs(folder, exist_ok=True)
        await self._client.posix_rename(path, f"{folder}/{name}")

    def _do(self, work: Coroutine[Any, Any, _T]) -> _T:
        import asyncssh

        try:
            return self._connection.run(work)
        except asyncssh.SFTPError as failure:  # of this place, while the connection holds
            raise PlaceUnavailable(_reason(failure)) from failure
        except (OSError, asyncssh.Error, TimeoutError) as failure:
            self._connection.drop()
            raise _lost(self._address, failure) from failure


def _is_readable(name: bytes) -> bool:
    try:
        return name.decode().isprintable()
    except UnicodeDecodeError:
        return False


def _lost(address: str, failure: BaseException) -> ChannelUnavailable:
    return ChannelUnavailable(f"{address}: {_reason(failure)}")


def _reason(failure: BaseException) -> str:
    return f"{type(failure).__name__}: {failure}"
