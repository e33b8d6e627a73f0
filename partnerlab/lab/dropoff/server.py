"""The SFTP server of the drop-off: log-in by password or public key, each user confined to a home folder."""

from __future__ import annotations

import contextlib
import hmac
import os
import posixpath
import socket
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

import asyncssh

from partnerlab.lab.channels.channel import INCOMING, OUTGOING, StorageError, log_wrong_password, readable_name
from partnerlab.lab.dropoff.deliveries import Deliveries, Landing
from partnerlab.lab.exchange.size_limits import SizeLimits
from partnerlab.standard_streams import FULL


class Homes(Landing, Protocol):
    """The functions of the drop-off that its server calls."""

    @property
    def passwords(self) -> Mapping[str, str]: ...

    @property
    def keys(self) -> Mapping[str, frozenset[str]]:
        """By login the public keys that open it, as OpenSSH writes them, without a comment."""

    @property
    def no_room(self) -> Callable[[StorageError], None]: ...

    @property
    def limits(self) -> SizeLimits: ...

    def measure(self) -> None:
        """Count the bytes of all files."""

    def take(self, size: int) -> bool:
        """Count so many more bytes, unless that would be more than all files may have."""

    def touch(self) -> None:
        """Note that a user changed something in a home."""

    def fetched(self, user: str, name: str) -> None:
        """A login reads a file that our side has left for it."""


Connections = dict[asyncssh.SSHServerConnection, None]


class SftpServer:
    """The server while it listens; those who are logged in stay so until it closes, or they hang up."""

    def __init__(self, acceptor: asyncssh.SSHAcceptor, connections: Connections) -> None:
        self._acceptor, self._connections = acceptor, connections

    async def break_off(self) -> None:
        """Break every connection, as a network does."""
        for connection in [*self._connections]:
            connection.abort()
            await connection.wait_closed()

    async def close(self) -> None:
        self._acceptor.close()
        await self.break_off()
        await self._acceptor.wait_closed()


async def serve(door: socket.socket, private_key: bytes, homes: Homes) -> SftpServer:
    """Serve the homes at this door."""
    connections: Connections = {}
    acceptor = await asyncssh.listen(
        sock=door,
        server_host_keys=[asyncssh.import_private_key(private_key)],
        server_factory=lambda: _Login(homes, connections),
        sftp_factory=lambda channel: _Home(channel, homes),
        allow_scp=True,
    )
    return SftpServer(acceptor, connections)


class _Login(asyncssh.SSHServer):
    def __init__(self, homes: Homes, connections: Connections) -> None:
        self._homes, self._connections = homes, connections

    def connection_made(self, connection: asyncssh.SSHServerConnection) -> None:
        self._connection = connection
        self._connections[connection] = None

    def connection_lost(self, failure: Exception | None) -> None:
        self._connections.pop(self._connection, None)

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        expected = self._homes.passwords.get(username)
        if expected is not None and hmac.compare_digest(expected.encode(), password.encode()):
            return True
        where = self._connection.get_extra_info("peername")[0]
        log_wrong_password("drop-off", username if expected is not None else None, where)
        return False

    def public_key_auth_supported(self) -> bool:
        return bool(self._homes.keys)

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        return openssh_text(key) in self._homes.keys.get(username, ())


def openssh_text(key: asyncssh.SSHKey) -> str:
    """A public key on one line, without the comment that may follow."""
    return " ".join(key.export_public_key("openssh").decode().split()[:2])


def _as_usual(attrs: asyncssh.SFTPAttrs) -> asyncssh.SFTPAttrs:
    """The attributes without those of who may read: what lies here is read by both sides, and by the lab."""
    return asyncssh.SFTPAttrs(size=attrs.size, atime=attrs.atime, mtime=attrs.mtime)


