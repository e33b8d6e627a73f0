"""The rounds that a running installation makes by itself: due work, and the drop-off."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from reference.rwc.system import System

_log = logging.getLogger("reference.rwc")
_EVERY = 1.0


class Rounds:
    """A thread that works the queue each second and fetches files every few minutes.

    Rehearsals do without: their hooks say when time passes and what is to be done.
    """

    def __init__(self, system: System) -> None:
        self._system = system
        self._stop = threading.Event()
        self._until_files = 0.0
        self._thread = threading.Thread(target=self._run, name="rounds", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End after the round under way."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(_EVERY):
            self._safely(self._work)
            self._safely(self._take_up_files)

    def _safely(self, work: Callable[[], object]) -> None:
        """A round that fails is told and tried again; it must not end the others."""
        try:
            work()
        except Exception:
            _log.exception("a round failed")

    def _work(self) -> None:
        self._system.begin(self._system.clock.now())
        self._system.duties.run()

    def _take_up_files(self) -> None:
        self._until_files -= _EVERY
        if self._until_files <= 0:
            self._until_files = self._system.settings.files_every
            self._system.tides.run()
