"""What installations of both systems are told alike."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sftp:
    """The file drop-off's server and the system's own login there.

    `host_key` is the server's public key in OpenSSH's one-line form; without it any server is trusted,
    which only a rehearsal may do.
    """

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    host_key: str | None = None
