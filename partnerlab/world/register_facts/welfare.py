"""Welfare cards of the population, which only the register of the Ministry of Finance knows."""

from __future__ import annotations

from typing import Protocol

_ONE_IN = 4
"""About 14.6 of 66 million had one in 2566; which of our people do is ours."""


class Drawn(Protocol):
    """A world from which further facts can be drawn."""

    def draw(self, tag: str, number: int, bound: int) -> int:
        """A seeded number below `bound`."""


class Numbered(Protocol):
    """Somebody of the population."""

    number: int


def holds_welfare_card(world: Drawn, person: Numbered) -> bool:
    """Whether somebody holds a card."""
    return world.draw("welfare card", person.number, _ONE_IN) == 0
