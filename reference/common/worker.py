"""The background work of an installation: due work, received files, and daily jobs.

Rehearsals do without: their hooks say when time passes and what is to be done.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import date

from reference.common.clock import Clock

_EVERY = 1.0
_log = logging.getLogger(__name__)
Work = Callable[[], object]


class BackgroundWorker:
    """A thread that does due work each second, fetches files every `files_every` seconds, and daily jobs each day."""

    def __init__(
        self, clock: Clock, *, due_work: Work, files: Work, files_every: float, daily: Sequence[Work] = ()
    ) -> None:
        self._due_work, self._files, self._files_every = due_work, files, files_every
        self._daily = [_Daily(clock, job) for job in daily]
        self._until_files = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="background worker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End after the work under way."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        jobs: list[Work] = [self._due_work, self._take_files, *self._daily]
        while not self._stop.wait(_EVERY):
            for job in jobs:
                _safely(job)

    def _take_files(self) -> None:
        self._until_files -= _EVERY
        if self._until_files <= 0:
            self._until_files = self._files_every
            self._files()


class _Daily:
    """A job that is done once a day; when it fails, it is tried again the next second."""

    def __init__(self, clock: Clock, job: Work) -> None:
        self._clock, self._job = clock, job
        self._done_on: date | None = None

    def __call__(self) -> None:
        today = self._clock.today()
        if today != self._done_on:
            self._job()
            self._done_on = today


def _safely(work: Work) -> None:
    """Work that fails is logged and tried again; it must not end the rest."""
    try:
        work()
    except Exception:
        _log.exception("work in the background failed")
