"""One stage for all, and how much to try."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from partnerlab.lab.deployment import in_process
from tests.fuzz.firing import Effort
from tests.fuzz.sample import commit, in_sample
from tests.fuzz.targets import Range
from tests.pacts.links import KIT


@pytest.fixture(scope="session")
def field() -> Iterator[Range]:
    with in_process(KIT) as stage:
        yield Range(stage.lab)


@pytest.fixture(scope="session")
def effort(pytestconfig: pytest.Config) -> Effort:
    seed = pytestconfig.getoption("--fuzz-seed")
    return Effort(pytestconfig.getoption("--fuzz-examples"), int(seed) if seed else None)


_SAMPLED = ("test_operations.py", "test_keys.py")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is not in this commit's sample, unless all are asked for or tests are named one by one."""
    if config.getoption("--fuzz-all") or any("::" in argument for argument in config.args):
        return
    of = commit()
    left = [item for item in items if item.path.name in _SAMPLED and not in_sample(item.nodeid, of)]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in set(left)]
