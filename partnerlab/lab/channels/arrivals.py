"""The queue of files that have arrived on a channel, filled by servers in threads of their own."""

from __future__ import annotations

import queue
from collections.abc import Callable

from partnerlab.lab.channels.channel import FileArrival


class Arrivals:
    """A queue of arrivals in order; `tell` is called for each, in the thread that brings it."""

    def __init__(self, tell: Callable[[], None] = lambda: None) -> None:
        self._waiting: queue.SimpleQueue[FileArrival] = queue.SimpleQueue()
        self._tell = tell

    def __bool__(self) -> bool:
        return not self._waiting.empty()

    def put(self, arrival: FileArrival) -> None:
        self._waiting.put(arrival)
        self._tell()

    def next(self) -> FileArrival | None:
        return None if self._waiting.empty() else self._waiting.get_nowait()

    def clear(self) -> None:
        while self:
            self._waiting.get_nowait()
