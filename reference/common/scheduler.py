"""Work with a due time, wherever it waits, run in the order of time by one runner at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection, Select, select

from reference.common.clock import Clock, moment_of
from reference.common.database import Database


class DueQueue(Protocol):
    """A queue: its item that is due first, with its `due` time, and a try at that item.

    A try must leave the item done or due later, or the runner would not end. `waits` selects something as
    long as anything might wait: only then is the first looked for.
    """

    waits: Select[Any]

    def first(self, db: Connection) -> Any: ...

    def run(self, item: Any, now: datetime) -> None: ...


Waiting = tuple[datetime, DueQueue, Any]


class Scheduler:
    """All queues together. Only one thread works them at a time, so that order holds; others pass by,
    for the one that works sees their items too. A call that comes back while work is under way also passes.

    A try at a `separate` queue's item writes once, and nothing that another queue holds: none is asked again.
    """

    def __init__(
        self, clock: Clock, db: Database, sources: Sequence[DueQueue], separate: Collection[DueQueue] = ()
    ) -> None:
        self._clock = clock
        self._db = db
        self._sources = sources
        self._separate = separate
        self._waits = select(*(source.waits.exists() for source in sources))
        self._known: tuple[int | None, list[Waiting]] = (None, [])
        self._running = threading.Lock()

    def next_due(self) -> datetime | None:
        """When the earliest item of all queues is due."""
        return min((due for due, _, _ in self._waiting()), default=None)

    def run(self) -> int:
        """Do what is due now; how many tries were made."""
        return self._alone(lambda moment: None, self._clock.now())

    def run_until(self, until: datetime) -> int:
        """Let the clock go to `until`, stopping at each item's due time on the way."""
        self._clock.set(min(self._clock.now(), until))

        def live(due: datetime) -> None:
            self._clock.set(max(due, self._clock.now()))  # what waited behind something later does not turn time back

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
            due, source, item = min(waiting, key=lambda each: each[0])
            if due > until:
                break
            live(due)
            source.run(item, self._clock.now())
            if source in self._separate:
                self._ask_again(source)
            done += 1
        return done

    def _ask_again(self, source: DueQueue) -> None:
        """Look at one queue alone, if nothing else was written since all were looked at."""
        version, waiting = self._known
        if version is None or self._db.version != version + 1:
            return
        with self._db.read() as db:
            item = source.first(db)
        following = [] if item is None else [(moment_of(item.due), source, item)]
        place = next(index for index, (_, other, _) in enumerate(waiting) if other is source)
        self._known = (version + 1, [*waiting[:place], *following, *waiting[place + 1 :]])

    def _waiting(self) -> list[Waiting]:
        """The first item of every queue that holds any; asked again only when the store has been written to."""
        version, waiting = self._known
        if version is None or version != self._db.version:
            version = self._db.version
            with self._db.read() as db:
                waits = zip(self._sources, db.execute(self._waits).one(), strict=True)
                found = [(source, source.first(db)) for source, some in waits if some]
            waiting = [(moment_of(item.due), source, item) for source, item in found if item is not None]
            self._known = (version, waiting)
        return waiting
