"""Somebody who plays stories."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnerlab.lab.partners.registry import Kit
from tests.scenario.playing import Player


@pytest.fixture(scope="session")
def kit() -> Kit:
    return Kit()


@pytest.fixture
def player(kit: Kit, tmp_path: Path) -> Player:
    return Player(kit, tmp_path)
