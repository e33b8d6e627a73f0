"""A real SFTP server in a thread: MWA's login sees the homes of all agents."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import asyncssh

USER, PASSWORD = "mwa", "drop-off"


class _Login(asyncssh.SSHServer):
    def __init__(self, connections: list[asyncssh.SSHServerConnection]) -> None:
        self._connections = connections

    def connection_made(self, connection: asyncssh.SSHServerConnection) -> None:
        self._connections.append(connection)

    def begin_auth(self, username: str) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == (USER, PASSWORD)


class DropOffServer:
    """Serves a folder until closed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._connections: list[asyncssh.SSHServerConnection] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        key = asyncssh.generate_private_key("ssh-ed25519")
        self.host_key = key.export_public_key().decode().strip()
        self._server = self._do(self._listen(key))
        self.port = int(self._server.get_port())

    async def _listen(self, key: asyncssh.SSHKey) -> asyncssh.SSHAcceptor:
        def sftp(channel: Any) -> asyncssh.SFTPServer:
            return asyncssh.SFTPServer(channel, chroot=str(self.root).encode())

        return await asyncssh.listen(
            "127.0.0.1", 0, server_host_keys=[key], server_factory=lambda: _Login(self._connections), sftp_factory=sftp
        )

    def settings(self, **changes: Any) -> dict[str, Any]:
        usual = {"host": "127.0.0.1", "port": self.port, "user": USER, "password": PASSWORD}
        return usual | {"host_key": self.host_key} | changes

    def close(self) -> None:
        self._server.close()
        self._do(self._hang_up())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _hang_up(self) -> None:
        for connection in self._connections:
            connection.abort()
            await connection.wait_closed()
        await self._server.wait_closed()

    def _do(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)
