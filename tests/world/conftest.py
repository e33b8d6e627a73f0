"""Worlds that tests share, read-only; a test that overrides facts makes its own."""

from __future__ import annotations

import pytest

from partnerlab.world import World


@pytest.fixture(scope="session")
def world() -> World:
    return World()


@pytest.fixture(scope="session")
def village() -> World:
    """Small enough to be walked from end to end: 480 people in 30 families."""
    return World(seed=7, size=480)
