"""A partner's simulator as a Flask app, bound to its contract: the contract is the routing table.

Functions named as operations answer; faults wrap them; the journal judges both sides of every exchange. An operation
with a fixed path is answered in `wsgi_app` itself, with the same code that the Flask view runs, as long as nobody has
hung hooks on the app.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from http import HTTPStatus
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from flask import Flask, Response
from flask import request as flask_request
from werkzeug.datastructures import Headers

from partnerlab.contract import message as wire
from partnerlab.contract.message import Answer, Break, Request
from partnerlab.lab.addresses import meant
from partnerlab.lab.answering import Answering
from partnerlab.lab.registry import Partner

if TYPE_CHECKING:
    from partnerlab.lab.lab import Lab

Served = tuple[int, list[tuple[str, str]], bytes]


_BODILESS = (204, 304)
"""Answers that by HTTP have no body, nor a length of one."""

_NOT_ALLOWED = 405
"""Must say which verbs would be taken (RFC 9110)."""


class Silence(Exception):
    """The partner does not answer; the channel lets its caller's patience end."""


class Broken(Exception):
    """The line breaks under an answer; the channel shows its caller how."""

    def __init__(self, line: Break, status: int, headers: list[tuple[str, str]], raw: bytes) -> None:
        super().__init__(line.how)
        self.line, self.status, self.headers, self.raw = line, status, headers, raw


class Simulator(Flask):
    """Stands in for one partner, and for those behind it if it is a gateway."""

    def __init__(self, lab: Lab, partner: Partner) -> None:
        folder = str(partner.simulator.resolve())  # told, for Flask would look for a package where there is none
        super().__init__(f"simulators.{partner.name}", static_folder=None, root_path=folder, instance_path=folder)
        self.config["PROPAGATE_EXCEPTIONS"] = True  # silence and broken lines are the channel's to show
        self.lab, self.partner = lab, partner
        self._offers: dict[tuple[str, str], list[Answering]] = {}
        self._hot: dict[tuple[str, str], list[Answering]] = {}
        for member in (partner, *lab.behind(partner.name)):
            self._bind(member)
        self.register_error_handler(404, self._unknown)
        self.register_error_handler(405, self._unknown)

    def wsgi_app(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        offers = self._hot.get((environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")))
        hooked = self.before_request_funcs or self.after_request_funcs or self.teardown_request_funcs
        if offers is None or hooked:
            return super().wsgi_app(environ, start_response)
        status, headers, raw = self.serve(environ, offers, {})
        start_response(_status_line(status), headers)
        return [raw]

    def serve(self, environ: dict[str, Any], offers: list[Answering], params: dict[str, str]) -> Served:
        """One exchange from the wire to the wire; with whom, of those whose address it is, its query says."""
        message = from_environ(environ)
        message.params = params
        asked = offers[0] if len(offers) == 1 else meant(offers, message.query)
        answer = asked.answer(message, environ.get("partnerlab.patience", self.lab.patience))
        if answer is None:
            raise Silence
        status, raw, headers = answer.status, answer.raw, []
        for name, value in answer.headers.items():  # costs less than a comprehension, which is a call of its own
            headers.append((_on_the_wire(name), value))
        if status not in _BODILESS:
            headers.append(("Content-Length", str(len(raw))))
        if answer.breaks is not None:
            raise Broken(answer.breaks, status, headers, raw)
        return status, headers, raw

    def _bind(self, member: Partner) -> None:
        for operation in member.provider.operations.values() if member.provider else ():
            address = (operation.method, operation.path)
            offers = self._offers.setdefault(address, [])
            offers.append(Answering(self.lab, self.partner, member, operation))
            if operation.static:
                self._hot[address] = offers
            self.add_url_rule(
                re.sub(r"\{(\w+)\}", r"<\1>", operation.path),
                endpoint=f"{member.name}.{operation.id}",
                view_func=self._view(offers),
                methods=[operation.method],
            )

    def _view(self, offers: list[Answering]) -> Any:
        def view(**params: str) -> Response:
            status, headers, raw = self.serve(flask_request.environ, offers, params)
            response = Response(raw, status)
            response.headers = Headers(headers)
            return response

        return view

    def _unknown(self, error: Any) -> Response:
        message = from_environ(flask_request.environ)
        offered = sorted(f"{rule.rule}" for rule in self.url_map.iter_rules())
        body = {"Message": f"{self.partner.name} has no operation {message.line}", "offers": offered}
        allowed = {"allow": ", ".join(sorted(error.valid_methods))} if error.code == _NOT_ALLOWED else {}
        answer = Answer(error.code, {"content-type": wire.JSON} | allowed, wire.json_bytes(body)).seal()
        self.lab.note_unknown(self.partner, message, answer, offered)
        return Response(answer.raw, answer.status, {_on_the_wire(name): told for name, told in answer.headers.items()})


def from_environ(environ: dict[str, Any]) -> Request:
    """The request of a WSGI environment."""
    keys = "\n".join(environ)
    headers = _headers(keys, _headers_among(keys)(environ))
    path = environ.get("PATH_INFO", "")
    if not path.isascii():
        path = path.encode("latin-1").decode("utf-8", "replace")  # as WSGI hands bytes over
    asked = environ.get("QUERY_STRING")
    query = wire.query_in(asked) if asked else {}
    message = Request(environ["REQUEST_METHOD"], path, query, headers, _body(environ))
    return message.open() if message.raw else message


@lru_cache(maxsize=1_000)
def _headers_among(keys: str) -> Callable[[dict[str, Any]], tuple[Any, ...]]:
    """What takes the headers out of a WSGI environment with these keys: a caller asks in the same way again and again.

    Before them come two values that are always there, so that there are always several.
    """
    return itemgetter("REQUEST_METHOD", "wsgi.url_scheme", *_named(keys))


def _named(keys: str) -> list[str]:
    return [key for key in keys.split("\n") if key.startswith("HTTP_") or key == "CONTENT_TYPE"]


@lru_cache(maxsize=1_000)
def _headers(keys: str, values: tuple[Any, ...]) -> Mapping[str, str]:
    """Headers by name; all exchanges in which they were the same share them, so nobody changes them."""
    names = (key.removeprefix("HTTP_").replace("_", "-").lower() for key in _named(keys))
    headers = dict(zip(names, values[2:], strict=True))
    if headers.get("content-type") == "":
        del headers["content-type"]
    return headers


def _body(environ: dict[str, Any]) -> bytes:
    """The bytes of a body, by its length or, where it comes in chunks, until it ends."""
    length = environ.get("CONTENT_LENGTH")
    if length and length.isascii() and length.isdigit():
        raw: bytes = environ["wsgi.input"].read(int(length))
        return raw
    return environ["wsgi.input"].read() if environ.get("wsgi.input_terminated") else b""


@cache
def _status_line(status: int) -> str:
    return f"{status} {phrase(status)}"


def phrase(status: int) -> str:
    """What stands behind a status on the wire."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


@lru_cache(maxsize=1_000)
def _on_the_wire(name: str) -> str:
    """A header's name as most people write it."""
    return name.title()


__all__ = ["Answer", "Broken", "Silence", "Simulator", "from_environ", "phrase"]
