"""How messages travel: nested calls in one process, sockets, SFTP."""

from __future__ import annotations


class PortTaken(Exception):
    """Somebody else listens there."""

    @classmethod
    def on(cls, host: str, port: int) -> PortTaken:
        return cls(f"port {port} on {host} is taken; choose another first port with --port")
