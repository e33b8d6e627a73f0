"""The rounds that a running installation makes by itself: due work, each second."""

from __future__ import annotations

import logging
import threading

from reference.rwc.system import System

_log = logging.getLogger("reference.rwc")
_EVERY = 1.0


class Rounds:
    """A thread that works the queue each second. Rehearsals do without: their hooks say when time passes."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="rounds", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End after the round under way."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(_EVERY):
            try:
                self._system.begin(self._system.clock.now())
                self._system.duties.run()
            except Exception:
                _log.exception("a round failed")
