"""Our login at the drop-off, kept from one visit to the next: a new one takes three times as long as a file.

asyncssh works asynchronously and nothing else here does, so the connection lives in a thread with an event loop.
"""

from __future__ import annotations

import asyncio
import getpass
import os
import threading
import weakref
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from reference.common.settings import Sftp

if TYPE_CHECKING:
    import asyncssh

_T = TypeVar("_T")
_GOODBYE = 2.0
"""Seconds for which the end of a connection is waited for."""


class SftpConnection:
    """Logs in when it is first needed, and again whenever the connection has broken; `timeout` bounds it, in seconds.

    It ends with this object.
    """

    def __init__(self, sftp: Sftp, timeout: float) -> None:
        self._sftp, self._timeout = sftp, timeout
        self._loop: asyncio.AbstractEventLoop | None = None
        self._open: dict[asyncssh.SSHClientConnection, asyncssh.SFTPClient] = {}

    def client(self) -> asyncssh.SFTPClient:
        """The session that is open, if it still answers, or a new one."""
        for client in self._open.values():
            if self.run(_answers(client)):
                return client
        self.drop()
        connection, client = self.run(_log_in(self._sftp, self._timeout))
        self._open[connection] = client
        return client

    def run(self, work: Coroutine[Any, Any, _T]) -> _T:
        """Do something over the connection, and wait for it."""
        future = asyncio.run_coroutine_threadsafe(work, self._running_loop())
        try:
            return future.result()
        except BaseException:
            future.cancel()  # whoever waits was interrupted; else it is over already
            raise

    def drop(self) -> None:
        """Let go of a connection that has broken."""
        while self._open:
            self._running_loop().call_soon_threadsafe(self._open.popitem()[0].abort)

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            _ensure_local_user()
            self._loop = asyncio.new_event_loop()
            thread = threading.Thread(target=_run_loop, args=(self._loop,), name="sftp client", daemon=True)
            thread.start()
            weakref.finalize(self, _hang_up, self._loop, thread, self._open)
        return self._loop


def _run_loop(loop: asyncio.AbstractEventLoop) -> None:
    try:
        loop.run_forever()
    finally:
        loop.close()


def _hang_up(loop: asyncio.AbstractEventLoop, thread: threading.Thread, opened: dict[Any, Any]) -> None:
    async def end() -> None:
        for connection in opened:
            connection.abort()
            await connection.wait_closed()
        loop.stop()

    asyncio.run_coroutine_threadsafe(end(), loop)
    if threading.current_thread() is not thread:
        thread.join(_GOODBYE)


async def _answers(client: asyncssh.SFTPClient) -> bool:
    import asyncssh

    try:
        await client.realpath(".")
    except (OSError, asyncssh.Error):
        return False
    return True


async def _log_in(sftp: Sftp, timeout: float) -> tuple[asyncssh.SSHClientConnection, asyncssh.SFTPClient]:
    import asyncssh  # heavy, and many installations have no drop-off

    connection = await asyncssh.connect(
        sftp.host,
        sftp.port,
        username=sftp.user,
        password=sftp.password,
        known_hosts=_trusted(sftp),
        client_keys=None,
        agent_path=None,
        config=None,
        connect_timeout=timeout,
        login_timeout=timeout,
        keepalive_interval=timeout,
    )
    try:
        return connection, await connection.start_sftp_client()
    except BaseException:
        connection.abort()
        raise


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


def _trusted(sftp: Sftp) -> Any:
    """The one server key to trust; without one, any (a rehearsal's choice)."""
    if sftp.host_key is None:
        return None
    import asyncssh

    return asyncssh.import_known_hosts(f"[{sftp.host}]:{sftp.port} {sftp.host_key}\n")
