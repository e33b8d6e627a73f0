"""The locustfile of the examples: what it sends keeps the contracts, and what breaks one fails its run.

Locust itself is a stub of the few names that the file uses, so that it need not be installed.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import requests

from partnerlab.control.app import Control
from partnerlab.control.controller import LabController
from partnerlab.lab import deployment as deployments
from partnerlab.lab.channels.socket_http import HttpServer
from partnerlab.lab.environment import variables
from partnerlab.lab.front.system_front import system_fronts
from partnerlab.lab.partners.registry import Registry

FILE = Path(__file__).parents[2] / "examples" / "locustfile.py"


class Answer:
    """An answer that a task may call a failure."""

    def __init__(self, answer: requests.Response) -> None:
        self.ok, self.status_code, self.json = answer.ok, answer.status_code, answer.json
        self.failures: list[str] = []

    def failure(self, reason: str) -> None:
        self.failures.append(reason)


class Client(requests.Session):
    """Locust's client: paths are those of the user's host, and each answer is kept."""

    def __init__(self, host: str) -> None:
        super().__init__()
        self.host, self.answers = host, list[Answer]()

    def get(self, path: Any, **options: Any) -> Any:
        options.pop("name")
        return super().get(self.host + path, **options)

    @contextmanager
    def post(self, path: Any, **options: Any) -> Iterator[Any]:  # type: ignore[override]
        assert options.pop("name") and options.pop("catch_response")
        self.answers.append(Answer(super().post(self.host + path, **options)))
        yield self.answers[-1]


class HttpUser:
    host: str

    def __init__(self) -> None:
        self.client = Client(self.host)


def stub() -> ModuleType:
    """The names of locust that the file imports; a listener is called by its test."""
    made: Any = ModuleType("locust")
    made.HttpUser, made.between, made.task = HttpUser, lambda least, most: (least, most), lambda function: function
    listen: Callable[[Any], Any] = lambda function: function  # noqa: E731
    hook = SimpleNamespace(add_listener=listen)
    made.events = SimpleNamespace(test_start=hook, test_stop=hook)
    return made


@pytest.fixture(scope="module")
def stage() -> Iterator[deployments.Deployment]:
    with deployments.over_sockets(Registry()) as made:
        yield made


@pytest.fixture
def load(stage: deployments.Deployment, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The file, imported with the variables of a running lab."""
    control, front = (
        HttpServer(Control(LabController(stage.lab, stage.urls))),
        HttpServer(system_fronts(stage.lab)["cis"]),
    )
    told = {"PARTNERLAB_CONTROL_URL": f"{control.url}/__lab", "PARTNERLAB_CIS_URL": front.url}
    for name, value in (variables(stage.lab, stage.urls) | told).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setitem(sys.modules, "locust", stub())
    yield imported()
    control.close()
    front.close()


def imported() -> Any:
    specification = importlib.util.spec_from_file_location("locustfile", FILE)
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_both_sides_are_asked_and_every_message_keeps_its_contract(load: Any, stage: deployments.Deployment) -> None:
    load.read_world()
    register, counter = load.Register(), load.Counter()
    for user, ask in ((register, register.profile), (counter, counter.inquiry)):
        user.on_start()
        for _ in range(3):
            ask()
    asked = [exchange for exchange in stage.lab.journal if exchange.number > load.World.last]
    names = [exchange.operation for exchange in asked]
    assert (names.count("validate"), names.count("profile"), names.count("inquiry")) == (1, 3, 3)
    assert {exchange.answer.status for exchange in asked if exchange.answer} == {200}
    assert [answer.failures for answer in counter.client.answers] == [[], [], []]
    environment = SimpleNamespace(process_exit_code=None)
    load.fail_on_broken_contracts(environment)
    assert environment.process_exit_code is None


def test_a_message_that_breaks_its_contract_fails_the_run(load: Any, capsys: pytest.CaptureFixture[str]) -> None:
    load.read_world()
    counter = load.Counter()
    counter.on_start()
    counter.accounts = iter(["short"])
    counter.inquiry()
    assert counter.client.answers[-1].failures == ["responseCode 400"]
    environment = SimpleNamespace(process_exit_code=None)
    load.fail_on_broken_contracts(environment)
    assert environment.process_exit_code == 1
    assert "inquiry, broke its contract" in capsys.readouterr().out


def test_without_the_variables_it_says_what_to_run(load: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DGA_GDX_URL")
    with pytest.raises(SystemExit, match="partnerlab up --env"):
        imported()
