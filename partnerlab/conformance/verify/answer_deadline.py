"""A deadline for the whole answer: a limit on each read never ends one that arrives byte by byte."""

from __future__ import annotations

import io
import socket
from http.client import HTTPResponse
from typing import Any

from requests.adapters import HTTPAdapter

from partnerlab.lab.message_times import wall_clock

_LEAST = 0.001
"""A socket whose patience is nought would not wait at all, and say something else of it."""


class Patient(HTTPAdapter):
    """An HTTP adapter whose time limit holds for the whole answer, head and body, not for each read."""

    def get_connection_with_tls_context(self, *told: Any, **more: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*told, **more)
        if pool.ConnectionCls.response_class is HTTPResponse:
            pool.ConnectionCls = type("Patient", (pool.ConnectionCls,), {"response_class": _Whole})
        return pool


class _Whole(HTTPResponse):
    """An answer that is being read, from when the request was sent."""

    def __init__(self, sock: socket.socket, *told: Any, **more: Any) -> None:
        super().__init__(sock, *told, **more)
        patience = sock.gettimeout()
        if patience is not None:
            self.fp.close()
            self.fp = io.BufferedReader(_Until(sock, wall_clock.monotonic_seconds() + patience))


class _Until(io.RawIOBase):
    """What comes over a line, up to a moment."""

    def __init__(self, sock: socket.socket, end: float) -> None:
        self._sock, self._end = sock, end
        self._raw = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int | None:
        self._sock.settimeout(max(self._end - wall_clock.monotonic_seconds(), _LEAST))
        return self._raw.readinto(into)

    def close(self) -> None:
        self._raw.close()
        super().close()
