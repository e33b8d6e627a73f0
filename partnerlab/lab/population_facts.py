"""The facts that a run changes about the population, as a part of the lab."""

from __future__ import annotations

from typing import Any

from partnerlab.world.population import World


class PopulationFacts:
    """Resets, keeps and restores the overrides of a world."""

    def __init__(self, world: World) -> None:
        self._world = world

    def reset(self) -> None:
        self._world.clear()

    def snapshot(self) -> Any:
        return self._world.snapshot()

    def restore(self, state: Any) -> None:
        self._world.restore(state)

    def busy(self) -> str | None:
        return None

    def run_due(self) -> int:
        return 0
