"""What a load server serves: the simulators as they are, and beside them the same bytes from less."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from flask.json.provider import DefaultJSONProvider

from partnerlab.control.app import Control
from partnerlab.control.controller import LabController
from partnerlab.control.server import QUIET
from partnerlab.lab.channels.path_router import PathRouter
from partnerlab.lab.exchange.simulator_app import simulator_apps
from partnerlab.lab.journal import KEPT
from partnerlab.page.app import beside_control
from tools.bench import recorded_exchanges

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]
PLAYED = "PARTNERLAB_BENCH_PLAYED"
"""The variable that names the file in which the played story is saved."""

_JSON = [("Content-Type", "application/json")]


def simulators() -> Wsgi:
    """What `partnerlab up --server granian` serves, with the story played: judged both ways, journalled."""
    gc.set_threshold(*QUIET)
    lab = _played().lab(KEPT)
    lab.personal_data.active = lab.message_times.active = False
    apps = simulator_apps(lab)
    return beside_control(Control(LabController(lab, dict.fromkeys(apps, "")), None), PathRouter(dict(apps)))


def _played() -> recorded_exchanges.Played:
    return recorded_exchanges.load(Path(os.environ[PLAYED]))


def plain_flask() -> Wsgi:
    """Views that return the same bytes as views do, written from a dictionary, and know nothing."""
    app = Flask("plain", static_folder=None)
    app.json = DefaultJSONProvider(app)
    app.json.ensure_ascii, app.json.sort_keys = False, False
    for kind, asked in _played().asked.items():
        view = partial(_view, app, app.json.loads(asked.answer))
        app.add_url_rule(address(asked), kind, view, methods=[asked.method])
    return app


def _view(app: Flask, answer: Any) -> Response:
    if request.method == "POST":
        request.get_json()
    return Response(app.json.dumps(answer, separators=(",", ":")), mimetype="application/json")


def bare_wsgi() -> Wsgi:
    """The same bytes from no framework at all: what the server itself costs."""
    answers = {address(asked): asked.answer for asked in _played().asked.values()}

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        body = answers[environ["PATH_INFO"]]
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        start_response("200 OK", [*_JSON, ("Content-Length", str(len(body)))])
        return [body]

    return app


def address(asked: recorded_exchanges.Asked) -> str:
    """Behind one port each simulator stands under its name."""
    return f"/{asked.simulator}{asked.path}"
