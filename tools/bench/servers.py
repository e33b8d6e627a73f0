"""What a load server serves: the simulators as they are, and beside them the same bytes from less."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from flask.json.provider import DefaultJSONProvider

from partnerlab.control.server import QUIET
from partnerlab.lab.exchange.simulator_app import simulator_apps
from partnerlab.lab.journal import KEPT
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.partner import Partner
from partnerlab.lab.snapshots import Snapshot, restore_snapshot, take_snapshot
from tools.bench import recorded_exchanges
from tools.bench.machine import most_mb

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]
STATES, _FAR = 2_000, 1_000
"""How many states are loaded, and of whom: companies that the story does not meet."""

MEMORY, MORE_STATES, NO_STATES = "/memory", "/states", "/no-states"
"""Where the simulators tell how much they take, and where so many states are loaded and taken away again."""

PLAYED = "PARTNERLAB_BENCH_PLAYED"
"""The variable that names the file in which the played story is saved."""

_JSON = [("Content-Type", "application/json")]


def simulators() -> Wsgi:
    """Every simulator, told apart by its path: contracts judged both ways, journal, state."""
    lab, what = _lab(), _played().asked
    apps: dict[str, Wsgi] = {asked.path: simulator_apps(lab)[asked.simulator].wsgi_app for asked in what.values()}
    apps[MORE_STATES], apps[NO_STATES] = partial(_more_states, lab), partial(_no_states, lab, take_snapshot(lab))
    apps[MEMORY] = _memory
    return lambda environ, start_response: apps[environ["PATH_INFO"]](environ, start_response)


def _played() -> recorded_exchanges.Played:
    return recorded_exchanges.load(Path(os.environ[PLAYED]))


def _lab() -> Lab:
    gc.set_threshold(*QUIET)
    return _played().lab(KEPT)


def _about_companies(partner: Partner) -> list[str]:
    return [name for name, state in partner.states["states"].items() if state.get("of") == "company"]


def _more_states(lab: Lab, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Put many companies into named states, of each partner that has any."""
    stated = [(partner, state) for partner in lab.kit.partners.values() for state in _about_companies(partner)]
    for number, (partner, state) in zip(range(STATES), cycle(stated), strict=False):
        lab.set_state(partner.name, state, of=lab.world.company(_FAR + number))
    return _said(str(STATES), start_response)


def _no_states(lab: Lab, before: Snapshot, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Let everything be as it was before."""
    restore_snapshot(lab, before)
    return _said("0", start_response)


def _memory(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    return _said(f"{most_mb():.1f}", start_response)


def _said(text: str, start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(text)))])
    return [text.encode()]


def plain_flask() -> Wsgi:
    """Views that return the same bytes as views do, written from a dictionary, and know nothing."""
    app = Flask("plain", static_folder=None)
    app.json = DefaultJSONProvider(app)
    app.json.ensure_ascii, app.json.sort_keys = False, False
    found = {method: app.json.loads(asked.answer) for method, asked in _played().asked.items()}
    return _views(app, lambda method: app.json.dumps(found[method], separators=(",", ":")))


def flask_of_ready_bytes() -> Wsgi:
    """The same views that need not even write their answers."""
    found = {method: asked.answer for method, asked in _played().asked.items()}
    return _views(Flask("ready", static_folder=None), found.__getitem__)


def _views(app: Flask, answer: Callable[[str], str | bytes]) -> Wsgi:
    what = _played().asked

    @app.get(what["GET"].path)
    def look_up() -> Response:
        return Response(answer("GET"), mimetype="application/json")

    @app.post(what["POST"].path)
    def change() -> Response:
        request.get_json()
        return Response(answer("POST"), mimetype="application/json")

    return app


def bare_wsgi() -> Wsgi:
    """The same bytes from no framework at all: what the server itself costs."""
    answers = {asked.path: asked.answer for asked in _played().asked.values()}

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        body = answers[environ["PATH_INFO"]]
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        start_response("200 OK", [*_JSON, ("Content-Length", str(len(body)))])
        return [body]

    return app
