"""A store that is lost while calls are answered: only rehearsals ask for it, by the test hooks."""

from __future__ import annotations

import threading
from enum import StrEnum


class Moment(StrEnum):
    """The moment at which a transaction loses its store: before the commit, or after it but before the caller knows."""

    BEFORE_IT_BEGINS = "before"
    AFTER_ITS_COMMIT = "after"


class StoreLost(Exception):
    """The store does not answer."""


class StoreOutage:
    """Lets the first transaction of each of the next calls fail; the work of the system itself goes on."""

    def __init__(self) -> None:
        self._coming: list[Moment] = []
        self._call = threading.local()

    def expect(self, moment: Moment, calls: int) -> None:
        """Let so many calls fail."""
        self._coming += [moment] * calls

    def end(self) -> None:
        """All is well again."""
        self._coming.clear()

    def call_begins(self) -> None:
        """A call is answered in this thread now."""
        if self._coming:
            self._call.fails = self._coming.pop(0)

    def call_ends(self) -> None:
        self._call.fails = None

    def pass_by(self, moment: Moment) -> None:
        """A transaction is at this moment; `StoreLost` where it fails."""
        if getattr(self._call, "fails", None) == moment:
            self._call.fails = None
            raise StoreLost(f"the store was lost {moment} a transaction, as a rehearsal wants it")
