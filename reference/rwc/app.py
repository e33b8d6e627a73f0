"""The raw-water system as a Flask app: the routes of every adapter, and the test hooks where they are switched on."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import requests
from flask import Flask

from reference.common import discovery
from reference.common.http_api import install_error_handlers
from reference.rwc.adapter import Adapter
from reference.rwc.hooks.routes import hooks_blueprint
from reference.rwc.settings import PARTNERS, Settings
from reference.rwc.system import System


def create_app(
    settings: Settings | Mapping[str, Any] | None = None,
    session: requests.Session | None = None,
    adapters: Mapping[str, Adapter] | None = None,
) -> Flask:
    """The system as a WSGI application; `session` carries its own calls to partners.

    `adapters` are those of the folders below `partners/`, unless a test brings its own. The running `System` is
    `app.extensions["rwc"]`.
    """
    settings = Settings.of(settings)
    adapters = discovery.adapters(PARTNERS) if adapters is None else adapters
    system = System(settings, session or requests.Session(), adapters)
    app = Flask(__name__)
    app.extensions["rwc"] = system
    if settings.test_hooks:
        app.register_blueprint(hooks_blueprint(system))
    install_error_handlers(app, logging.getLogger("reference.rwc"))
    return app
