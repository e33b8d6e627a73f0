"""A partner's simulator as a Flask app, bound to its contract: the contract is the routing table.

Functions named as operations answer; faults wrap them; the journal judges both sides of every exchange. An operation
with a fixed path is answered in `wsgi_app` itself, with the same code that the Flask view runs, unless there are
hooks on the app.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask import Flask, Response
from flask import request as flask_request
from werkzeug.datastructures import Headers

from partnerlab.contract.findings import Finding
from partnerlab.contract.http import message as wire
from partnerlab.contract.http.message import Answer, Request
from partnerlab.contract.http.routing import OperationTable
from partnerlab.contract.personal_data import unknown_fields
from partnerlab.lab.channels.channel import ConnectionBroken, NoAnswer
from partnerlab.lab.exchange.operation_handler import OperationHandler
from partnerlab.lab.exchange.size_limits import WrongSize
from partnerlab.lab.exchange.wsgi_request import from_environ, head, whole_of
from partnerlab.lab.journal import Route
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.partner import Partner

_NOT_ALLOWED = 405
"""Must say which verbs would be taken (RFC 9110)."""


Handlers = OperationTable[OperationHandler]


def simulator_apps(lab: Lab) -> Mapping[str, SimulatorApp]:
    """The simulators of a lab by partner; a partner behind a gateway has none of its own."""
    return _SimulatorApps(lab)


class _SimulatorApps(Mapping[str, "SimulatorApp"]):
    """The simulators' WSGI apps by partner, each made at its first use, for a scenario needs few of them."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self._names = [p.name for p in lab.kit.partners.values() if p.has_provider and not p.behind]

    def __getitem__(self, name: str) -> SimulatorApp:
        if name not in self._names:
            raise KeyError(name)
        with self._lab.lock:
            if name not in self._lab.apps:
                self._lab.apps[name] = SimulatorApp(self._lab, self._lab.kit.partner(name))
        app: SimulatorApp = self._lab.apps[name]
        return app

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class SimulatorApp(Flask):
    """The simulator of one partner, and of those behind it if it is a gateway."""

    def __init__(self, lab: Lab, partner: Partner) -> None:
        folder = str(partner.simulator.resolve())  # told, for Flask would look for a package where there is none
        super().__init__(f"simulators.{partner.name}", static_folder=None, root_path=folder, instance_path=folder)
        self.config["PROPAGATE_EXCEPTIONS"] = True  # silence and broken lines are the channel's to show
        self.lab, self.partner = lab, partner
        self._hot: dict[tuple[str, str], Handlers] = {}
        for address, handlers in self._handlers().items():
            self._bind(address, OperationTable(handlers))
        self.register_error_handler(404, self._unknown)
        self.register_error_handler(405, self._unknown)

    def wsgi_app(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        handlers = self._hot.get((environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")))
        hooked = self.before_request_funcs or self.after_request_funcs or self.teardown_request_funcs
        if handlers is None or hooked:
            return super().wsgi_app(environ, start_response)
        return self.serve(environ, start_response, handlers)

    def serve(
        self,
        environ: dict[str, Any],
        start_response: Any,
        handlers: Handlers,
        params: Mapping[str, str] = wire.NOTHING,
    ) -> list[bytes]:
        """One exchange from the wire to the wire; the message says which operation of this address it means."""
        try:
            message = from_environ(environ, params, self.lab.limits.body)
        except WrongSize as bad:
            return self._refuse(environ, start_response, handlers, bad)
        answer = handlers.choose(message).answer(message, environ.get("partnerlab.patience"))
        if answer is None:
            raise NoAnswer
        raw = answer.raw
        line, headers = head(answer.status, len(raw), answer.headers)
        if answer.breaks is not None:
            raise ConnectionBroken(answer.breaks, line, [*headers], raw)
        start_response(line, [*headers])
        return [raw]

    def _refuse(self, environ: dict[str, Any], start_response: Any, handlers: Handlers, bad: WrongSize) -> list[bytes]:
        """A body that goes no further: the journal says how large it is, and keeps what was read of it."""
        message = from_environ(whole_of(environ, bad.raw))
        body = {"Message": bad.told, "seen": str(bad)}
        answer = Answer(bad.status, wire.IN_JSON, wire.json_bytes(body)).seal()
        operation = handlers.offers[0].operation.id
        finding = Finding("request", "body", bad.rule, bad.expected, str(bad))
        _note(self.lab, Route(self.partner.system, self.partner.name, operation), message, answer, finding)
        line, headers = head(answer.status, len(answer.raw), answer.headers)
        start_response(line, [*headers])
        return [answer.raw]

    def _handlers(self) -> dict[tuple[str, str], list[OperationHandler]]:
        """Who answers at each address: operations of this partner, and of those behind it."""
        found: dict[tuple[str, str], list[OperationHandler]] = {}
        for member in (self.partner, *self.lab.kit.behind(self.partner)):
            for address, operations in member.provider.addresses.items() if member.provider else ():
                handlers = [OperationHandler(self.lab, self.partner, member, operation) for operation in operations]
                found.setdefault(address, []).extend(handlers)
        return found

    def _bind(self, address: tuple[str, str], handlers: Handlers) -> None:
        method, path = address
        if handlers.offers[0].operation.static:
            self._hot[address] = handlers
        rule = re.sub(r"\{(\w+)\}", r"<\1>", path)
        self.add_url_rule(
            rule, endpoint=f"{method} {path}".replace(".", ""), view_func=self._view(handlers), methods=[method]
        )

    def _view(self, handlers: Handlers) -> Any:
        def view(**params: str) -> Response:
            told: list[Any] = []
            body = self.serve(flask_request.environ, lambda *said: told.extend(said), handlers, params)
            line, headers = told
            response = Response(body, line)
            response.headers = Headers(headers)
            return response

        return view

    def _unknown(self, error: Any) -> Response:
        message = _of_any_size(flask_request.environ, self.lab.limits.body)
        offered = sorted(f"{rule.rule}" for rule in self.url_map.iter_rules())
        body = {"Message": f"{self.partner.name} has no operation {message.line}", "offers": offered}
        allowed = {"allow": ", ".join(sorted(error.valid_methods))} if error.code == _NOT_ALLOWED else {}
        answer = Answer(error.code, {"content-type": wire.JSON} | allowed, wire.json_bytes(body)).seal()
        finding = Finding("request", "path", "undocumented operation", f"one of {', '.join(offered)}", message.line)
        _note(self.lab, Route(self.partner.system, self.partner.name, "?"), message, answer, finding)
        line, headers = head(answer.status, len(answer.raw), answer.headers)
        return Response(answer.raw, line, [*headers])


def _of_any_size(environ: dict[str, Any], largest: int) -> Request:
    """A message that nothing answers; of a body that is too large nothing is read."""
    try:
        return from_environ(environ, largest=largest)
    except WrongSize as bad:
        return from_environ(whole_of(environ, bad.raw))


def _note(lab: Lab, route: Route, message: Request, answer: Answer, finding: Finding) -> None:
    """Journal a call that no operation of the contract matches."""
    exchange = lab.begin(route, message)
    exchange.came = answer
    exchange.carries(unknown_fields(message))
    exchange.masked = f"({len(message.raw)} bytes of which no contract says what they are)" if message.raw else ""
    exchange.findings.append(finding)
    lab.finish(exchange, lab.clock.now)
