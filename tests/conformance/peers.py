"""Implementations to verify, over sockets: the simulators, and what stands before them and spoils their answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests
from flask import Flask, Response, request

from partnerlab.lab import deployment as deployments
from partnerlab.lab.channels.socket_http import HttpServer
from partnerlab.lab.environment import variables
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.system_under_test import nobody

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


@contextmanager
def spoilt(url: str, distort: Distort, path: str = "/ws/d") -> Iterator[str]:
    """An address that asks `url` and spoils the answers of the paths that begin so."""
    app = Flask("spoilt")

    @app.route("/", methods=["HEAD", "GET"], defaults={"rest": ""})
    @app.route("/<path:rest>", methods=["GET", "POST", "PUT", "HEAD"])
    def passed_on(rest: str) -> Response:
        headers = {name: value for name, value in request.headers.items() if name != "Host"}
        query, body = request.query_string.decode("latin-1"), request.get_data()
        answer = requests.request(request.method, f"{url}/{rest}?{query}", headers=headers, data=body, timeout=5)
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
