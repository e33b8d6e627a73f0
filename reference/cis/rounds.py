"""The rounds that a running installation makes by itself: due work, payment files, deposits."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import date

from reference.cis.system import System
from reference.common.dates import stamp

_log = logging.getLogger("reference.cis")
_EVERY = 1.0


class Rounds:
    """A thread that works the queue each second, fetches files every few minutes, draws deposits each day.

    Rehearsals do without: their hooks say when time passes and what is to be done.
    """

    def __init__(self, system: System) -> None:
        self._system = system
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="rounds", daemon=True)
        self._until_files = 0.0
        self._drawn_on: date | None = None

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End after the round under way."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(_EVERY):
            self._safely(self._system.duties.run)
            self._safely(self._take_up_files)
            self._safely(self._draw_deposits)

    def _safely(self, work: Callable[[], object]) -> None:
        """A round that fails is told and tried again; it must not end the others."""
        try:
            work()
        except Exception:
            _log.exception("a round failed")

    def _take_up_files(self) -> None:
        self._until_files -= _EVERY
        if self._until_files <= 0:
            self._until_files = self._system.settings.files_every
            self._system.files.run()

    def _draw_deposits(self) -> None:
        today = self._system.clock.today()
        if today != self._drawn_on:
            with self._system.db.write() as db:
                self._system.allocation.draw_deposits(db, stamp(self._system.clock.now()))
            self._drawn_on = today
