"""What a load server serves: the simulators as they are, and beside them the same bytes from less."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response, request

from partnerlab.bench import replay
from partnerlab.lab.journal import Journal

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]
QUIET = (200_000, 10, 1_000)
"""A journal is many objects and no cycles: to look for some every 700 of them is a quarter of a look-up's cost."""

_JSON = [("Content-Type", "application/json")]


def simulators() -> Wsgi:
    """Every simulator, told apart by its path: contracts judged both ways, journal, state."""
    stage = replay.played()
    what = replay.asked(stage)
    gc.set_threshold(*QUIET)
    stage.lab.journal = Journal(keep=10_000)
    apps = {asked.path: stage.lab.simulators[asked.simulator] for asked in what.values()}
    return lambda environ, start_response: apps[environ["PATH_INFO"]].wsgi_app(environ, start_response)


def plain_flask() -> Wsgi:
    """A view that returns the same bytes, and knows nothing."""
    with replay.played() as stage:
        what = replay.asked(stage)
    app = Flask("plain", static_folder=None)

    @app.get(what["GET"].path)
    def look_up() -> Response:
        return Response(what["GET"].answer, mimetype="application/json")

    @app.post(what["POST"].path)
    def change() -> Response:
        request.get_json()
        return Response(what["POST"].answer, mimetype="application/json")

    return app


def bare_wsgi() -> Wsgi:
    """The same bytes from no framework at all: what the server itself costs."""
    with replay.played() as stage:
        answers = {asked.path: asked.answer for asked in replay.asked(stage).values()}

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        body = answers[environ["PATH_INFO"]]
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        start_response("200 OK", [*_JSON, ("Content-Length", str(len(body)))])
        return [body]

    return app
