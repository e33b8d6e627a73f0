"""Hooks for rehearsals only: clock, jobs and looking inside. Never part of a real installation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request

from reference._common.answers import Turned, json_answer, json_object
from reference._common.clock import moment_of, stamp
from reference.rwc import show
from reference.rwc.dropoff import DropOffTrouble
from reference.rwc.probes import BadMeasurement
from reference.rwc.system import System

NAME, VERSION = "reference-rwc", "0.1.0"
Job = Callable[[System, dict[str, Any]], int]


def hooks_blueprint(system: System) -> Blueprint:
    """Everything under /_test."""
    hooks = Blueprint("hooks", __name__, url_prefix="/_test")

    @hooks.get("/about")
    def about() -> Response:
        return json_answer({"name": NAME, "version": VERSION})

    @hooks.post("/reset")
    def reset() -> Response:
        system.reset()
        return json_answer({})

    @hooks.put("/clock")
    def clock() -> Response:
        now = _moment("now", json_object().get("now"))
        system.begin(now)
        system.duties.run_until(now)
        due = system.duties.next_due()
        return json_answer({"now": stamp(system.clock.now()), "next_due": due and stamp(due)})

    @hooks.post("/jobs/<name>")
    def job(name: str) -> Response:
        if name not in JOBS:
            raise Turned(404, f"no job {name}; there are: {', '.join(JOBS)}")
        given = json_object() if request.content_length else {}
        return json_answer({"done": JOBS[name](system, given)})

    @hooks.get("/show/<thing>")
    def show_thing(thing: str) -> Response:
        with system.db.read() as db:
            found = show.show(system, db, thing, request.args.get("id", ""))
        if found is None:
            raise Turned(404, f"no {thing} {request.args.get('id', '')}; things: {', '.join(show.THINGS)}")
        return json_answer(found)

    return hooks


def _moment(name: str, text: Any) -> datetime:
    try:
        return moment_of(text)
    except (ValueError, TypeError):
        raise Turned(400, f"{name}: expected a time such as 2026-11-23T09:00:00+07:00, seen {text!r}") from None


def _work_queue(system: System, given: dict[str, Any]) -> int:
    return system.duties.run()


def _take_up_files(system: System, given: dict[str, Any]) -> int:
    try:
        return system.tides.run()
    except DropOffTrouble as trouble:
        raise Turned(502, str(trouble)) from trouble


def _measure(system: System, given: dict[str, Any]) -> int:
    station, values = given.get("station"), given.get("values")
    if not isinstance(station, str) or not isinstance(values, dict):
        raise Turned(400, f"expected a station and its values by parameter, seen {given!r}")
    at = _moment("at", given["at"]) if "at" in given else None
    try:
        return system.probes.take(station, values, at)
    except BadMeasurement as wrong:
        raise Turned(400, str(wrong)) from wrong


JOBS: dict[str, Job] = {
    "work_queue": _work_queue,
    "take_up_files": _take_up_files,
    "measure": _measure,
}
