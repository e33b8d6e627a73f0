"""The pact library's own verifier over what the lab serves: simulators and reference, each over sockets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import requests
from flask import Flask, Response, request
from pact import Verifier

from partnerlab.conformance.call_credentials import CallCredentials
from partnerlab.conformance.pacts.provider_states import Given, ProviderStates
from partnerlab.contract.http import message as wire
from partnerlab.errors import WorldError
from partnerlab.lab.channels.socket_http import HttpServer
from partnerlab.lab.deployment import Deployment, over_sockets
from partnerlab.lab.partners.partner import RegistryError
from partnerlab.lab.partners.registry import Registry
from partnerlab.scenario.language.time_expressions import UnknownTimeExpression
from partnerlab.scenario.language.variables import UnknownVariable
from tests.pacts.links import Link
from tests.patience import PATIENCE

_MISTAKES = (RegistryError, UnknownVariable, UnknownTimeExpression, WorldError, KeyError)


@dataclass(frozen=True)
class Verified:
    """What the library says of one pact."""

    kept: list[str]
    broken: list[str]
    told: str


class Providers:
    """Everything that a pact's consumer relies on, served; and its states, set over HTTP as the library asks."""

    def __init__(self, stage: Deployment, states: HttpServer, keys: ProviderStates, refused: list[str]) -> None:
        self.stage, self._states, self._keys, self._refused = stage, states, keys, refused

    def verify(self, link: Link, file: Path, url: str | None = None) -> Verified:
        """Hold the provider of a link, or whoever else is at `url`, to a pact file."""
        where = url or self.url(link)
        operations = link.document.operations.values()
        as_forms = any(wire.FORM in each.request for each in operations)
        bound = {each.name: str(each.credential) for o in operations for each in o.parameters if each.binds_body}
        if not as_forms and not bound:
            return self._verify(link, file, where)
        filled = self._filled if as_forms else bytes
        with distorting(where, _unchanged, filled, partial(self._bound, link, bound)) as filling:
            return self._verify(link, file, filling)

    def _bound(self, link: Link, names: dict[str, str], headers: dict[str, str], body: bytes) -> dict[str, str]:
        """Tokens that are of the body which the library sends; before, they are of none."""
        credentials = CallCredentials(self.stage.lab)
        found = {name: credentials.bound(link.partner, names[name], headers[name], body) for name in names}
        return headers | found

    def _filled(self, body: bytes) -> bytes:
        """The keys in the form that the library sends: it knows no generators for forms."""
        return re.sub(rb"\$\{(\w+)\}", lambda key: self._keys.values[key[1].decode()].encode(), body)

    def _verify(self, link: Link, file: Path, where: str) -> Verified:
        verifier = Verifier(link.provider, "127.0.0.1").add_transport(url=where).add_source(file)
        verifier.set_coloured_output(enabled=False)
        verifier.state_handler(f"{self._states.url}/{link.partner.name}", teardown=True, body=True)
        self._refused.clear()
        with suppress(RuntimeError):
            verifier.verify()
        results: dict[bool, list[str]] = {True: [], False: []}
        for result in verifier.results["interactionResults"]:
            results[result["result"] == "OK"].append(result["description"])
        return Verified(results[True], results[False], "\n".join([verifier.output(), *self._refused]))

    def url(self, link: Link) -> str:
        if not link.asked:
            return self.stage.lab.systems[link.partner.system].channel.where
        return self.stage.urls[link.partner.behind or link.partner.name]


@contextmanager
def serving(kit: Registry) -> Iterator[Providers]:
    """Simulators, reference and the door for states, until the end."""
    with over_sockets(kit) as stage:
        refused: list[str] = []
        keys = ProviderStates(stage.lab)
        states = HttpServer(_states_door(keys, refused))
        try:
            yield Providers(stage, states, keys, refused)
        finally:
            states.close()


def _states_door(states: ProviderStates, refused: list[str]) -> Flask:
    """A state that cannot be is answered 400: anything that looks like trouble would be tried again for minutes.

    Of an interaction that takes nothing for given the library asks for a state without a name.
    """
    door = Flask("states")
    begun: list[str] = []

    @door.post("/<partner>")
    def enter(partner: str) -> Any:
        asked = request.get_json()
        if asked["action"] == "teardown":
            begun.clear()
            return {}
        try:
            if not begun:
                states.reset_lab(partner)
                begun.append(partner)
            return states.enter_state(Given(asked["state"], asked["params"])) if asked["state"] else states.values
        except _MISTAKES as bad:
            refused.append(str(bad))
            return {"message": str(bad)}, 400

    return door


@contextmanager
def distorting(
    url: str,
    distort: Callable[[requests.Response], Response],
    filled: Callable[[bytes], bytes] = bytes,
    bound: Callable[[dict[str, str], bytes], dict[str, str]] = lambda headers, body: headers,
) -> Iterator[str]:
    """An address that asks `url` with the body as `filled` makes it and the headers as `bound` makes them for it.

    The answer is passed on as `distort` does.
    """
    app = Flask("distorting")

    @app.route("/<path:path>", methods=["GET", "POST", "PUT", "DELETE", "PATCH"])
    def passed_on(path: str) -> Response:
        headers = {name: value for name, value in request.headers.items() if name not in ("Host", "Content-Length")}
        query, body = request.query_string.decode(), filled(request.get_data())
        sent = bound(headers, body)
        return distort(
            requests.request(request.method, f"{url}/{path}?{query}", headers=sent, data=body, timeout=PATIENCE)
        )

    listening = HttpServer(app)
    try:
        yield listening.url
    finally:
        listening.close()


def _unchanged(answer: requests.Response) -> Response:
    return Response(answer.content, answer.status_code, content_type=answer.headers.get("Content-Type"))
