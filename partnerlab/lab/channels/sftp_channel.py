"""The drop-off: a real SFTP server with a home for every agent, and the real client with which an agent uses it.

An agent's home holds `incoming/` (to our side) and `outgoing/` (from our side). Each system of our side has a login of
its own, which sees the homes of its agents.
A file is delivered as agreed when it is renamed from `NAME.tmp` to `NAME`; however else it comes, it has arrived too.
"""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from itertools import product
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from partnerlab import interrupts
from partnerlab.lab.channels.arrivals import Arrivals
from partnerlab.lab.channels.channel import (
    INCOMING,
    OUTGOING,
    FileArrival,
    FileInTransit,
    FileParties,
    StorageError,
    StoredFile,
    lab_variable,
    readable_name,
)
from partnerlab.lab.channels.file_channels import refuse_unknown_delivery
from partnerlab.lab.channels.ports import listening
from partnerlab.lab.channels.server_thread import ServerThread
from partnerlab.lab.dropoff.arrived_files import ArrivedFiles
from partnerlab.lab.dropoff.local_user import ensure_local_user
from partnerlab.lab.exchange.size_limits import USUAL, SizeLimits
from partnerlab.temporary_folder import TemporaryFolder

if TYPE_CHECKING:
    from partnerlab.lab.dropoff.agent_clients import AgentClients
    from partnerlab.lab.dropoff.server import SftpServer

OUR_SIDE = "cis"
_LOGIN = ("host", "port", "user", "password", "host_key")


def open_channel(parties: FileParties) -> SftpDropOff:
    """The drop-off of these parties, each with a password of its own."""
    passwords = {user: parties.secret(user, "sftp_password") for user in (*parties.systems, *parties.agents)}
    return SftpDropOff(
        passwords, parties.digest("", "sftp_host_key"), parties.host, parties.port, parties.agents, parties.no_room,
        parties.limits, expects=parties.expects, arrived=parties.arrived, keys=parties.keys,
        fetched=parties.fetched,
    )  # fmt: skip


