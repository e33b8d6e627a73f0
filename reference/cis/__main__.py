"""Run the system as a process: `python -m reference.cis --port 8080`.

Settings come from the JSON file of `--settings` (or CIS_SETTINGS) and from CIS_<NAME> variables; with `--lab`, from
the variables by which a lab tells any customer system where its partners are.
"""

from __future__ import annotations

import argparse
import logging
import os

from werkzeug.serving import make_server

from reference.cis.app import create_app
from reference.cis.settings import Settings, settings_from
from reference.common.http_api import RequestHandler


def main() -> None:
    """Serve until interrupted."""
    chosen = _arguments()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for chatty in ("urllib3", "asyncssh", "werkzeug"):  # they log addresses: keys and numbers of people stand in some
        logging.getLogger(chatty).setLevel(logging.WARNING)
    settings = _settings(chosen)
    app = create_app(settings)
    if not settings.test_hooks:
        app.extensions["cis"].worker().start()
    server = make_server(chosen.host, chosen.port, app, threaded=True, request_handler=RequestHandler)
    print(f"reference CIS at http://{chosen.host}:{server.server_port}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.shutdown()


def _settings(chosen: argparse.Namespace) -> Settings:
    if chosen.lab:
        return settings_from(os.environ)
    return Settings.from_env({**os.environ, **({"CIS_SETTINGS": chosen.settings} if chosen.settings else {})})


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m reference.cis", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8080, help="0 takes any free port")
    parser.add_argument("--settings", help="JSON file with the settings")
    parser.add_argument("--lab", action="store_true", help="take the settings from the variables of a lab")
    return parser.parse_args()


if __name__ == "__main__":
    main()
