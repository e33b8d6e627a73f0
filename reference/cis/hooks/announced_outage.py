"""An area without water as a rehearsal gives it."""

from __future__ import annotations

import re
from typing import Any

from reference.cis.messages import Outage
from reference.common.clock import moment_of, stamp
from reference.common.dates import gregorian_day

_TEXTS = ("area", "starts", "ends", "soi", "reason")
_DEGREES = re.compile(r" *-?[0-9]{1,3}([.][0-9]{1,12})? *\Z")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+]07:00\Z")
_LEAST_CORNERS = 3


def outage_of(given: Any) -> Outage | None:
    """The area described by the data; None if it is malformed."""
    if not isinstance(given, dict) or given.keys() != {*_TEXTS, "branches", "corners"}:
        return None
    branches, corners = given["branches"], given["corners"]
    if not all(isinstance(given[name], str) for name in _TEXTS) or not given["area"]:
        return None
    if not _is_list(branches, lambda each: isinstance(each, str) and bool(each)):
        return None
    if not _is_list(corners, _is_corner) or len(corners) < _LEAST_CORNERS:
        return None
    try:
        starts, ends = (_moment(given[name]) for name in ("starts", "ends"))
    except ValueError:
        return None
    points = [(north, east) for north, east in corners]
    return Outage(given["area"], starts, ends, given["soi"], given["reason"], branches, points)


def _moment(text: str) -> str:
    """A moment of the Gregorian era; ValueError if the text is no such moment."""
    if not _MOMENT.match(text):
        raise ValueError(text)
    gregorian_day(text[:10])
    return stamp(moment_of(text))


def _is_list(value: Any, fits: Any) -> bool:
    return isinstance(value, list) and all(fits(each) for each in value)


def _is_corner(value: Any) -> bool:
    return _is_list(value, lambda each: isinstance(each, str) and bool(_DEGREES.match(each))) and len(value) == 2
