"""A load of many connections out of one thread: keep-alive, one request in flight on each, every answer checked."""

from __future__ import annotations

import selectors
import socket
import time
from dataclasses import dataclass

_END = b"\r\n\r\n"
_LENGTH = b"content-length:"


class WrongAnswer(Exception):
    """The server answered something else, so nothing was measured."""


@dataclass(frozen=True, slots=True)
class Load:
    """Requests a second, and the time below which 99 of 100 were answered, in milliseconds."""

    rate: float
    p99: float


class _Line:
    """One connection: what has come of the answer so far, and when it was asked for.

    A server's answers to the same request are all of one size, so only the first one's head is read.
    """

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), 10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.came = b""
        self.size = 0
        self.begun = 0.0

    def ask(self, request: bytes) -> None:
        self.came = b""
        self.begun = time.perf_counter()
        self.socket.send(request)

    def whole(self) -> bool:
        """Whether all of the answer is here."""
        got = self.socket.recv(65_536)
        if not got:
            raise WrongAnswer(f"the server hung up after {self.came[:600]!r}")
        self.came = self.came + got if self.came else got
        self.size = self.size or _size(self.came)
        return len(self.came) >= self.size > 0


def _size(came: bytes) -> int:
    """How long the whole answer is, by its head; 0 while that is not here."""
    head, end, _ = came.partition(_END)
    return len(head + end) + int(head.lower().partition(_LENGTH)[2].split(b"\r\n")[0]) if end else 0


def load(port: int, request: bytes, answer: bytes, seconds: float, connections: int = 16) -> Load:
    """Ask the same over and over for some seconds."""
    lines = [_Line(port) for _ in range(connections)]
    try:
        return _load(lines, request, answer, seconds)
    finally:
        for line in lines:
            line.socket.close()


def _load(lines: list[_Line], request: bytes, answer: bytes, seconds: float) -> Load:
    selector, times = selectors.DefaultSelector(), list[float]()
    for line in lines:
        selector.register(line.socket, selectors.EVENT_READ, line)
        line.ask(request)
    begun = time.perf_counter()
    with selector:
        while time.perf_counter() - begun < seconds:
            for key, _ in selector.select(1):
                line = key.data
                if not line.whole():
                    continue
                if not line.came.endswith(answer):
                    raise WrongAnswer(f"expected {answer[:200]!r}, seen {line.came[:600]!r}")
                times.append(time.perf_counter() - line.begun)
                line.ask(request)
    spent = time.perf_counter() - begun
    if not times:
        raise WrongAnswer(f"nothing was answered within {seconds} s")
    return Load(len(times) / spent, sorted(times)[int(len(times) * 0.99)] * 1000)
