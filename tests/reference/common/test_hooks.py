"""The test hooks that both systems share, over a system that only keeps time."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import MetaData

from reference.common.clock import BANGKOK, Clock
from reference.common.database import Database
from reference.common.file_channels.channel import PlaceUnavailable
from reference.common.hooks import Argument, SystemHooks, hooks_blueprint, required
from reference.common.http_api import install_error_handlers
from reference.common.link import Link
from reference.common.outbox import Outbox, outbox
from reference.common.scheduler import Scheduler

METADATA = MetaData()
outbox.to_metadata(METADATA)
ARGUMENTS = {"count": Argument("a whole number", lambda value: isinstance(value, int))}


class Nothing:
    """A system without any work; its one adapter shows whether it holds a token."""

    def __init__(self) -> None:
        self.clock, self.db = Clock(), Database(None, METADATA)
        self.duties = Scheduler(self.clock, self.db, [Outbox(self.db, {})])
        self.adapters: Any = {"bank": SimpleNamespace(shows={"token": lambda link: {"of": link.partner}})}
        self.links = {"bank": Link("bank", {}, requests.Session(), self.clock)}
        self.resets = 0

    def advance_to(self, now: datetime) -> None:
        self.clock.set(now)

    def reset(self) -> None:
        self.resets += 1


def _fail(system: Nothing, given: dict[str, Any]) -> int:
    raise {"away": PlaceUnavailable, "late": KeyError}[system.failure]("no such home")  # type: ignore[attr-defined]


HOOKS: SystemHooks[Nothing] = SystemHooks(
    name="nothing",
    version="1",
    jobs={"count": lambda system, given: required(given, ARGUMENTS, "count")[0], "fail": _fail},
    arguments=ARGUMENTS,
    things={"clock": lambda system, db, key: {"key": key} if key else None},
    refusals={LookupError: 409},
)


@pytest.fixture
def system() -> Nothing:
    return Nothing()


@pytest.fixture
def web(system: Nothing) -> FlaskClient:
    app = Flask(__name__)
    app.register_blueprint(hooks_blueprint(system, HOOKS))
    install_error_handlers(app, app.logger)
    return app.test_client()


def test_about_and_reset(web: FlaskClient, system: Nothing) -> None:
    assert web.get("/_test/about").json == {"name": "nothing", "version": "1"}
    assert (web.post("/_test/reset").json, system.resets) == ({}, 1)


def test_the_clock_is_moved_and_says_what_is_due_next(web: FlaskClient, system: Nothing) -> None:
    answer = web.put("/_test/clock", json={"now": "2026-11-23T02:00:00+00:00"})
    assert answer.json == {"now": "2026-11-23T09:00:00+07:00", "next_due": None}
    assert system.clock.now() == datetime(2026, 11, 23, 9, 0, tzinfo=BANGKOK)


@pytest.mark.parametrize(
    ("job", "given", "status", "named"),
    [
        ("count", {"count": "3"}, 400, "count: expected a whole number, seen '3'"),
        ("count", {}, 400, "count: expected a whole number, seen nothing"),
        ("count", {"amount": 1}, 400, "amount: not known here; there are: count"),
        ("dance", {}, 404, "no job dance; there are: count, fail"),
    ],
)
def test_a_job_with_other_arguments_is_refused(web: FlaskClient, job: str, given: Any, status: int, named: str) -> None:
    answer: Any = web.post(f"/_test/jobs/{job}", json=given)
    assert (answer.status_code, answer.json["message"]) == (status, named)
    assert web.post("/_test/jobs/count", json={"count": 3}).json == {"done": 3}


@pytest.mark.parametrize(("failure", "status"), [("away", 502), ("late", 409)])
def test_a_job_that_fails_answers_the_status_of_its_error(
    web: FlaskClient, system: Nothing, failure: str, status: int
) -> None:
    system.failure = failure  # type: ignore[attr-defined]
    answer: Any = web.post("/_test/jobs/fail", json={})
    assert (answer.status_code, "no such home" in answer.json["message"]) == (status, True)


def test_things_are_shown_also_those_that_an_adapter_holds(web: FlaskClient) -> None:
    assert web.get("/_test/show/clock?id=a").json == {"key": "a"}
    assert web.get("/_test/show/bank.token").json == {"of": "bank"}
    for thing in ("clock", "bank.purse", "shop.token", "ghost"):
        answer: Any = web.get(f"/_test/show/{thing}")
        assert (answer.status_code, answer.json["message"]) == (404, f"no {thing} ; things: clock, bank.token")
