"""Connections that do not hold, over real sockets: as much of an answer as comes through, then the end."""

from __future__ import annotations

import socket
import struct

from partnerlab.lab.exchange.simulator_app import ConnectionBroken

_AT_ONCE = struct.pack("ii", 1, 0)
"""Close without waiting for anything that is still to be sent: the other side gets a reset, not an orderly end."""


def break_off(connection: socket.socket, bad: ConnectionBroken) -> None:
    """Send what comes through, and end the connection so that the caller sees what the fault says."""
    if bad.breaks.after:
        connection.sendall(_head(bad) + bad.raw[: bad.breaks.after])
    if bad.breaks.how == "short":
        connection.shutdown(socket.SHUT_RDWR)
        return
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
    socket.close(connection.detach())  # the server would end it in order, and readers still hold it


def _head(bad: ConnectionBroken) -> bytes:
    lines = [f"HTTP/1.1 {bad.line}", *(f"{name}: {value}" for name, value in bad.headers)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
