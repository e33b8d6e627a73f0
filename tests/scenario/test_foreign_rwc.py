"""A raw-water system that runs elsewhere, and when our own is started at all."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from partnerlab.lab import deployment as deployments
from partnerlab.lab.environment import file_variables, variables
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.registry import Registry
from partnerlab.scenario.language.scenario import Story
from partnerlab.scenario.language.scenario_loader import find, read
from partnerlab.scenario.suite import play_scenarios
from tests.ports import in_a_row

PORT = in_a_row()


def stories(kit: Registry, folder: str) -> list[Story]:
    return [read(file, kit) for file in find([kit.root / "scenarios" / folder])]


@pytest.fixture(scope="module")
def kit() -> Registry:
    return Registry()


@pytest.fixture(scope="module")
def address(kit: Registry) -> Iterator[str]:
    """Where the foreign RWC listens; it was told what `partnerlab up --env` prints for this port."""
    with deployments.serve_simulators(Lab(kit), "up", port=PORT) as stage:
        told = variables(stage.lab, stage.urls) | file_variables(stage.lab)
    environment = os.environ | told | {"RWC_TIMEOUT": "1", "PYTHONPATH": str(kit.root)}
    command = [sys.executable, "-m", "reference.rwc", "--lab", "--port", "0"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        yield process.stdout.readline().decode().rpartition(" ")[2].strip()
        process.terminate()


@pytest.mark.slow
def test_every_story_passes_with_an_rwc_of_another_process(kit: Registry, address: str) -> None:
    with deployments.for_running_systems(kit, None, port=PORT, rwc=address) as stage:
        outcomes = play_scenarios(stage, stories(kit, "raw_water"))
        assert list(stage.lab.systems) == ["rwc"], "nobody needed a customer system"
    assert {o.story.id: str(o.verdict) for o in outcomes if o.word != "pass"} == {}


@pytest.mark.slow
def test_every_story_passes_over_sockets(kit: Registry) -> None:
    with deployments.over_sockets(kit) as stage:
        outcomes = play_scenarios(stage, stories(kit, "raw_water"))
    assert {o.story.id: str(o.verdict) for o in outcomes if o.word != "pass"} == {}


def test_a_run_that_has_nothing_to_do_with_raw_water_starts_no_rwc(kit: Registry) -> None:
    with deployments.in_process(kit) as stage:
        play_scenarios(stage, stories(kit, "payment_online"))
        assert list(stage.lab.systems) == ["cis"]


def test_a_story_of_raw_water_costs_the_customer_system_nothing(kit: Registry) -> None:
    with deployments.in_process(kit) as stage:
        outcomes = play_scenarios(stage, stories(kit, "raw_water")[:1])
        assert [outcome.word for outcome in outcomes] == ["pass"]
        assert [system.name for system in stage.lab.systems.playing] == ["rwc"]
