"""A fixture that plays scenarios written in a test."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnerlab.lab.partners.registry import Registry
from tests.scenario.playing import Player


@pytest.fixture(scope="session")
def kit() -> Registry:
    return Registry()


@pytest.fixture
def player(kit: Registry, tmp_path: Path) -> Player:
    return Player(kit, tmp_path)
