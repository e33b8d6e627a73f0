"""Everything behind one port, each under its own name (`/PARTNER/…`): for servers that serve one application."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from partnerlab.contract.http import message as wire
from partnerlab.lab.channels.channel import ConnectionBroken, NoAnswer

Wsgi = Callable[..., Iterable[bytes]]


class PathRouter:
    """Leads a call to the application named by the first part of its path, which that application does not see."""

    def __init__(self, apps: Mapping[str, Wsgi]) -> None:
        self._apps = apps

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        name, _, rest = environ["PATH_INFO"][1:].partition("/")
        app = self._apps.get(name)
        if app is None:
            return _told(start_response, "404 Not Found", f"nobody is called '{name}'", offers=sorted(self._apps))
        environ["SCRIPT_NAME"], environ["PATH_INFO"] = f"/{name}", f"/{rest}"
        try:
            return app(environ, start_response)
        except (NoAnswer, ConnectionBroken):
            why = f"{name} would be silent or break the line now, which this server cannot do; take the other one"
            return _told(start_response, "501 Not Implemented", why)


def _told(start_response: Any, status: str, message: str, **more: Any) -> Iterable[bytes]:
    body = wire.encode({"Message": message, **more}, wire.JSON)
    start_response(status, [("Content-Type", wire.JSON), ("Content-Length", str(len(body)))])
    return [body]
