"""The RWC's own test hooks: its jobs."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from flask import Blueprint

from reference.common import hooks
from reference.common.hooks import Argument, Job, SystemHooks, moment, required
from reference.rwc.hooks.inspection import THINGS
from reference.rwc.measurements.probes import BadMeasurement
from reference.rwc.system import System

_STATION = re.compile(r"[A-Z][0-9]{1,2}")
ARGUMENTS = {
    "station": Argument("a code such as S1", lambda value: isinstance(value, str) and bool(_STATION.fullmatch(value))),
    "every_minutes": Argument(
        "a number of minutes from 1 to 1440", lambda value: type(value) is int and 1 <= value <= 1440
    ),
    "values": Argument("values by parameter", lambda value: isinstance(value, dict)),
    "at": Argument("a time such as 2026-11-23T09:00:00+07:00", lambda value: bool(moment("at", value))),
}


def hooks_blueprint(system: System) -> Blueprint:
    """Everything under /_test."""
    return hooks.hooks_blueprint(system, HOOKS)


def _work_queue(system: System, given: dict[str, Any]) -> int:
    return system.duties.run()


def _take_up_files(system: System, given: dict[str, Any]) -> int:
    return system.files.run()


def _measure(system: System, given: dict[str, Any]) -> int:
    station, values = required(given, ARGUMENTS, "station", "values")
    at = moment("at", given["at"]) if "at" in given else None
    return system.probes.take(station, values, at)


def _log(system: System, given: dict[str, Any]) -> int:
    station, start, minutes, values = required(given, ARGUMENTS, "station", "at", "every_minutes", "values")
    begin = moment("at", start)
    if begin <= system.clock.now():
        raise BadMeasurement("at: expected a moment that is still to come")
    if not values or not all(isinstance(series, list) and series for series in values.values()):
        raise BadMeasurement("values: expected a list of values by parameter")
    return system.loggers.enter(station, begin, timedelta(minutes=minutes), values)


JOBS: dict[str, Job[System]] = {
    "work_queue": _work_queue,
    "take_up_files": _take_up_files,
    "measure": _measure,
    "log": _log,
}
HOOKS: SystemHooks[System] = SystemHooks(
    name="reference-rwc",
    version="0.1.0",
    jobs=JOBS,
    arguments=ARGUMENTS,
    things=THINGS,
    refusals={BadMeasurement: 400},
)
