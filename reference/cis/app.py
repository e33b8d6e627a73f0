"""The web application."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests
from flask import Flask

from reference.cis.answers import speak_when_refusing
from reference.cis.hooks.routes import hooks_blueprint
from reference.cis.partners._common.online_agent import agents_blueprint
from reference.cis.partners.biz_portal.routes import portal_blueprint
from reference.cis.settings import Settings
from reference.cis.system import System

_LARGEST_BODY = 32 * 1024 * 1024  # requests may carry scanned attachments


def create_app(settings: Settings | Mapping[str, Any] | None = None, session: requests.Session | None = None) -> Flask:
    """The system as a WSGI application; `session` carries its own calls to partners.

    The running `System` is `app.extensions["cis"]`.
    """
    settings = Settings.of(settings)
    system = System(settings, session or requests.Session())
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = _LARGEST_BODY
    app.extensions["cis"] = system
    app.register_blueprint(agents_blueprint(system))
    app.register_blueprint(portal_blueprint(system))
    if settings.test_hooks:
        app.register_blueprint(hooks_blueprint(system))
    speak_when_refusing(app)
    return app