class SftpDropOff:
    """The server, on a port of its own. `passwords` by login; `key` is 32 bytes, which make the host key.

    `agents` says with which system of our side each agent exchanges files; every other login is a system's. The rest is
    as in `FileParties`.
    """

    kind = "sftp"

    def __init__(
        self, passwords: dict[str, str], key: bytes, host: str = "127.0.0.1", port: int = 0,
        agents: Mapping[str, str] | None = None, no_room: Callable[[StorageError], None] = lambda error: None,
        limits: SizeLimits = USUAL, *, expects: Callable[[str, str], bool] = lambda agent, name: False,
        arrived: Callable[[], None] = lambda: None, keys: Mapping[str, frozenset[str]] = MappingProxyType({}),
        fetched: Callable[[str, str], None] = lambda agent, name: None,
    ) -> None:  # fmt: skip
        self.passwords, self.keys, self.expects, self.fetched = passwords, keys, expects, fetched
        self.no_room, self.limits, self._bytes = no_room, limits, 0
        self._agents = agents if agents is not None else {user: OUR_SIDE for user in passwords if user != OUR_SIDE}
        self.arrivals = Arrivals(arrived)
        self.visited = False
        self._unfinished: dict[Path, FileArrival] = {}
        self._cut: set[tuple[str, str]] = set()
        self._socket = listening(host, port)
        self.host, self.port = host, self._socket.getsockname()[1]
        self._folder, self._arrived = TemporaryFolder(), ArrivedFiles()
        self.root = self._folder.path
        self._key = Ed25519PrivateKey.from_private_bytes(key)
        ensure_local_user()
        self._make_folders()
        self._clients: AgentClients | None = None
        self._thread = ServerThread("drop-off", self._socket, self._listen)

    def _make_folders(self) -> None:
        for user in self.passwords:
            self.home(user).mkdir(exist_ok=True, parents=True)
        for agent, folder in product(self._agents, (INCOMING, OUTGOING)):
            (self.home(agent) / folder).mkdir(exist_ok=True)

    @property
    def host_key(self) -> str:
        """The server's public key, as a client pins it."""
        return _public_in_openssh(self._key.public_key().public_bytes_raw())

    def reset(self) -> None:
        """Empty every home, and forget what arrived. The folders of each home are there as at the beginning."""
        if self.visited:
            for path in sorted(self.root.rglob("*"), reverse=True):  # what is in a folder before the folder
                if not path.is_dir():
                    path.unlink()
                elif path.name not in (INCOMING, OUTGOING):
                    with contextlib.suppress(OSError):  # somebody's home holds those two
                        path.rmdir()
            self._make_folders()
        self.visited = False
        self._unfinished.clear()
        self._cut.clear()
        self.arrivals.clear()
        self._arrived.clear()

    def next_arrival(self) -> FileArrival | None:
        """The file that has arrived first and was not taken up yet."""
        arrival = self.arrivals.next()
        self._arrived.take(arrival.path if arrival else None)
        return arrival

    @property
    def arrived(self) -> bool:
        """Whether there is such a file."""
        return bool(self.arrivals)

    def variables(self, port: int | None = None) -> dict[str, str]:
        """Where the drop-off is, our side's logins there (the customer system's, the RWC's), each partner's home."""
        ours = self.login(OUR_SIDE) | {"port": port or self.port}
        told = {lab_variable(f"sftp_{name}"): str(ours[name]) for name in _LOGIN}
        for system in (user for user in self.passwords if user not in self._agents and user != OUR_SIDE):
            login = self.login(system)
            told |= {lab_variable(f"{system}_sftp_{name}"): str(login[name]) for name in ("user", "password")}
        return told | {f"{agent.upper()}_SFTP_HOME": agent for agent in self._agents}

    def login(self, user: str) -> dict[str, Any]:
        """The login of a partner, or of a system of ours."""
        opened = {"host": self.host, "port": self.port, "user": user, "password": self.passwords[user]}
        to, back = (INCOMING, OUTGOING) if user in self._agents else (f"AGENT/{OUTGOING}", f"AGENT/{INCOMING}")
        deliver = f"write {to}/NAME.tmp, and rename it to {to}/NAME once it is whole"
        return opened | {"host_key": self.host_key, "deliver": deliver, "fetch": f"read {back}/"}

    def files(self) -> dict[str, bytes]:
        """Every file in every home, by its path below the root."""
        found = (path for path in self.root.rglob("*") if path.is_file()) if self.visited else ()
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in found}

    def stored(self) -> list[StoredFile]:
        """What lies in the agents' homes, by the name of the home."""
        placed = [(place, place.split("/"), data) for place, data in sorted(self.files().items())]
        return [
            StoredFile(place, parts[1], readable_name("/".join(parts[2:-1])), readable_name(parts[-1]), data)
            for place, parts, data in placed
            if len(parts) > 2
        ]

    def restore(self, files: Mapping[str, bytes]) -> None:
        """Put files where they were, without their arriving."""
        self.visited = True
        for name, data in files.items():
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).write_bytes(data)

    def put(self, partner: str, file: FileInTransit) -> None:
        """Upload as the agent does, in its open session: write `NAME.tmp`, then rename it to `NAME`.

        If the file is not `whole`, the connection breaks half-way through the writing.
        """
        refuse_unknown_delivery(self.kind, file, ())
        if not file.whole:  # it stays unfinished on purpose
            self._cut.add((partner, f"{file.name}.tmp"))
        self._run(self._put(partner, file))

    def read(self, arrival: FileArrival) -> bytes:
        return (arrival.path or self.home(arrival.partner) / arrival.folder / arrival.name).read_bytes()

    def home(self, user: str) -> Path:
        """What a login sees: an agent its own folders, a system of ours the homes of its agents."""
        return self.root / self._agents[user] / user if user in self._agents else self.root / user

    def is_agent(self, user: str) -> bool:
        return user in self._agents

    def touch(self) -> None:
        self.visited = True

    def measure(self) -> None:
        with contextlib.suppress(FileNotFoundError):  # somebody removes one meanwhile
            self._bytes = sum(path.stat().st_size for path in self.root.rglob("*") if path.is_file())

    def take(self, size: int) -> bool:
        fits = self._bytes + size <= self.limits.files
        self._bytes += size if fits else 0
        return fits

    def arrive(self, arrival: FileArrival) -> None:
        self.arrivals.put(replace(arrival, path=self._arrived.keep(arrival.path)) if arrival.path else arrival)

    def leave_unfinished(self, upload: FileArrival) -> None:
        if upload.path and (upload.partner, upload.name) not in self._cut:
            self._unfinished[upload.path] = upload

    def unfinished_uploads(self) -> list[FileArrival]:
        """What still lies there under a name for unfinished files."""
        return [upload for path, upload in list(self._unfinished.items()) if path.is_file()]

    def forget_unfinished(self, upload: FileArrival) -> None:
        """Do not list it again: it has been reported."""
        if upload.path:
            self._unfinished.pop(upload.path, None)

    def close(self) -> None:
        self._thread.close(self._shut)
        self._folder.remove()
        self._arrived.remove()

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        with interrupts.uninterrupted:
            return self._thread.run(work)

    async def _listen(self) -> SftpServer:
        from partnerlab.lab.dropoff import server  # heavy, and most labs are never called

        return await server.serve(self._socket, _in_openssh(self._key), self)

    async def _put(self, agent: str, file: FileInTransit) -> None:
        from partnerlab.lab.dropoff.agent_clients import AgentClients

        if self._clients is None:
            self._clients = AgentClients(self.host, self.port, self.host_key)
        await self._clients.put(agent, self.passwords[agent], file)

    async def _shut(self, server: SftpServer) -> None:
        if self._clients is not None:
            await self._clients.close()
        await server.close()


def _in_openssh(key: Ed25519PrivateKey) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat  # slow to load

    return key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())


def _public_in_openssh(public: bytes) -> str:
    """The host's public key as OpenSSH writes it: its kind and itself, each after its length."""
    kind = b"ssh-ed25519"
    parts = b"".join(len(part).to_bytes(4, "big") + part for part in (kind, public))
    return f"{kind.decode()} {base64.b64encode(parts).decode()}"
