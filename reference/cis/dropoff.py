"""MWA's own SFTP client at the drop-off: fetch, answer, put away.

asyncssh works asynchronously and nothing else here does, so a visit is one event loop from start to end.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from reference.cis.settings import Sftp

if TYPE_CHECKING:
    import asyncssh


class DropOffTrouble(Exception):
    """The drop-off could not be used; the text says where and how it failed."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back to the sender of a file."""

    name: str
    data: bytes


Handle = Callable[[str, str, bytes], Reply]


class DropOff:
    """Visits the folders of the agents."""

    def __init__(self, sftp: Sftp, timeout: float) -> None:
        self._sftp = sftp
        self._timeout = timeout

    def visit(self, homes: Sequence[tuple[str, str]], handle: Handle) -> int:
        """Hand every waiting file of each (agent, home) to `handle(agent, name, data)`; how many there were.

        For each file, in this order: `handle` settles it for good, its reply is put in `outgoing`, and only
        then does it leave `incoming`. Wherever a run breaks off, the next one finds the file again, `handle`
        recognises it, and the rest is done.
        """
        with _told_plainly(self._where):
            return asyncio.run(self._visit(homes, handle))

    def put(self, home: str, name: str, data: bytes) -> None:
        """Leave a file in `outgoing` of a home; the other party sees it once it is whole."""
        with _told_plainly(self._where):
            asyncio.run(self._leave(f"/{home}/outgoing/{name}", data))

    @property
    def _where(self) -> str:
        return f"sftp {self._sftp.user}@{self._sftp.host}:{self._sftp.port}"

    async def _leave(self, path: str, data: bytes) -> None:
        async with self._client() as client:
            await _put(client, path, data)

    async def _visit(self, homes: Sequence[tuple[str, str]], handle: Handle) -> int:
        import asyncssh

        done, troubles = 0, list[str]()
        async with self._client() as client:
            for agent, home in homes:
                try:
                    done += await _take_all(client, agent, home, handle)
                except asyncssh.SFTPError as trouble:  # of one home: the other agents' files wait for nobody
                    troubles.append(f"{home}: {type(trouble).__name__}: {trouble}")
        if troubles:
            raise DropOffTrouble(f"{self._where}: {'; '.join(troubles)}")
        return done

    @asynccontextmanager
    async def _client(self) -> AsyncIterator[asyncssh.SFTPClient]:
        import asyncssh  # heavy, and many installations have no drop-off

        async with (
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
            ) as connection,
            connection.start_sftp_client() as client,
        ):
            yield client


async def _take_all(client: asyncssh.SFTPClient, agent: str, home: str, handle: Handle) -> int:
    incoming = f"/{home}/incoming"
    names = sorted(str(name) for name in await client.listdir(incoming) if str(name).endswith(".txt"))
    for name in names:
        async with client.open(f"{incoming}/{name}", "rb") as file:
            data = cast(bytes, await file.read())
        reply = handle(agent, name, data)
        await _put(client, f"/{home}/outgoing/{reply.name}", reply.data)
        await _put_away(client, home, name)
    return len(names)


async def _put(client: asyncssh.SFTPClient, path: str, data: bytes) -> None:
    """Under another name until complete: who looks in meanwhile must not take half a file."""
    async with client.open(f"{path}.tmp", "wb") as file:
        await file.write(data)
    await client.posix_rename(f"{path}.tmp", path)


async def _put_away(client: asyncssh.SFTPClient, home: str, name: str) -> None:
    await client.makedirs(f"/{home}/taken", exist_ok=True)
    await client.posix_rename(f"/{home}/incoming/{name}", f"/{home}/taken/{name}")


def _trusted(sftp: Sftp) -> Any:
    """The one server key to trust; without one, any (a rehearsal's choice)."""
    if sftp.host_key is None:
        return None
    import asyncssh

    return asyncssh.import_known_hosts(f"[{sftp.host}]:{sftp.port} {sftp.host_key}\n")


@contextmanager
def _told_plainly(where: str) -> Iterator[None]:
    import asyncssh

    try:
        yield
    except (OSError, asyncssh.Error, TimeoutError) as trouble:
        raise DropOffTrouble(f"{where}: {type(trouble).__name__}: {trouble}") from trouble
