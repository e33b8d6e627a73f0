"""A stateful part of a lab. Each registers once, and is then reset, kept and restored with the lab."""

from __future__ import annotations

from typing import Any, Protocol


class Part(Protocol):
    """The methods of a stateful part of a lab."""

    def reset(self) -> None:
        """Forget everything."""

    def snapshot(self) -> Any:
        """The state now, to be restored any number of times: nothing that happens later may change it."""

    def restore(self, state: Any) -> None:
        """Restore the state of a snapshot; the part was reset just before."""

    def busy(self) -> str | None:
        """What is under way, if anything: a snapshot of it could not be restored."""

    def run_due(self) -> int:
        """Do the work that is due; returns how much there was."""
