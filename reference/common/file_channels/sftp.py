"""Our own SFTP client at the drop-off, where each partner has a home with the folders `incoming` and `outgoing`.

asyncssh works asynchronously and nothing else here does, so a session has an event loop of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack, contextmanager
from typing import TYPE_CHECKING, Any, TypeVar, cast

from reference.common.file_channels.channel import (
    ChannelUnavailable,
    OutgoingFile,
    Place,
    PlaceUnavailable,
    WaitingFile,
)
from reference.common.settings import Sftp

if TYPE_CHECKING:
    import asyncssh

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
        names = self._do(self._client.listdir(f"/{place.home}/incoming"))
        return [WaitingFile(name, name) for name in sorted(map(str, names)) if name.endswith(place.suffix)]

    def fetch(self, place: Place, file: WaitingFile) -> bytes:
        return self._do(self._read(f"/{place.home}/incoming/{file.key}"))

    def put(self, home: str, file: OutgoingFile) -> None:
        """Upload under a temporary name, then rename, so that the other side never reads half a file."""
        self._do(self._write(f"/{home}/outgoing/{file.name}", file.data))

    def put_away(self, place: Place, file: WaitingFile, folder: str) -> None:
        self._do(self._move(f"/{place.home}/incoming/{file.key}", f"/{place.home}/{folder}", file.name))

    async def _read(self, path: str) -> bytes:
        async with self._client.open(path, "rb") as file:
            return cast(bytes, await file.read())

    async def _write(self, path: str, data: bytes) -> None:
        async with self._client.open(path + _UNFINISHED, "wb") as file:
            await file.write(data)
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
