"""Ports of this machine that the lab listens at."""

from __future__ import annotations

import errno
import socket

from partnerlab.errors import InputError

FIRST_PORT = 8100
"""The first port that a lab listens at unless another is given; the next ones follow it."""

_WAITING = 128
"""Callers that may wait at a door, as many as Linux lets wait."""


class PortTaken(InputError):
    """The port is in use, or cannot be opened."""


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens; where that cannot be, `PortTaken` says why."""
    try:
        return socket.create_server((host, port), backlog=_WAITING)
    except OSError as bad:
        if bad.errno == errno.EADDRINUSE:
            raise PortTaken(f"port {port} on {host} is taken; choose another first port with --port") from None
        told = f"cannot listen at port {port} on {host}: {bad.strerror or bad}"
        raise PortTaken(f"{told}; --host is a name or an address of this machine") from None
