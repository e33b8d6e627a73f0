"""A CIS that runs elsewhere: the reference as a process of its own, told of the lab by variables alone."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from partnerlab.lab import deployment as deployments
from partnerlab.lab.channels import socket_http
from partnerlab.lab.environment import file_variables, variables
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.system_under_test import nobody
from partnerlab.scenario.language.scenario_loader import find, read
from partnerlab.scenario.suite import play_scenarios
from tests.ports import in_a_row

pytestmark = pytest.mark.slow
PORT = in_a_row()


@pytest.fixture(scope="module")
def kit() -> Registry:
    return Registry()


@pytest.fixture(scope="module")
def address(kit: Registry) -> Iterator[str]:
    """Where the foreign CIS listens; it was told what `partnerlab up --env` prints for this port."""
    with deployments.serve_simulators(Lab(kit), "up", port=PORT) as stage:
        stage.lab.system = nobody()
        told = variables(stage.lab, stage.urls) | file_variables(stage.lab)
    environment = os.environ | told | {"CIS_TIMEOUT": "1", "PYTHONPATH": str(kit.root)}
    command = [sys.executable, "-m", "reference.cis", "--lab", "--port", "0"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        yield process.stdout.readline().decode().rpartition(" ")[2].strip()
        process.terminate()


def test_a_system_is_waited_for_while_it_waits_for_a_silent_partner() -> None:
    because = "else the lab gives up on a CIS whose own patience is longer, and calls it a matter of the network"
    assert inspect.signature(socket_http.UrlChannel).parameters["timeout"].default > socket_http.HOLD, because


@pytest.mark.parametrize("folder", ["new_connection", "payment_files", "payment_online"])
def test_every_story_passes_with_a_cis_of_another_process(kit: Registry, address: str, folder: str) -> None:
    stories = [read(file, kit) for file in find([Path(kit.root, "scenarios", folder)])]
    with deployments.for_running_systems(kit, address, port=PORT) as stage:
        outcomes = play_scenarios(stage, stories)
    assert {o.story.id: str(o.verdict) for o in outcomes if o.word != "pass"} == {}
