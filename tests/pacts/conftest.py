"""The kit, for tests that are parametrised by its folders."""

from __future__ import annotations

import pytest

from partnerlab.lab.partners.registry import Registry


@pytest.fixture(scope="session")
def kit() -> Registry:
    return Registry()
