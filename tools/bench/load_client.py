"""A load of many connections out of one thread: keep-alive, one request in flight on each, every answer checked."""

from __future__ import annotations

import os
import select
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from tools.bench.machine import stolen

_END = b"\r\n\r\n"
_LENGTH = b"content-length:"
_AT_ONCE = 4_096
"""Bytes received at once: for more, memory would be had and given back each time."""


class WrongAnswer(Exception):
    """The server answered something else, so nothing was measured."""


@dataclass(frozen=True, slots=True)
class Load:
    """Requests a second, and the time below which 99 of 100 were answered, in milliseconds.

    `stolen` is the part of the machine that others had meanwhile.
    """

    rate: float
    p99: float
    stolen: float


class _Line:
    """One connection: what has come of the answer so far, and when it was asked for."""

    __slots__ = ("begun", "came", "receive", "send", "socket")

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), 10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.send, self.receive = self.socket.send, self.socket.recv
        self.came, self.begun = b"", 0.0


def load(port: int, requests: Iterator[bytes], answer: bytes, seconds: float, connections: int = 16) -> Load:
    """Ask one after the other for some seconds; all have the same answer."""
    lines = [_Line(port) for _ in range(connections)]
    try:
        with _waiting(lines) as wait:
            return _load(lines, wait, requests, answer, seconds)
    finally:
        for line in lines:
            line.socket.close()


Wait = Callable[[], list[tuple[int, int]]]
"""Until something has come, or for a second: where, and what."""


@contextmanager
def _waiting(lines: list[_Line]) -> Iterator[Wait]:
    """Waits until connections have something to read, by epoll if it is there: `selectors` takes a tenth longer."""
    if sys.platform == "linux":
        with select.epoll() as watched:
            for line in lines:
                watched.register(line.socket, select.EPOLLIN)
            yield partial(watched.poll, 1)
    else:
        every = select.poll()
        for line in lines:
            every.register(line.socket, select.POLLIN)
        yield partial(every.poll, 1_000)


def _load(lines: list[_Line], wait: Wait, requests: Iterator[bytes], answer: bytes, seconds: float) -> Load:
    """All that came at once is looked at by one look at the clock: each microsecond here is taken from the server's.

    A server's answers to the same request are all of one size, so only the first one's head is read.
    """
    clock, times, size, gone = time.perf_counter, list[float](), 0, stolen()
    by_number = {line.socket.fileno(): line for line in lines}
    begun = now = clock()
    for line in lines:
        line.begun = now
        line.send(next(requests))
    while now - begun < seconds:
        ready = wait()
        now = clock()
        for number, _ in ready:
            line = by_number[number]
            got = line.receive(_AT_ONCE)
            came = line.came + got if line.came else got
            size = size or _size(came)
            if not got or (len(came) >= size > 0 and not came.endswith(answer)):
                raise _wrong(came, got, answer)
            if len(came) < size or not size:
                line.came = came
                continue
            times.append(now - line.begun)
            line.came, line.begun = b"", now
            line.send(next(requests))
    return _measured(times, now - begun, stolen() - gone)


def _size(came: bytes) -> int:
    """How long the whole answer is, by its head; 0 while that is not here."""
    head, end, _ = came.partition(_END)
    return len(head + end) + int(head.lower().partition(_LENGTH)[2].split(b"\r\n")[0]) if end else 0


def _wrong(came: bytes, got: bytes, answer: bytes) -> WrongAnswer:
    if not got:
        return WrongAnswer(f"the server hung up after {came[:600]!r}")
    return WrongAnswer(f"expected {answer[:200]!r}, seen {came[:600]!r}")


def _measured(times: list[float], spent: float, gone: float) -> Load:
    if not times:
        raise WrongAnswer(f"nothing was answered within {spent:.1f} s")
    p99 = sorted(times)[int(len(times) * 0.99)] * 1000
    return Load(len(times) / spent, p99, gone / spent / (os.cpu_count() or 1))
