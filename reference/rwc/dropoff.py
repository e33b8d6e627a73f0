"""MWA's own SFTP client at the drop-off: fetch each file that waits, and put it away by what became of it.

asyncssh works asynchronously and nothing else here does, so a visit is one event loop from start to end.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from reference.rwc.settings import Sftp

if TYPE_CHECKING:
    import asyncssh


class DropOffTrouble(Exception):
    """The drop-off could not be used; the text says where and how it failed."""


Handle = Callable[[str, bytes], str]
"""Takes name and content, and says in which folder the file is put away."""


class DropOff:
    """Visits one partner's folder."""

    def __init__(self, sftp: Sftp, timeout: float) -> None:
        self._sftp, self._timeout = sftp, timeout

    def visit(self, home: str, handle: Handle) -> int:
        """Hand every waiting file to `handle`; how many there were.

        A file leaves `incoming` only after it was handled: where a visit breaks off, the next one finds it again.
        """
        import asyncssh  # heavy, and a system that no file reaches does without

        try:
            return asyncio.run(self._visit(home, handle))
        except (OSError, asyncssh.Error, TimeoutError) as trouble:
            where = f"sftp {self._sftp.user}@{self._sftp.host}:{self._sftp.port}"
            raise DropOffTrouble(f"{where}: {type(trouble).__name__}: {trouble}") from trouble

    async def _visit(self, home: str, handle: Handle) -> int:
        import asyncssh

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
            return await _take_all(client, home, handle)


async def _take_all(client: asyncssh.SFTPClient, home: str, handle: Handle) -> int:
    incoming = f"/{home}/incoming"
    names = sorted(str(name) for name in await client.listdir(incoming) if str(name).endswith(".csv"))
    for name in names:
        async with client.open(f"{incoming}/{name}", "rb") as file:
            data = cast(bytes, await file.read())
        folder = f"/{home}/{handle(name, data)}"
        await client.makedirs(folder, exist_ok=True)
        await client.posix_rename(f"{incoming}/{name}", f"{folder}/{name}")
    return len(names)


def _trusted(sftp: Sftp) -> Any:
    """The one server key to trust; without one, any (a rehearsal's choice)."""
    if sftp.host_key is None:
        return None
    import asyncssh

    return asyncssh.import_known_hosts(f"[{sftp.host}]:{sftp.port} {sftp.host_key}\n")
