"""Read the value at a named place of a message: `body/transactionId`, `path/number`, `query/till`, `header/X-Trace`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from partnerlab.contract.http.message import Answer, Request, encode

_PARTS = {"query": "query", "path": "params", "header": "headers"}
"""Where a message keeps what stands outside its body."""


def value_at(message: Request | Answer, place: str) -> str | None:
    """What stands at a place of a message, as text; None where nothing does."""
    part, steps = _parsed(place)
    if part == "status":
        return str(getattr(message, "status", ""))
    value: Any = getattr(message, part)
    for step in steps:
        value = value.get(step) if type(value) is dict else inside(value, step)
    if value is None or type(value) is str:  # nearly every one
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if isinstance(value, Mapping | list) else str(value)


@lru_cache(maxsize=4096)
def _parsed(place: str) -> tuple[str, tuple[str, ...]]:
    """Where a message keeps the part, and the names below it."""
    part, *steps = place.split("/")
    return _PARTS.get(part, part), tuple(step.lower() for step in steps) if part == "header" else tuple(steps)


def inside(value: Any, step: str) -> Any:
    """What stands under a name of an object, or at a number of a list; None where nothing does."""
    if isinstance(value, Mapping):
        return value.get(step)
    if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
        return value[int(step)]
    return None


def remove_value(message: Request, place: str) -> None:
    """Remove the value at a place of the query, the headers or the body, if there is one."""
    side, _, name = place.partition("/")
    if side == "query":
        message.query = {key: value for key, value in message.query.items() if key != name}
    elif side == "header":
        message.headers = {key: value for key, value in message.headers.items() if key != name.lower()}
    else:
        *above, last = name.split("/")
        inner: Any = message.body
        for part in above:
            inner = inside(inner, part)
        inner.pop(last, None)
        message.raw = encode(message.body, message.media)


def add_value(message: Request | Answer, place: str, value: Any) -> None:
    """Put one more value at a place of the query, the headers or the body; the last step may be new."""
    side, _, name = place.partition("/")
    if side == "query" and isinstance(message, Request):
        message.query = {**message.query, name: str(value)}
    elif side == "header":
        message.headers = {**message.headers, name.lower(): str(value)}
    else:
        *above, last = name.split("/")
        inner: Any = message.body
        for part in above:
            inner = inner[int(part)] if isinstance(inner, list) else inner[part]
        inner[last] = value
        message.raw = encode(message.body, message.media)
