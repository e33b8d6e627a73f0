"""Scenarios as pytest items, with which `-k`, `-n`, `--junitxml` work; and the lab as a fixture for other tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

_SCENARIOS = "scenarios"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("partnerlab")
    group.addoption("--lab-cis", metavar="URL", help="play scenarios against the CIS at this address")
    group.addoption("--lab-rwc", metavar="URL", help="the same for the raw-water system")
    group.addoption("--lab-sockets", action="store_true", help="play scenarios over sockets, not in process")
    group.addoption("--lab-seed", type=int, default=1, help="the seed of world and chance (default 1)")


@pytest.fixture(scope="session")
def partnerlab_served(pytestconfig: pytest.Config) -> Iterator[Any]:
    """Every simulator over sockets, once a session; tests use `partnerlab`."""
    from partnerlab.testing import ServedLab, served

    with served(pytestconfig.getoption("--lab-seed")) as suite:
        yield ServedLab(suite)


@pytest.fixture
def partnerlab(partnerlab_served: Any) -> Iterator[Any]:
    """A lab as new, over sockets: see `partnerlab.testing.ServedLab`. A breach of a contract fails the test."""
    partnerlab_served.reset()
    yield partnerlab_served
    if partnerlab_served.strict and (violations := partnerlab_served.contract_violations()):
        pytest.fail("\n".join(["messages broke their contract:", *violations]), pytrace=False)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path.suffix == ".yaml" and _SCENARIOS in file_path.parts and _looks_like_one(file_path):
        collected: pytest.Collector = ScenarioFile.from_parent(parent, path=file_path)
        return collected
    return None


def _looks_like_one(file: Path) -> bool:
    """Whether a YAML file claims to be a scenario: other projects keep other things in a folder of that name."""
    words = {line.partition(b":")[0] for line in file.read_bytes().splitlines()}
    return {b"proves", b"steps"} <= words


class ScenarioFile(pytest.File):
    """One YAML file: one item."""

    def collect(self) -> Iterator[pytest.Item]:
        yield ScenarioItem.from_parent(self, name=self.path.stem)


class ScenarioItem(pytest.Item):
    """One scenario as a pytest item; its failure shows file, step and reason instead of a traceback."""

    def runtest(self) -> None:
        suite = _stage(self.config)
        from partnerlab.scenario.language.scenario_loader import read
        from partnerlab.scenario.runner import Runner

        story = read(self.path, suite.lab.kit, suite.lab.kit.root / _SCENARIOS)
        self.user_properties += [("proves", ",".join(story.proves)), ("seed", str(suite.lab.seed))]
        outcome = Runner(suite.lab).run(story)
        if outcome.word == "skip":
            pytest.skip(str(outcome.verdict))
        if outcome.verdict is not None:
            self.user_properties.append(("blame", outcome.blame or ""))
            raise ScenarioFailed(outcome)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        from partnerlab.lab.channels.channel import Unreachable
        from partnerlab.scenario.language.scenario_loader import BadScenario

        if isinstance(excinfo.value, ScenarioFailed | BadScenario | Unreachable):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, f"scenario {self.name}"


class ScenarioFailed(Exception):
    """A story that did not pass, told in full."""

    def __init__(self, outcome: Any) -> None:
        from partnerlab.scenario.step_text import outcome_text

        super().__init__(outcome_text(outcome))


_STAGE: pytest.StashKey[Any] = pytest.StashKey()


def _stage(config: pytest.Config) -> Any:
    """The stage of this process, set up when the first scenario needs it."""
    if _STAGE not in config.stash:
        from partnerlab.lab import deployment as deployments
        from partnerlab.lab.partners.registry import Registry

        kit, seed = Registry(), config.getoption("--lab-seed")
        cis, rwc = config.getoption("--lab-cis"), config.getoption("--lab-rwc")
        if cis or rwc:
            made = deployments.for_running_systems(kit, cis, seed, rwc=rwc)
        elif config.getoption("--lab-sockets"):
            made = deployments.over_sockets(kit, seed)
        else:
            made = deployments.in_process(kit, seed)
        config.stash[_STAGE] = made
        config.add_cleanup(made.close)
    return config.stash[_STAGE]
