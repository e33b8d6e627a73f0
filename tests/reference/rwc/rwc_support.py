"""The raw-water system as others see it, and stand-ins for the partners it calls."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests
from flask import Flask
from requests.adapters import BaseAdapter

Reply = tuple[int, Any] | Exception
TODAY = "2026-11-10"
SETTINGS: dict[str, Any] = {
    "test_hooks": True,
    "partners": {
        "rid_dams": {"url": "http://rid", "api_key": "key"},
        "hii_thaiwater": {"url": "http://hii", "api_key": "key"},
        "hydrographic": {"sftp_home": "hydrographic"},
    },
}
"""A system that has what its adapters need."""


def dam(number: str = "100301", **figures: Any) -> dict[str, Any]:
    whole = {"storage": 960, "dead_storage": 3, "volume": 800.5, "percent_storage": 83.4, "inflow": 3.5, "outflow": 2}
    return {"id": number, "name": "เขื่อน"} | whole | figures


def day_list(day: str, *dams: dict[str, Any], kind: str = "dam") -> dict[str, Any]:
    return {"document": "", "date": day, "total": len(dams), "data": [{"region": "ภาคกลาง", kind: list(dams)}]}


@dataclass
class Partners(BaseAdapter):
    """Answers in place of partners: as `answer` says, of path and body, or in good order. `today` is their date."""

    answer: Callable[[str, Any], Reply] | None = None
    calls: list[tuple[str, Any]] = field(default_factory=list)
    today: str = TODAY

    def usual(self, path: str, body: Any) -> Reply:
        """Every partner in good order: a dam for each day, and everything taken."""
        if "/reservoir/api/" in path:
            kind, tail = path.split("/")[3], path.rpartition("/")[2]
            row = dam() if kind == "dam" else dam("rsv22")
            return 200, day_list(self.today if tail == "public" else tail, row, kind=kind)
        return 200, {"result": "OK", "data": {"accepted": 1}}

    def send(self, request: requests.PreparedRequest, **_: Any) -> requests.Response:  # type: ignore[override]
        path, body = str(urlsplit(request.url or "").path), json.loads(request.body) if request.body else None
        self.calls.append((path, body))
        reply = (self.answer or self.usual)(path, body)
        if isinstance(reply, Exception):
            raise reply
        response = requests.Response()
        response.status_code, found = reply
        response._content = found.encode() if isinstance(found, str) else json.dumps(found).encode()
        return response

    def close(self) -> None:
        """Nothing is open."""


class Rwc:
    """The system behind its WSGI border."""

    def __init__(self, app: Flask, partners: Partners) -> None:
        self.app, self.partners = app, partners
        self.web: Any = app.test_client()

    def clock(self, text: str) -> dict[str, Any]:
        """Set the clock, given as `2026-11-10 09:00`."""
        self.partners.today = text[:10]
        return self.ok(self.web.put("/_test/clock", json={"now": text.replace(" ", "T") + ":00+07:00"}))

    def job(self, name: str, **given: Any) -> dict[str, Any]:
        return self.ok(self.web.post(f"/_test/jobs/{name}", json=given))

    def show(self, thing: str, name: str) -> dict[str, Any]:
        return self.ok(self.web.get(f"/_test/show/{thing}", query_string={"id": name}))

    def reading(self, name: str) -> tuple[Any, str]:
        found = self.show("reading", name)
        return found["value"], found["quality"]

    def asked(self, under: str) -> list[str]:
        """The paths under one that were asked, in order; other feeds are asked meanwhile."""
        return [path for path, _ in self.partners.calls if path.startswith(under)]

    @staticmethod
    def ok(answer: Any) -> dict[str, Any]:
        assert answer.status_code == 200, answer.data.decode()
        found: dict[str, Any] = answer.json
        return found
