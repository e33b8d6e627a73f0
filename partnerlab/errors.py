"""The one kind of mistake the world reports."""

from __future__ import annotations


class WorldError(ValueError):
    """Something was asked of the world that it does not hold; says what was asked and what exists."""
