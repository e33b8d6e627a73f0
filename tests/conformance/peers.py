"""Implementations to verify, over sockets: the simulators, and what stands before them and spoils their answers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

import requests
from flask import Flask, Response, request

from partnerlab.lab import deployment as deployments
from partnerlab.lab.channels.socket_http import HttpServer
from partnerlab.lab.environment import variables
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.system_under_test import nobody
from tests.patience import PATIENCE

Distort = Callable[[requests.Response], Response]
GATEWAY = "dga_gdx"


@dataclass
class Good:
    """Every simulator served, with the variables that open it."""

    lab: Lab
    urls: dict[str, str]

    @property
    def url(self) -> str:
        return self.urls[GATEWAY]

    @property
    def variables(self) -> dict[str, str]:
        return variables(self.lab, self.urls)

    def asked(self, operation: str) -> list[Any]:
        return [exchange.request for exchange in self.lab.journal if exchange.operation == operation]


@contextmanager
def good(kit: Registry) -> Iterator[Good]:
    lab = Lab(kit)
    lab.system = nobody()
    with deployments.serve_simulators(lab, "up") as stage:
        yield Good(lab, stage.urls)


def untouched(headers: dict[str, str]) -> None:
    """The headers of a request as they came."""


@contextmanager
def spoilt(
    url: str, distort: Distort, path: str = "/ws/d", mend: Callable[[dict[str, str]], None] = untouched
) -> Iterator[str]:
    """An address that asks `url`, its request's headers mended, and spoils the answers of the paths that begin so."""
    app = Flask("spoilt")

    @app.route("/", methods=["HEAD", "GET"], defaults={"rest": ""})
    @app.route("/<path:rest>", methods=["GET", "POST", "PUT", "HEAD"])
    def passed_on(rest: str) -> Response:
        headers = {name: value for name, value in request.headers.items() if name != "Host"}
        if f"/{rest}".startswith(path):
            mend(headers)
        query, body = request.query_string.decode("latin-1"), request.get_data()
        answer = requests.request(request.method, f"{url}/{rest}?{query}", headers=headers, data=body, timeout=PATIENCE)
        return distort(answer) if f"/{rest}".startswith(path) else like(answer)

    listening = HttpServer(app)
    try:
        yield listening.url
    finally:
        listening.close()


def like(answer: requests.Response, status: int | None = None, content: bytes | None = None) -> Response:
    """The same answer with something else about it."""
    media = answer.headers.get("Content-Type", "text/plain")
    return Response(answer.content if content is None else content, status or answer.status_code, content_type=media)


def stamped(distort: Distort) -> Distort:
    """The same of a map that says when it answers: a simulator says it by its lab's clock, which stands."""

    def now(answer: requests.Response) -> Response:
        spoiled = distort(answer)
        body = spoiled.get_json(silent=True)
        if isinstance(body, dict) and "timeStamp" in body:
            moment = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
            spoiled.data = json.dumps(body | {"timeStamp": moment})
        return spoiled

    return now


@dataclass
class SmallRegister:
    """DBD's register behind a gateway in thirty lines, to be built wrongly in one respect at a time.

    `refused` is the answer to a wrong credential; `seen` are the values that came, by header or parameter.
    """

    keys: Callable[[str | None], bool] = lambda given: given == SmallRegister.KEY
    tokens: Callable[[str | None], bool] = lambda given: given == SmallRegister.TOKEN
    secrets: Callable[[str | None], bool] = lambda given: given == SmallRegister.SECRET
    identifiers: Callable[[str], bool] = lambda given: bool(re.fullmatch("[0-9]{13}", given))
    refused: Callable[[int], Response] = lambda count: SmallRegister.json({"Message": "not allowed"}, 401)
    malformed: Callable[[], Response] = lambda: SmallRegister.json({"Message": "JuristicID"}, 400)

    KEY: ClassVar[str] = "key-3f2a"
    SECRET: ClassVar[str] = "secret-77c1"
    OFFICER: ClassVar[str] = "0000000000116"
    TOKEN: ClassVar[str] = "0a1b2c3d-0000-4000-8000-00000000000e"

    def __post_init__(self) -> None:
        self.seen: dict[str, list[str | None]] = {}
        self.count = 0

    @staticmethod
    def json(body: Any, status: int) -> Response:
        return Response(json.dumps(body), status, content_type="application/json")

    @property
    def variables(self) -> dict[str, str]:
        names = {"CONSUMER_KEY": self.KEY, "CONSUMER_SECRET": self.SECRET, "AGENT_PID": self.OFFICER}
        return {f"DGA_GDX_{name}": value for name, value in names.items()}

    @contextmanager
    def served(self) -> Iterator[str]:
        app = Flask("register")
        app.add_url_rule("/", view_func=lambda: "")
        app.add_url_rule("/ws/auth/validate", view_func=self._validate)
        app.add_url_rule("/ws/dbd/juristic/v4/profile/information", view_func=self._profile)
        listening = HttpServer(app)
        try:
            yield listening.url
        finally:
            listening.close()

    def _validate(self) -> Response:
        secret = self._noted("ConsumerSecret", request.args.get("ConsumerSecret"))
        if not (self.keys(self._noted("Consumer-Key")) and self.secrets(secret)):
            return self._refused()
        return self.json({"Result": self.TOKEN}, 200)

    def _profile(self) -> Response:
        key, token = self._noted("Consumer-Key"), self._noted("Token")
        if not (self.keys(key) and self.tokens(token)):
            return self._refused()
        return Response(status=204) if self.identifiers(request.args.get("JuristicID", "")) else self.malformed()

    def _refused(self) -> Response:
        self.count += 1
        return self.refused(self.count)

    def _noted(self, name: str, value: str | None = None) -> str | None:
        value = request.headers.get(name) if value is None else value
        self.seen.setdefault(name, []).append(value)
        return value
