"""The drop-off: a real SFTP server with a home for every agent, and the real client with which an agent uses it.

An agent's home holds `incoming/` (to our side) and `outgoing/` (from our side). Each system of our side has a login of
its own, which sees the homes of its agents.
A file exists for the other party once it is renamed from `NAME.tmp` to `NAME`.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import shutil
import tempfile
import threading
import weakref
from collections.abc import Callable, Coroutine, Iterator, Mapping
from itertools import product
from pathlib import Path, PurePosixPath
from typing import Any

import asyncssh
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from partnerlab import interrupts
from partnerlab.lab.channels.channel import (
    INCOMING,
    OUTGOING,
    FileArrival,
    FileInTransit,
    FileParties,
    StorageError,
    lab_variable,
)
from partnerlab.lab.channels.file_channels import refuse_unknown_delivery
from partnerlab.lab.channels.local_user import ensure_local_user
from partnerlab.lab.channels.ports import listening
from partnerlab.standard_streams import FULL

OUR_SIDE = "cis"


def open_channel(parties: FileParties) -> SftpDropOff:
    """The drop-off of these parties, each with a password of its own."""
    passwords = {user: parties.secret(user, "sftp_password") for user in (*parties.systems, *parties.agents)}
    key = parties.digest("", "sftp_host_key")
    return SftpDropOff(passwords, key, parties.host, parties.port, parties.agents, parties.no_room)


class SftpDropOff:
    """The server, on a port of its own. `passwords` by login; `key` is 32 bytes, which make the host key.

    `agents` says with which system of our side each agent exchanges files; every other login is a system's.
    """

    kind = "sftp"

    def __init__(
        self, passwords: dict[str, str], key: bytes, host: str = "127.0.0.1", port: int = 0,
        agents: Mapping[str, str] | None = None, no_room: Callable[[StorageError], None] = lambda error: None,
    ) -> None:  # fmt: skip
        self.passwords, self.no_room = passwords, no_room
        self._agents = agents if agents is not None else {user: OUR_SIDE for user in passwords if user != OUR_SIDE}
        self.arrivals: queue.SimpleQueue[FileArrival] = queue.SimpleQueue()
        self.visited = False
        self._socket = listening(host, port)
        self.host, self.port = host, self._socket.getsockname()[1]
        self.root = Path(tempfile.mkdtemp(prefix="partnerlab-"))
        self._remove = weakref.finalize(self, shutil.rmtree, self.root, ignore_errors=True)  # also if broken off here
        self._key = _host_key(key)
        ensure_local_user()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="drop-off", daemon=True)
        self._thread.start()
        self._server = self._run(self._listen())
        self._make_folders()

    def _make_folders(self) -> None:
        for user in self.passwords:
            self.home(user).mkdir(exist_ok=True, parents=True)
        for agent, folder in product(self._agents, (INCOMING, OUTGOING)):
            (self.home(agent) / folder).mkdir(exist_ok=True)

    @property
    def host_key(self) -> str:
        """The server's public key, as a client pins it."""
        return self._key.export_public_key().decode().strip()

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
        while not self.arrivals.empty():
            self.arrivals.get_nowait()

    def next_arrival(self) -> FileArrival | None:
        """The file that has arrived first and was not taken up yet."""
        return None if self.arrivals.empty() else self.arrivals.get_nowait()

    @property
    def arrived(self) -> bool:
        """Whether there is such a file."""
        return not self.arrivals.empty()

    def variables(self, port: int | None = None) -> dict[str, str]:
        """Where the drop-off is, our side's logins there (the customer system's, the RWC's), each partner's home."""
        ours = self.login(OUR_SIDE) | {"port": port or self.port}
        told = {lab_variable(f"sftp_{name}"): str(value) for name, value in ours.items()}
        for system in (user for user in self.passwords if user not in self._agents and user != OUR_SIDE):
            login = self.login(system)
            told |= {lab_variable(f"{system}_sftp_{name}"): str(login[name]) for name in ("user", "password")}
        return told | {f"{agent.upper()}_SFTP_HOME": agent for agent in self._agents}

    def login(self, user: str) -> dict[str, Any]:
        """The login of a partner, or of a system of ours."""
        password, key = self.passwords[user], self.host_key
        return {"host": self.host, "port": self.port, "user": user, "password": password, "host_key": key}

    def files(self) -> dict[str, bytes]:
        """Every file in every home, by its path below the root."""
        found = (path for path in self.root.rglob("*") if path.is_file()) if self.visited else ()
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in found}

    def restore(self, files: Mapping[str, bytes]) -> None:
        """Put files where they were, without their arriving."""
        self.visited = True
        for name, data in files.items():
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).write_bytes(data)

    def put(self, partner: str, file: FileInTransit) -> None:
        """Upload as the agent does: log in, write `NAME.tmp`, rename it to `NAME`.

        If the file is not `whole`, the connection breaks half-way through the writing.
        """
        refuse_unknown_delivery(self.kind, file, ())
        self._run(self._put(partner, file.name, file.data, file.whole))

    def read(self, arrival: FileArrival) -> bytes:
        return (self.home(arrival.partner) / arrival.folder / arrival.name).read_bytes()

    def home(self, user: str) -> Path:
        """What a login sees: an agent its own folders, a system of ours the homes of its agents."""
        return self.root / self._agents[user] / user if user in self._agents else self.root / user

    def is_agent(self, user: str) -> bool:
        return user in self._agents

    def close(self) -> None:
        self._run(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()
        self._remove()

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        with interrupts.uninterrupted:
            return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _listen(self) -> asyncssh.SSHAcceptor:
        return await asyncssh.listen(
            sock=self._socket,
            server_host_keys=[self._key],
            server_factory=lambda: _Login(self.passwords),
            sftp_factory=lambda channel: _Home(channel, self),
            allow_scp=False,
        )

    async def _put(self, agent: str, name: str, data: bytes, whole: bool) -> None:
        known = asyncssh.import_known_hosts(f"[{self.host}]:{self.port} {self.host_key}\n")
        async with (
            asyncssh.connect(
                self.host,
                self.port,
                username=agent,
                password=self.passwords[agent],
                known_hosts=known,
                client_keys=None,
                agent_path=None,
                config=None,
            ) as connection,
            connection.start_sftp_client() as client,
        ):
            file = await client.open(f"{INCOMING}/{name}.tmp", "wb")
            await file.write(data if whole else data[: len(data) // 2])
            if not whole:
                connection.abort()
                return
            await file.close()
            await client.posix_rename(f"{INCOMING}/{name}.tmp", f"{INCOMING}/{name}")

    async def _stop(self) -> None:
        self._server.close()
        await self._server.wait_closed()


def _host_key(seed: bytes) -> asyncssh.SSHKey:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    text = private.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    return asyncssh.import_private_key(text)


class _Login(asyncssh.SSHServer):
    def __init__(self, passwords: dict[str, str]) -> None:
        self._passwords = passwords

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return self._passwords.get(username) == password


class _Home(asyncssh.SFTPServer):
    """One login's files, which it cannot leave; a rename out of `.tmp` is an arrival."""

    def __init__(self, channel: asyncssh.SSHServerChannel[bytes], drop_off: SftpDropOff) -> None:
        self._user = channel.get_connection().get_extra_info("username")
        self._drop_off = drop_off
        drop_off.visited = True
        super().__init__(channel, chroot=bytes(drop_off.home(self._user)))

    def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> Any:
        with self._noticing_no_room(path):
            return super().open(path, pflags, attrs)

    def write(self, file_obj: Any, offset: int, data: bytes) -> int:
        """Write all of it: where room runs out, the operating system first writes what fits, and says so by a count."""
        written = 0
        with self._noticing_no_room(file_obj.name):
            file_obj.seek(offset)
            while written < len(data):
                written += file_obj.write(data[written:])
        return written

    @contextlib.contextmanager
    def _noticing_no_room(self, path: bytes) -> Iterator[None]:
        try:
            yield
        except OSError as bad:
            if bad.errno in FULL:
                bad.filename = bad.filename or path
                self._drop_off.no_room(StorageError.of(bad))
            raise

    def rename(self, oldpath: bytes, newpath: bytes) -> None:
        self._may_rename(oldpath, newpath)
        super().rename(oldpath, newpath)
        self._arrived(oldpath, newpath)

    def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        self._may_rename(oldpath, newpath)
        super().posix_rename(oldpath, newpath)
        self._arrived(oldpath, newpath)

    def rmdir(self, path: bytes) -> None:
        self._may_go(path)
        super().rmdir(path)

    def symlink(self, oldpath: bytes, newpath: bytes) -> None:
        raise asyncssh.SFTPPermissionDenied("links are not allowed here")

    link = symlink

    def _may_rename(self, oldpath: bytes, newpath: bytes) -> None:
        self._may_go(oldpath)
        try:
            name = newpath.decode()
        except UnicodeDecodeError:
            raise asyncssh.SFTPBadMessage("the name of a file must be UTF-8") from None
        if not name.isprintable():
            raise asyncssh.SFTPBadMessage("the name of a file must have no control characters")

    def _may_go(self, path: bytes) -> None:
        """The folders that agents and our side agreed on stay where they are; so do homes."""
        parts = [part for part in path.split(b"/") if part not in (b"", b".")]
        fixed = 1 if self._drop_off.is_agent(self._user) else 2
        if len(parts) < fixed or (len(parts) == fixed and parts[-1] in (INCOMING.encode(), OUTGOING.encode())):
            raise asyncssh.SFTPPermissionDenied(f"{INCOMING} and {OUTGOING} stay where they are")

    def _arrived(self, oldpath: bytes, newpath: bytes) -> None:
        parts = PurePosixPath(newpath.decode()).parts[-3:]
        agent = self._user if self._drop_off.is_agent(self._user) else parts[-3] if len(parts) == 3 else ""
        folder = parts[-2] if len(parts) >= 2 else ""
        if oldpath.endswith(b".tmp") and folder in (INCOMING, OUTGOING):
            self._drop_off.arrivals.put(FileArrival(agent, folder, parts[-1]))
