"""Failures of a run outside messages: a simulator that raised an error, a system that could not be reached."""

from __future__ import annotations

from typing import Any


class Failures:
    """`errors` are our own mistakes by simulator function; `unreachable` says which system did not answer."""

    def __init__(self) -> None:
        self.errors: list[tuple[str, BaseException]] = []
        self.unreachable: str | None = None

    def add(self, function: str, error: BaseException) -> None:
        """A simulator function raised: ours to mend, and never to be mistaken for an answer."""
        self.errors.append((function, error))

    def reset(self) -> None:
        self.errors.clear()
        self.unreachable = None

    def snapshot(self) -> Any:
        return list(self.errors)

    def restore(self, state: Any) -> None:
        self.errors[:] = state

    def busy(self) -> str | None:
        return None

    def run_due(self) -> int:
        return 0
