"""Hooks for rehearsals only: seed, clock, jobs and looking inside. Never part of a real installation."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from flask import Blueprint, Response, request

from reference.cis.dropoff import DropOffTrouble
from reference.cis.hooks import inspection
from reference.cis.hooks import seed as seeding
from reference.cis.money import allocation, ledger
from reference.cis.numbers import satang
from reference.cis.service_requests.desk import NoSuchRequest, WrongStatus
from reference.cis.system import System
from reference.common.dates import stamp
from reference.common.hooks import next_now
from reference.common.http_api import HttpError, json_answer, json_object

NAME, VERSION = "reference-cis", "0.1.0"
Job = Callable[[System, dict[str, Any]], int]
_WORDS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "requestId": ("the request's number", lambda value: isinstance(value, str) and bool(value)),
    "feasible": ("true or false", lambda value: isinstance(value, bool)),
    "amount": ("baht such as 4500.00", lambda value: bool(satang(value))),
}


def hooks_blueprint(system: System) -> Blueprint:
    """Everything under /_test."""
    hooks = Blueprint("hooks", __name__, url_prefix="/_test")
    _set_up_hooks(hooks, system)
    _run_hooks(hooks, system)
    _look_hooks(hooks, system)
    return hooks


def _set_up_hooks(hooks: Blueprint, system: System) -> None:
    """What a rehearsal begins with: an empty system, and data in it."""

    @hooks.get("/about")
    def about() -> Response:
        return json_answer({"name": NAME, "version": VERSION})

    @hooks.post("/reset")
    def reset() -> Response:
        system.reset()
        return json_answer({})

    @hooks.post("/seed")
    def seed() -> Response:
        try:
            banks = {bank.partner: code for code, bank in system.banks.items()}
            with system.db.write() as db:
                return json_answer(seeding.seed(db, json_object(), banks))
        except seeding.SeedError as wrong:
            raise HttpError(400, str(wrong)) from wrong
        except seeding.Taken as taken:
            raise HttpError(409, str(taken)) from taken
        except seeding.NoSuchBank as unknown:
            raise HttpError(404, str(unknown)) from unknown


def _run_hooks(hooks: Blueprint, system: System) -> None:
    """What makes a rehearsal go on: time and own work."""

    @hooks.put("/clock")
    def clock() -> Response:
        system.duties.run_until(next_now(system.clock, json_object()))
        due = system.duties.next_due()
        return json_answer({"now": stamp(system.clock.now()), "next_due": due and stamp(due)})

    @hooks.post("/jobs/<name>")
    def job(name: str) -> Response:
        if name not in JOBS:
            raise HttpError(404, f"no job {name}; there are: {', '.join(JOBS)}")
        try:
            return json_answer({"done": JOBS[name](system, _words(json_object()))})
        except NoSuchRequest as wrong:
            raise HttpError(404, str(wrong)) from wrong
        except WrongStatus as wrong:
            raise HttpError(409, str(wrong)) from wrong


def _look_hooks(hooks: Blueprint, system: System) -> None:
    """What shows how things stand."""

    @hooks.get("/show/<thing>")
    def show_thing(thing: str) -> Response:
        with system.db.read() as db:
            found = inspection.show(system, db, thing, request.args.get("id", ""))
        if found is None:
            things = ", ".join(inspection.things(system))
            raise HttpError(404, f"no {thing} {request.args.get('id', '')}; things: {things}")
        return json_answer(found)

    @hooks.get("/books")
    def books() -> Response:
        with system.db.read() as db:
            return json_answer(ledger.books(db))


def _known(given: dict[str, Any], names: Collection[str]) -> dict[str, Any]:
    if surplus := given.keys() - names:
        raise HttpError(400, f"{', '.join(sorted(surplus))}: not known here; there are: {', '.join(sorted(names))}")
    return given


def _words(given: dict[str, Any]) -> dict[str, Any]:
    """The words of a job: each must be what it should be, also where this job does not need it."""
    for name, value in _known(given, _WORDS).items():
        expected, fits = _WORDS[name]
        if not fits(value):
            raise HttpError(400, f"{name}: expected {expected}, seen {value!r}")
    return given


def _needed(given: dict[str, Any], name: str) -> Any:
    if name not in given:
        raise HttpError(400, f"{name}: expected {_WORDS[name][0]}, seen nothing")
    return given[name]


def _work_queue(system: System, given: dict[str, Any]) -> int:
    return system.duties.run()


def _take_up_files(system: System, given: dict[str, Any]) -> int:
    try:
        done = system.files.run()
    except DropOffTrouble as trouble:
        raise HttpError(502, str(trouble)) from trouble
    system.duties.run()
    return done


def _survey(system: System, given: dict[str, Any]) -> int:
    system.desk.survey(_needed(given, "requestId"), _needed(given, "feasible"))
    return _and_work(system)


def _estimate(system: System, given: dict[str, Any]) -> int:
    amount = satang(_needed(given, "amount"))
    system.desk.estimate(_needed(given, "requestId"), amount or 0)
    return _and_work(system)


def _install(system: System, given: dict[str, Any]) -> int:
    system.desk.install(_needed(given, "requestId"))
    return _and_work(system)


def _and_work(system: System) -> int:
    system.duties.run()
    return 1


def _draw_deposits(system: System, given: dict[str, Any]) -> int:
    with system.db.write() as db:
        return allocation.draw_deposits(db, stamp(system.clock.now()))


def _make_debits(system: System, given: dict[str, Any]) -> int:
    done = system.debits.make_all()
    system.duties.run()
    return done


JOBS: dict[str, Job] = {
    "work_queue": _work_queue,
    "take_up_files": _take_up_files,
    "survey": _survey,
    "estimate": _estimate,
    "install": _install,
    "draw_deposits": _draw_deposits,
    "make_debits": _make_debits,
}
