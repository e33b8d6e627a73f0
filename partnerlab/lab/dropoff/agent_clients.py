"""The agents' own clients at the drop-off: each logs in once, and again when its connection has broken."""

from __future__ import annotations

import asyncssh

from partnerlab.lab.channels.channel import INCOMING, FileInTransit


class AgentClients:
    """The connections of all agents to one server, whose host key they pin. All work is done in one event loop."""

    def __init__(self, host: str, port: int, host_key: str) -> None:
        self._host, self._port, self._host_key = host, port, host_key
        self._open: dict[str, tuple[asyncssh.SSHClientConnection, asyncssh.SFTPClient]] = {}

    async def put(self, agent: str, password: str, file: FileInTransit) -> None:
        """Write `NAME.tmp`, and rename it to `NAME`; of a file that is not whole the connection breaks half-way."""
        connection, client = await self._login(agent, password)
        target = f"{INCOMING}/{file.name}"
        whole = False
        try:
            remote = await client.open(f"{target}.tmp", "wb")
            await remote.write(file.data if file.whole else file.data[: len(file.data) // 2])
            if file.whole:
                await remote.close()
                await client.posix_rename(f"{target}.tmp", target)
                whole = True
        finally:
            if not whole:
                del self._open[agent]
                connection.abort()

    async def close(self) -> None:
        while self._open:
            connection, _ = self._open.popitem()[1]
            connection.abort()
            await connection.wait_closed()

    async def _login(self, agent: str, password: str) -> tuple[asyncssh.SSHClientConnection, asyncssh.SFTPClient]:
        if agent in self._open and not self._open[agent][0].is_closed():
            return self._open[agent]
        self._open[agent] = await log_in(self._host, self._port, self._host_key, agent, password)
        return self._open[agent]


async def log_in(
    host: str, port: int, host_key: str, user: str, password: str
) -> tuple[asyncssh.SSHClientConnection, asyncssh.SFTPClient]:
    """A connection to a server with this host key; the user's own SSH keys and settings are not used."""
    places = {f"[{host}]:{port}", host}
    connection = await asyncssh.connect(
        host, port, username=user, password=password,
        known_hosts=asyncssh.import_known_hosts("".join(f"{place} {host_key}\n" for place in sorted(places))),
        client_keys=None, agent_path=None, config=None,
    )  # fmt: skip
    return connection, await connection.start_sftp_client()
