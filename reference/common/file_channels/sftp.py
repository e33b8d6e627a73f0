"""Our own SFTP client at the drop-off, where each partner has a home with the folders `incoming` and `outgoing`.

asyncssh works asynchronously and nothing else here does, so a session has an event loop of its own.
"""

from __future__ import annotations

import asyncio
import getpass
import logging
import os
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from reference.common.file_channels.channel import (
    ChannelUnavailable,
    OutgoingFile,
    Place,
    PlaceUnavailable,
    WaitingFile,
)
from reference.common.file_channels.file_content import BLOCK, FileContent
from reference.common.settings import Sftp

if TYPE_CHECKING:
    import asyncssh

_log = logging.getLogger(__name__)
_T = TypeVar("_T")
_UNFINISHED = ".tmp"


class SftpChannel:
    """The drop-off, by our login there; `timeout` bounds connecting, in seconds."""

    def __init__(self, sftp: Sftp, timeout: float) -> None:
        self._sftp, self._timeout = sftp, timeout

    @property
    def address(self) -> str:
        return f"sftp {self._sftp.user}@{self._sftp.host}:{self._sftp.port}"

    @contextmanager
    def open(self) -> Iterator[SftpSession]:
        import asyncssh  # heavy, and many installations have no drop-off

        _ensure_local_user()
        stack = AsyncExitStack()
        with asyncio.Runner() as runner:
            try:
                client = runner.run(self._connect(stack))
            except (OSError, asyncssh.Error, TimeoutError) as failure:
                raise _lost(self.address, failure) from failure
            try:
                yield SftpSession(client, runner, self.address)
            finally:
                runner.run(stack.aclose())

    async def _connect(self, stack: AsyncExitStack) -> asyncssh.SFTPClient:
        import asyncssh

        connection = await stack.enter_async_context(
            asyncssh.connect(
                self._sftp.host,
                self._sftp.port,
                username=self._sftp.user,
                password=self._sftp.password,
                known_hosts=_trusted(self._sftp),
                client_keys=None,
                agent_path=None,
                config=None,
                connect_timeout=self._timeout,
                login_timeout=self._timeout,
            )
        )
        return await stack.enter_async_context(connection.start_sftp_client())


class SftpSession:
    """The drop-off while we are logged in."""

    def __init__(self, client: asyncssh.SFTPClient, runner: asyncio.Runner, address: str) -> None:
        self._client, self._runner, self._address = client, runner, address

    def waiting(self, place: Place) -> list[WaitingFile]:
        """Names that are not UTF-8 are passed over, and told: they must not hold up the files beside them."""
        folder = f"/{place.home}/incoming"
        names = self._do(self._list(folder.encode()))
        readable = [name for name in names if _is_utf8(name)]
        for name in names:
            if name not in readable:
                _log.warning(
                    "%s: /%s/incoming: the name %r is not UTF-8; the file is left there",
                    self._address,
                    place.home,
                    name,
                )
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
        return list(await self._client.listdir(folder))

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
            return self._runner.run(work)
        except asyncssh.SFTPError as failure:  # of this place, while the connection holds
            raise PlaceUnavailable(_reason(failure)) from failure
        except (OSError, asyncssh.Error, TimeoutError) as failure:
            raise _lost(self._address, failure) from failure


def _ensure_local_user() -> None:
    """asyncssh looks for a home folder and a name of ours, and a user without a passwd entry has neither."""
    try:
        Path.home()
    except RuntimeError:
        os.environ["HOME"] = "/"
    try:
        getpass.getuser()
    except (KeyError, ImportError, OSError):
        os.environ["USER"] = "reference"


def _is_utf8(name: bytes) -> bool:
    try:
        name.decode()
    except UnicodeDecodeError:
        return False
    return True


def _lost(address: str, failure: BaseException) -> ChannelUnavailable:
    return ChannelUnavailable(f"{address}: {_reason(failure)}")


def _reason(failure: BaseException) -> str:
    return f"{type(failure).__name__}: {failure}"


def _trusted(sftp: Sftp) -> Any:
    """The one server key to trust; without one, any (a rehearsal's choice)."""
    if sftp.host_key is None:
        return None
    import asyncssh

    return asyncssh.import_known_hosts(f"[{sftp.host}]:{sftp.port} {sftp.host_key}\n")
