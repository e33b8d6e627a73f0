"""The control API as a Flask app: its contract is the routing table, judges every request, and names the functions."""

from __future__ import annotations

import hmac
import ipaddress
from functools import lru_cache
from io import BytesIO
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response
from flask import request as flask_request

from partnerlab.contract.document_store import DocumentStore
from partnerlab.contract.http import message as wire
from partnerlab.contract.http.document import OpenApiDocument
from partnerlab.contract.http.message import Request
from partnerlab.contract.http.operation import Operation
from partnerlab.control import operations
from partnerlab.control.control_errors import (
    BAD_REQUEST,
    CONFLICT,
    FORBIDDEN,
    METHOD_NOT_ALLOWED,
    NOT_FOUND,
    ControlError,
    contract_error,
)
from partnerlab.control.controller import LabController
from partnerlab.errors import InputError
from partnerlab.lab.exchange.size_limits import WrongSize
from partnerlab.lab.exchange.wsgi_request import from_environ
from partnerlab.lab.partners.registry import default_root

ROOT = "/__lab"
CONTRACT = "_control/control.openapi.yaml"
_VERBS = ["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "TRACE"]


_ASKS_PARTNERS = frozenset({"registers"})
"""What only reads, but asks simulators for it, which a scenario that is being played would notice."""


class Control(Flask):
    """Controls one lab.

    Without a `token` only calls from this machine are accepted; with one, every call that shows it.
    """

    def __init__(self, desk: LabController, token: str | None = None) -> None:
        super().__init__(__name__, static_folder=None)
        self.desk = desk
        self._token = token
        library = _library(desk)
        self.contract = library.document(CONTRACT)
        self.document = _document(library)
        for path in (ROOT, f"{ROOT}/<path:rest>"):
            self.add_url_rule(
                path, endpoint=path, view_func=self._view, methods=_VERBS,
                strict_slashes=False, provide_automatic_options=False,
            )  # fmt: skip
        self.register_error_handler(404, lambda error: _told(self._unknown(_head_of(flask_request.environ))))

    def _view(self, rest: str = "") -> Response:
        try:
            message = from_environ(flask_request.environ, largest=self.desk.lab.limits.body)
            self._admit(flask_request.environ, message)
            return self._answer(message)
        except ControlError as trouble:
            return _told(trouble)
        except WrongSize as bad:
            do = "send the whole of a smaller body; files go to the drop-off"
            return _told(ControlError(BAD_REQUEST, f"the body is {bad.rule}", do, bad.expected, str(bad)))
        except InputError as bad:
            return _told(ControlError(BAD_REQUEST, str(bad), "send something that exists: GET /__lab/openapi.json"))

    def _answer(self, message: Request) -> Response:
        if message.method == "HEAD":
            message.method = "GET"
        operation = self.document.route(message)
        if operation is None:
            return self._elsewhere(message)
        for finding in operation.judge_request(message):
            raise contract_error(finding, operation.id)
        if self.desk.run.playing and (operation.method != "GET" or operation.id in _ASKS_PARTNERS):
            do = "wait until the run is over: GET /__lab/run says when"
            raise ControlError(CONFLICT, "scenarios are being played in this lab", do, "no run", operation.id)
        if operation.id == "contract":
            return _json(200, self.contract)
        found = function(operation)(self.desk, message)
        return _json(*(found if isinstance(found, tuple) else (200, found)))

    def _admit(self, environ: dict[str, Any], message: Request) -> None:
        """Only this machine, by a name of its own: a page in somebody's browser must not reach in by another."""
        if self._token is not None:
            shown = message.headers.get("authorization", "")
            if not hmac.compare_digest(shown.encode(), f"Bearer {self._token}".encode()):
                do = "send the header 'Authorization: Bearer TOKEN' with the token that was given to `up`"
                raise ControlError(FORBIDDEN, "the control needs its token", do, "the token", "none, or another")
            return
        asked = urlsplit(f"//{message.headers.get('host', 'localhost')}").hostname or ""
        for what in (environ.get("REMOTE_ADDR", "127.0.0.1"), "127.0.0.1" if asked == "localhost" else asked):
            if not _of_this_machine(what):
                do = "call it from the machine it runs on, at 127.0.0.1; or give `up` a --control-token"
                raise ControlError(FORBIDDEN, "the control is for this machine alone", do, "a loopback address", what)

    def _elsewhere(self, message: Request) -> Response:
        """Answer an unknown method: 405 with those that the path has; `ControlError` for an unknown path."""
        known = self.document.operations.values()
        allowed = [each.method for each in known if each.pattern.fullmatch(message.path)]
        if not allowed:
            raise self._unknown(message)
        trouble = ControlError(
            METHOD_NOT_ALLOWED, f"{message.path} has no {message.method}", "GET /__lab/openapi.json tells all of it",
            " or ".join(allowed), message.method,
        )  # fmt: skip
        response = Response(status=204) if message.method == "OPTIONS" else _told(trouble)
        response.headers["Allow"] = ", ".join(allowed)
        return response

    def _unknown(self, message: Request) -> ControlError:
        known = [f"{operation.method} {operation.path}" for operation in self.document.operations.values()]
        do = "GET /__lab/openapi.json tells all of it"
        return ControlError(
            NOT_FOUND, f"the control has no {message.line}", do, f"one of {', '.join(known)}", message.line
        )


def _head_of(environ: dict[str, Any]) -> Request:
    return from_environ(environ | {"wsgi.input": BytesIO(), "CONTENT_LENGTH": "0"})


def _library(desk: LabController) -> DocumentStore:
    """The control's own contract comes with this installation, whatever kit the lab has."""
    own = default_root()
    return desk.lab.kit.documents if desk.lab.kit.root == own else DocumentStore(own / "contracts")


@lru_cache(maxsize=1)
def _document(library: DocumentStore) -> OpenApiDocument:
    """Compiled once for all labs of a kit, as the partners' are; a library reads a document once as well."""
    return OpenApiDocument(library, CONTRACT)


def function(operation: Operation, module: ModuleType = operations) -> Any:
    """What answers an operation."""
    return getattr(module, operation.id)


def _of_this_machine(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _told(trouble: ControlError) -> Response:
    return _json(trouble.status, trouble.body())


def _json(status: int, body: Any, media: str = wire.JSON) -> Response:
    return Response(wire.encode(body, media), status, content_type=media)
