"""A lab with a system under test that only listens, and its client."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.system_under_test import System
from tests.lab.lab_support import Client, Listener, lab_at_noon


@pytest.fixture(scope="session")
def kit() -> Registry:
    return Registry().in_forms({"dopa_linkage": "classic"})


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def lab(kit: Registry, listener: Listener) -> Iterator[Lab]:
    """A lab at noon on Monday 23 November 2026."""
    with lab_at_noon(kit, System(listener)) as made:
        yield made


@pytest.fixture
def client(lab: Lab) -> Client:
    return Client(lab)
