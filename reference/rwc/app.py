"""The web application."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import requests
from flask import Flask

from reference.common.http_api import speak_when_refusing
from reference.rwc.hooks.routes import hooks_blueprint
from reference.rwc.settings import Settings
from reference.rwc.system import System


def create_app(settings: Settings | Mapping[str, Any] | None = None, session: requests.Session | None = None) -> Flask:
    """The system as a WSGI application; `session` carries its own calls to partners.

    The running `System` is `app.extensions["rwc"]`.
    """
    settings = Settings.of(settings)
    system = System(settings, session or requests.Session())
    app = Flask(__name__)
    app.extensions["rwc"] = system
    if settings.test_hooks:
        app.register_blueprint(hooks_blueprint(system))
    speak_when_refusing(app, logging.getLogger("reference.rwc"))
    return app
