"""The kit, for tests that are parametrised by its folders."""

from __future__ import annotations

import pytest

from partnerlab.lab.partners.registry import Kit


@pytest.fixture(scope="session")
def kit() -> Kit:
    return Kit()
