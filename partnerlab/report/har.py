"""The exchanges of an event stream as HAR 1.2, which browsers and HTTP tools open.

HAR knows only HTTP: a file stands as a PUT to an address that begins with its channel, and an answer that never came
has status 0. What HAR has no place for stands in fields that begin with `_`, as it asks. Times are those of the lab.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from partnerlab import __version__

Event = Mapping[str, Any]

_OWN = ("number", "parent", "sender", "receiver", "via", "operation", "lost", "faults", "findings")


def har(events: Iterable[Event]) -> dict[str, Any]:
    """A HAR of every exchange among the events; as much is covered in it as in them."""
    entries = [_entry(event) for event in events if event.get("event") == "exchange"]
    return {"log": {"version": "1.2", "creator": {"name": "partnerlab", "version": __version__}, "entries": entries}}


def _entry(event: Event) -> dict[str, Any]:
    waited = _milliseconds(event["left"], event["answered"])
    return {
        "startedDateTime": event["left"],
        "time": waited,
        "request": _request(event),
        "response": _response(event["answer"]),
        "cache": {},
        "timings": {"send": 0, "wait": waited, "receive": 0},
        "comment": "; ".join(f"{finding['where']}: {finding['rule']}" for finding in event["findings"]),
    } | {f"_{name}": event[name] for name in _OWN if name in event}


def _request(event: Event) -> dict[str, Any]:
    message = event["request"]
    method, _, target = message["line"].partition(" ")
    scheme = "http" if event["channel"] == "http" else event["channel"]
    told = {
        "method": method,
        "url": f"{scheme}://{event.get('via') or event['receiver']}.lab{target}",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(message["headers"]),
        "queryString": [
            {"name": name, "value": value}
            for name, value in parse_qsl(target.partition("?")[2], keep_blank_values=True)
        ],
        "headersSize": -1,
        "bodySize": message["size"],
    }
    return told | ({"postData": {"mimeType": message["media"], "text": message["body"]}} if message["size"] else {})


def _response(answer: Mapping[str, Any] | None) -> dict[str, Any]:
    status = answer["status"] if answer else 0
    return {
        "status": status,
        "statusText": _phrase(status),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(answer["headers"] if answer else {}),
        "content": {
            "size": answer["size"] if answer else 0,
            "mimeType": answer["media"] if answer else "",
            "text": answer["body"] if answer else "",
        },
        "redirectURL": "",
        "headersSize": -1,
        "bodySize": answer["size"] if answer else -1,
    }


def _pairs(named: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in named.items()]


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _milliseconds(left: str, answered: str | None) -> float:
    """How long the answer took in the lab's time; nothing where there is none."""
    if answered is None:
        return 0
    return (datetime.fromisoformat(answered) - datetime.fromisoformat(left)).total_seconds() * 1000
