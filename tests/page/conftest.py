"""A lab with the control and the page over it, and a browser without scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import Client

from partnerlab.contract.http import message as wire
from partnerlab.contract.http.message import Answer, Request
from partnerlab.control.app import Control
from partnerlab.control.controller import LabController
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.system_under_test import nobody
from partnerlab.page.app import beside_control
from tests.lab.lab_support import lab_at_noon


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
    return LabController(lab)


@pytest.fixture
def browser(desk: LabController) -> Client:
    return Client(beside_control(Control(desk)))


@pytest.fixture
def guarded(lab: Lab) -> Client:
    """The same lab behind a token."""
    return Client(beside_control(Control(LabController(lab), "s3cret")))


class Answering:
    """A system under test that always says the same."""

    where = "this test"

    def __init__(self, body: dict[str, Any]) -> None:
        self._body = json.dumps(body).encode()

    def call(self, message: Request) -> Answer:
        return wire.answer(200, {"content-type": "application/json"}, self._body)

    def close(self) -> None:
        """Nothing is open."""
