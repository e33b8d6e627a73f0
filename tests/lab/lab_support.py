"""A system under test that only listens, and a client's view of the simulators."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import requests

from partnerlab.contract.http import message as wire
from partnerlab.contract.http.message import Answer, Request
from partnerlab.lab.channels.in_process_http import session
from partnerlab.lab.exchange.simulator_app import simulator_apps
from partnerlab.lab.exchange.size_limits import USUAL, SizeLimits
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.system_under_test import System

NOON = datetime(2026, 11, 23, 12, 0)
"""A Monday on which the registers are open."""


@contextmanager
def lab_at_noon(kit: Registry, system: System | None = None, limits: SizeLimits = USUAL) -> Iterator[Lab]:
    """A lab on Monday 23 November 2026 at noon, closed in the end."""
    lab = Lab(kit, limits=limits)
    if system is not None:
        lab.system = system
    lab.reset(NOON)
    try:
        yield lab
    finally:
        lab.close()


@dataclass
class Listener:
    """A system under test without test hooks: keeps what arrives, and answers what `answer` says."""

    where: str = "a listener"
    heard: list[Request] = field(default_factory=list)
    answer: Callable[[Request], Answer] = lambda message: json_answer({"responseCode": "0000"})

    def call(self, message: Request) -> Answer:
        if message.path.startswith("/_test"):
            return wire.answer(404, {}, b"")
        self.heard.append(message)
        return self.answer(message)

    def close(self) -> None:
        """Nothing is open."""


def json_answer(body: Any, status: int = 200) -> Answer:
    return wire.answer(status, {"content-type": wire.JSON}, wire.encode(body, wire.JSON))


class Client:
    """Asks simulators as a system under test does: by its own HTTP client, with the keys it was given."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.http = session(simulator_apps(lab))
        self.base = "http://dga_gdx.lab"

    def key(self, name: str) -> str:
        return self.lab.credentials.of("dga_gdx", name)

    def get(self, path: str, query: dict[str, str], timeout: float | None = 10, **headers: str) -> requests.Response:
        found = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.http.get(f"{self.base}{path}", params=query, headers=found, timeout=timeout)

    def validate(self, timeout: float | None = 10, **other: str) -> requests.Response:
        given = {"ConsumerSecret": self.key("consumer_secret"), "AgentID": self.key("agent_pid")}
        key = other.pop("key", self.key("consumer_key"))
        return self.get("/ws/auth/validate", given | other, timeout, Consumer_Key=key)

    def token(self) -> str:
        return str(self.validate().json()["Result"])

    def officer(self, token: str, **headers: str) -> requests.Response:
        given = {"Consumer": self.key("consumer_key"), "CitizenID": self.key("agent_pid")}
        found = {"Consumer_Key": self.key("consumer_key"), "Token": token} | headers
        return self.get("/ws/dopa/linkage/v1/agent/permission", given, **found)

    def person(self, token: str, pid: str, timeout: float | None = 10) -> requests.Response:
        given = {"OfficeID": "00023", "ServiceID": "001", "Version": "01", "CitizenID": pid}
        return self.get("/ws/dopa/linkage/v1/link", given, timeout, Consumer_Key=self.key("consumer_key"), Token=token)
