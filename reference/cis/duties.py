"""Work with a due time, wherever it waits, run in the order of time by one runner at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from reference.cis.clock import Clock


class Source(Protocol):
    """A queue: when its next item is due, and a try at that item.

    A try must leave the item done or due later, or the runner would not end.
    """

    def next_due(self) -> datetime | None: ...

    def run_next(self, now: datetime) -> None: ...


class Duties:
    """All queues together. Only one thread works them at a time, so that order holds; others pass by,
    for the one that works sees their items too. A call that comes back while work is under way also passes.
    """

    def __init__(self, clock: Clock, sources: Sequence[Source], version: Callable[[], int | None]) -> None:
        self._clock = clock
        self._sources = sources
        self._version = version
        self._known: tuple[int | None, list[tuple[datetime, Source]]] = (None, [])
        self._running = threading.Lock()

    def next_due(self) -> datetime | None:
        """When the earliest item of all queues is due."""
        return min((due for due, _ in self._waiting()), default=None)

    def run(self) -> int:
        """Do what is due now; how many tries were made."""
        return self._alone(lambda moment: None, self._clock.now())

    def run_until(self, until: datetime) -> int:
        """Let the clock go to `until`, stopping at each item's due time on the way."""
        floor = min(self._clock.now(), until)

        def live(due: datetime) -> None:
            self._clock.set(max(due, floor))

        try:
            return self._alone(live, until)
        finally:
            self._clock.set(until)

    def _alone(self, live: Callable[[datetime], None], until: datetime) -> int:
        if not self._running.acquire(blocking=False):
            return 0
        try:
            return self._work(live, until)
        finally:
            self._running.release()

    def _work(self, live: Callable[[datetime], None], until: datetime) -> int:
        done = 0
        while waiting := self._waiting():
            due, source = min(waiting, key=lambda each: each[0])
            if due > until:
                break
            live(due)
            source.run_next(self._clock.now())
            done += 1
        return done

    def _waiting(self) -> list[tuple[datetime, Source]]:
        """What waits, by queue; asked again only when the store has been written to."""
        version, waiting = self._known
        if version is None or version != self._version():
            version = self._version()
            found = [(source.next_due(), source) for source in self._sources]
            waiting = [(due, source) for due, source in found if due is not None]
            self._known = (version, waiting)
        return waiting
