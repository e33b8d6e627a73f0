"""One stage for all, and how much to try."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from partnerlab.lab.deployment import in_process
from tests.fuzz.firing import Effort
from tests.fuzz.targets import Range
from tests.pacts.links import KIT


@pytest.fixture(scope="session")
def field() -> Iterator[Range]:
    with in_process(KIT) as stage:
        yield Range(stage)


@pytest.fixture(scope="session")
def effort(pytestconfig: pytest.Config) -> Effort:
    seed = pytestconfig.getoption("--fuzz-seed")
    return Effort(pytestconfig.getoption("--fuzz-examples"), int(seed) if seed else None)
