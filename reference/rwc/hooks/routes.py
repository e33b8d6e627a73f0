"""Hooks for rehearsals only: clock, jobs and looking inside. Never part of a real installation."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request

from reference.common.clock import stamp
from reference.common.file_channels.channel import ChannelUnavailable
from reference.common.hooks import moment, next_now
from reference.common.http_api import HttpError, json_answer, json_object
from reference.rwc.hooks import inspection
from reference.rwc.measurements.probes import BadMeasurement
from reference.rwc.system import System

NAME, VERSION = "reference-rwc", "0.1.0"
Job = Callable[[System, dict[str, Any]], int]
_STATION = re.compile(r"[A-Z][0-9]{1,2}")
_WORDS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "station": ("a code such as S1", lambda value: isinstance(value, str) and bool(_STATION.fullmatch(value))),
    "values": ("values by parameter", lambda value: isinstance(value, dict)),
    "at": ("a time such as 2026-11-23T09:00:00+07:00", lambda value: bool(moment("at", value))),
}


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
        now = next_now(system.clock, json_object())
        system.begin(now)
        system.duties.run_until(now)
        due = system.duties.next_due()
        return json_answer({"now": stamp(system.clock.now()), "next_due": due and stamp(due)})

    @hooks.post("/jobs/<name>")
    def job(name: str) -> Response:
        if name not in JOBS:
            raise HttpError(404, f"no job {name}; there are: {', '.join(JOBS)}")
        return json_answer({"done": JOBS[name](system, _words(json_object()))})

    @hooks.get("/show/<thing>")
    def show_thing(thing: str) -> Response:
        with system.db.read() as db:
            found = inspection.show(system, db, thing, request.args.get("id", ""))
        if found is None:
            raise HttpError(404, f"no {thing} {request.args.get('id', '')}; things: {', '.join(inspection.THINGS)}")
        return json_answer(found)

    return hooks


def _words(given: dict[str, Any]) -> dict[str, Any]:
    """The words of a job: each must be what it should be, also where this job does not need it."""
    for name, value in given.items():
        if name not in _WORDS:
            raise HttpError(400, f"{name}: not known here; there are: {', '.join(_WORDS)}")
        expected, fits = _WORDS[name]
        if not fits(value):
            raise HttpError(400, f"{name}: expected {expected}, seen {value!r}")
    return given


def _work_queue(system: System, given: dict[str, Any]) -> int:
    return system.duties.run()


def _take_up_files(system: System, given: dict[str, Any]) -> int:
    try:
        return system.tides.run()
    except ChannelUnavailable as trouble:
        raise HttpError(502, str(trouble)) from trouble


def _measure(system: System, given: dict[str, Any]) -> int:
    if missing := {"station", "values"} - given.keys():
        raise HttpError(
            400, f"expected a station and its values by parameter, seen no {' and no '.join(sorted(missing))}"
        )
    at = moment("at", given["at"]) if "at" in given else None
    try:
        return system.probes.take(given["station"], given["values"], at)
    except BadMeasurement as wrong:
        raise HttpError(400, str(wrong)) from wrong


JOBS: dict[str, Job] = {
    "work_queue": _work_queue,
    "take_up_files": _take_up_files,
    "measure": _measure,
}