class _Home(asyncssh.SFTPServer):
    """One login's files, which it cannot leave; what it delivers arrives."""

    def __init__(self, channel: asyncssh.SSHServerChannel[bytes], homes: Homes) -> None:
        self._user = channel.get_connection().get_extra_info("username")
        self._homes = homes
        self._deliveries = Deliveries(homes, self._user)
        self._written: dict[Any, bytes] = {}
        super().__init__(channel, chroot=bytes(homes.home(self._user)))

    def map_path(self, path: bytes) -> bytes:
        if b"\0" in path:
            raise asyncssh.SFTPNoSuchFile("no name has a zero byte in it")
        self._homes.touch()
        return super().map_path(path)

    def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> Any:
        writes = pflags & (asyncssh.FXF_WRITE | asyncssh.FXF_APPEND)
        if writes:
            self._homes.measure()
        with self._noticing_no_room(path):
            file_obj = super().open(path, pflags, _as_usual(attrs))
        if writes:
            self._written[file_obj] = path
        elif self._homes.is_agent(self._user) and path.strip(b"/").startswith(f"{OUTGOING}/".encode()):
            self._homes.fetched(self._user, readable_name(os.fsdecode(path.rpartition(b"/")[2])))
        return file_obj

    def close(self, file_obj: Any) -> None:
        super().close(file_obj)
        if path := self._written.pop(file_obj, None):
            self._deliveries.closed(path, is_broken=self.channel.is_closing())

    def exit(self) -> None:
        """The client has gone, which some ask the status of."""
        self._deliveries.end()
        self.channel.exit(0)

    def write(self, file_obj: Any, offset: int, data: bytes) -> int:
        """Write all of it: where room runs out, the operating system first writes what fits, and says so by a count."""
        written = 0
        self._may_grow(file_obj, offset + len(data))
        with self._noticing_no_room(file_obj.name):
            file_obj.seek(offset)
            while written < len(data):
                written += file_obj.write(data[written:])
        return written

    def setstat(self, path: bytes, attrs: asyncssh.SFTPAttrs) -> None:
        if attrs.size is not None:
            with Path(os.fsdecode(self.map_path(path))).open("r+b") as file:
                self._may_grow(file, attrs.size)
        super().setstat(path, _as_usual(attrs))

    def fsetstat(self, file_obj: Any, attrs: asyncssh.SFTPAttrs) -> None:
        if attrs.size is not None:
            self._may_grow(file_obj, attrs.size)
        super().fsetstat(file_obj, _as_usual(attrs))

    def mkdir(self, path: bytes, attrs: asyncssh.SFTPAttrs) -> None:
        super().mkdir(path, _as_usual(attrs))

    def _may_grow(self, file_obj: Any, size: int) -> None:
        """Refuse what would make a file, or all of them together, larger than the lab takes; a hole counts as bytes."""
        limits = self._homes.limits
        if size > limits.file:
            raise asyncssh.SFTPFailure(f"a file may have {limits.file} bytes here")
        more = size - os.fstat(file_obj.fileno()).st_size
        if more > 0 and not self._homes.take(more):
            raise asyncssh.SFTPFailure(f"all files together may have {limits.files} bytes here; remove some")

    @contextlib.contextmanager
    def _noticing_no_room(self, path: bytes) -> Iterator[None]:
        try:
            yield
        except OSError as bad:
            if bad.errno in FULL:
                bad.filename = bad.filename or path
                self._homes.no_room(StorageError.of(bad))
            raise

    def rename(self, oldpath: bytes, newpath: bytes) -> None:
        self._may_go(oldpath)
        super().rename(oldpath, newpath)
        self._deliveries.renamed(oldpath, newpath)

    def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        self._may_go(oldpath)
        super().posix_rename(oldpath, newpath)
        self._deliveries.renamed(oldpath, newpath)

    def rmdir(self, path: bytes) -> None:
        self._may_go(path)
        super().rmdir(path)

    def symlink(self, oldpath: bytes, newpath: bytes) -> None:
        raise asyncssh.SFTPPermissionDenied("links are not allowed here")

    link = symlink

    def _may_go(self, path: bytes) -> None:
        """The folders that agents and our side agreed on stay where they are; so do homes."""
        parts = [part for part in posixpath.normpath(b"/" + path).split(b"/") if part]
        fixed = 1 if self._homes.is_agent(self._user) else 2
        if len(parts) < fixed or (len(parts) == fixed and parts[-1] in (INCOMING.encode(), OUTGOING.encode())):
            raise asyncssh.SFTPPermissionDenied(f"{INCOMING} and {OUTGOING} stay where they are")
