"""The CIS as a Flask app: the routes of every adapter, and the test hooks where they are switched on."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import requests
from flask import Blueprint, Flask, Response, request

from reference.cis.adapter import Adapter, Core, Link
from reference.cis.hooks.routes import hooks_blueprint
from reference.cis.settings import PARTNERS, Settings
from reference.cis.system import System
from reference.common import discovery, http_api

_LARGEST_BODY = 32 * 1024 * 1024  # requests may carry scanned attachments
_READS = frozenset(("GET", "HEAD", "OPTIONS"))
_Routes = Callable[[Core, Sequence[Link]], Blueprint]


def create_app(
    settings: Settings | Mapping[str, Any] | None = None,
    session: requests.Session | None = None,
    adapters: Mapping[str, Adapter] | None = None,
) -> Flask:
    """The system as a WSGI application; `session` carries its own calls to partners.

    `adapters` are those of the folders below `partners/`, unless a test brings its own. The running `System` is
    `app.extensions["cis"]`.
    """
    settings = Settings.of(settings)
    adapters = discovery.adapters(PARTNERS) if adapters is None else adapters
    forms = {name: given.get("form") for name, given in settings.partners.items()}
    adapters = {name: adapter.in_form(forms.get(name)) for name, adapter in adapters.items()}
    system = System(settings, session or requests.Session(), adapters)
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = _LARGEST_BODY
    app.extensions["cis"] = system
    refusals = _mount(app, system, adapters)
    if settings.test_hooks:
        app.register_blueprint(hooks_blueprint(system))
    if settings.work_in_call:
        app.after_request(lambda response: _work_after(system, response))
    http_api.install_error_handlers(app, logging.getLogger("reference.cis"), lambda *why: _refusal(refusals, *why))
    return app


def _mount(app: Flask, system: System, adapters: Mapping[str, Adapter]) -> dict[str, http_api.Shape]:
    """Mount the routes of all adapters, those that several share once; how each address words its refusals."""
    shared: dict[_Routes, list[str]] = {}
    for name, adapter in adapters.items():
        if adapter.routes is not None:
            shared.setdefault(adapter.routes, []).append(name)
    refusals: dict[str, http_api.Shape] = {}
    for routes, names in shared.items():
        blueprint = routes(system, [system.links[name] for name in names])
        if not blueprint.url_prefix:
            raise ValueError(f"{', '.join(names)}: routes need a url_prefix, below which their refusals are theirs")
        app.register_blueprint(blueprint)
        refusals[f"{blueprint.url_prefix}/"] = adapters[names[0]].refusal or http_api.plain_error
    return refusals


def _refusal(refusals: Mapping[str, http_api.Shape], status: int, message: str) -> dict[str, Any]:
    for prefix, shaped in refusals.items():
        if request.path.startswith(prefix):
            return shaped(status, message)
    return http_api.plain_error(status, message)


def _work_after(system: System, response: Response) -> Response:
    """Do the work that a changing call made due, after its caller has the answer."""
    if request.method not in _READS:
        response.call_on_close(system.duties.run)
    return response
