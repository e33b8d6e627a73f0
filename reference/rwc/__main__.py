"""Run the system as a process: `python -m reference.rwc --port 8090`.

Settings come from the JSON file of RWC_SETTINGS, then from RWC_<NAME> and <PARTNER>_<NAME> variables; with `--lab`,
from the variables of a lab alone.
"""

from __future__ import annotations

import argparse
import logging
import os

from werkzeug.serving import make_server

from reference.common.http_api import RequestHandler
from reference.rwc.app import create_app
from reference.rwc.settings import Settings, settings_from


def main() -> None:
    """Serve until interrupted."""
    chosen = _arguments()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    settings = settings_from(os.environ) if chosen.lab else Settings.from_env()
    app = create_app(settings)
    if not settings.test_hooks:
        app.extensions["rwc"].worker().start()
    server = make_server(chosen.host, chosen.port, app, threaded=True, request_handler=RequestHandler)
    print(f"reference RWC at http://{chosen.host}:{server.server_port}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.shutdown()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m reference.rwc", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8090, help="0 takes any free port")
    parser.add_argument("--lab", action="store_true", help="take the settings from the variables of a lab")
    return parser.parse_args()


if __name__ == "__main__":
    main()
