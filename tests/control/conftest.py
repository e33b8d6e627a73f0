"""A lab with the control over it, and a client of each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from partnerlab.control.app import Control
from partnerlab.control.controller import LabController
from partnerlab.lab.exchange.simulator_app import simulator_apps
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.system_under_test import nobody
from tests.control.control_support import Remote
from tests.lab.lab_support import Client, lab_at_noon


@pytest.fixture(scope="session")
def kit() -> Registry:
    return Registry()


@pytest.fixture
def lab(kit: Registry) -> Iterator[Lab]:
    """A lab at noon on Monday 23 November 2026, whose partners send to nobody yet."""
    with lab_at_noon(kit, nobody()) as made:
        yield made


@pytest.fixture
def desk(lab: Lab) -> LabController:
    return LabController(lab, {name: f"http://{name}.lab" for name in simulator_apps(lab)})


@pytest.fixture
def remote(desk: LabController) -> Remote:
    return Remote(Control(desk))


@pytest.fixture
def client(lab: Lab) -> Client:
    return Client(lab)
