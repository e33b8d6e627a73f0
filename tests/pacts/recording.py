"""From an interaction that really happens to a pact file: heard once, told to the library, and met by its server."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from pact import Pact, generate, match
from pytest_httpserver import HTTPServer
from werkzeug import Request as Heard
from werkzeug import Response

from partnerlab.contract.http import message as wire
from partnerlab.contract.http.decoding.multipart import MULTIPART
from partnerlab.contract.http.document import OpenApiDocument
from partnerlab.contract.http.operation import Operation
from tests.pacts.fields_read import fields_read
from tests.pacts.interactions import Answered, Asked, Sent

Perform = Callable[[Asked | Sent, str], None]
"""Lets an interaction happen against an address."""


class Recorder:
    """Writes the pact between two parties into a folder, an interaction at a time."""

    def __init__(
        self, consumer: str, provider: str, document: OpenApiDocument, listener: HTTPServer, folder: Path
    ) -> None:
        self._consumer, self._provider = consumer, provider
        self._document, self._listener, self._folder = document, listener, folder
        self.form_keys: dict[str, str] = {}

    @property
    def file(self) -> Path:
        return self._folder / f"{self._consumer}-{self._provider}.json"

    def record(self, interaction: Asked | Sent, perform: Perform) -> None:
        """One interaction: what is asked is what the real client asks; the library's server then holds it to that."""
        operation = self._document.operations[interaction.operation]
        heard, body = self._hear(operation, interaction, perform)
        self.form_keys |= _form_keys(operation, heard)
        interaction = replace(interaction, answer=replace(interaction.answer, body=body))
        pact = Pact(self._consumer, self._provider).with_specification("V4")  # served once, it takes no more
        _tell(pact, operation, interaction, heard)
        with pact.serve() as server:
            perform(interaction, str(server.url).rstrip("/"))
        pact.write_file(self._folder)

    def _hear(self, operation: Operation, interaction: Asked | Sent, perform: Perform) -> tuple[Heard, Any]:
        """The request as its bytes reach a listener, which answers as told, and what is read of the answer's body."""
        self._listener.clear()
        answer = interaction.answer
        response = _response(operation, answer)
        self._listener.expect_request(re.compile(".*")).respond_with_response(response)
        with fields_read(response.get_data()) as read:
            perform(interaction, self._listener.url_for("").rstrip("/"))
        heard = [request for request, _ in self._listener.log]
        asked = {(request.method, request.full_path, request.data) for request in heard}
        assert len(asked) == 1, f"{interaction.description}: one request was expected, at most repeated, not {asked}"
        is_json = wire.media_type(_media(operation, answer)) == wire.JSON
        reduced = isinstance(interaction, Asked) and is_json
        return heard[0], read.only(answer.body) if reduced else answer.body


def _response(operation: Operation, answer: Answered) -> Response:
    media = _media(operation, answer)
    return Response(wire.encode(answer.body, media), answer.status, content_type=media)


def _media(operation: Operation, answer: Answered) -> str:
    return answer.media or operation.media_for(answer.status, answer.body)


def _tell(pact: Pact, operation: Operation, interaction: Asked | Sent, heard: Heard) -> None:
    """The interaction in the library's terms; what contracts mark as credentials, a provider state fills in."""
    told = pact.upon_receiving(interaction.description)
    for given in interaction.given:
        told = told.given(given.name, **_plain(given.params))
    told = told.with_request(heard.method, _path(operation, heard.path))
    for name, value in _headers(operation, heard).items():
        told = told.with_header(name, value)
    for name, value in _query(operation, heard).items():
        told = told.with_query_parameter(name, value)
    if heard.data:
        told = told.with_body(*_body(operation, heard))
    _tell_answer(told.will_respond_with(interaction.answer.status), operation, interaction.answer)


def _tell_answer(told: Any, operation: Operation, answer: Answered) -> None:
    if answer.body is None:
        return
    media = wire.media_type(_media(operation, answer))
    told.with_header("Content-Type", match.regex(media, regex=f"{re.escape(media)}(;.*)?"))
    told.with_body(alike(answer.body, answer.exactly) if media == wire.JSON else answer.body, media)


def _path(operation: Operation, path: str) -> Any:
    """The path, with each key in it by its name; a state gives the whole path with the true ones."""
    names = {each.name: each.credential for each in operation.parameters if each.place == "path" and each.credential}
    if not names:
        return path
    told = operation.params_in(path)
    assert told is not None, f"{operation.id} has the address {operation.path}, the client asks {path}"
    filled = operation.path.format_map(told | {name: f"${{{key}}}" for name, key in names.items()})
    return match.type(operation.path.format_map(told | names), generator=generate.provider_state(filled))


def _headers(operation: Operation, heard: Heard) -> dict[str, Any]:
    """The headers of which the contract speaks, and no other."""
    found = {each.name: heard.headers.get(each.name) for each in operation.parameters if each.place == "header"}
    return _filled(operation, {name: value for name, value in found.items() if value is not None})


def _query(operation: Operation, heard: Heard) -> dict[str, Any]:
    return _filled(operation, dict(heard.args.items()))


def _body(operation: Operation, heard: Heard) -> tuple[Any, str]:
    """The body as it was sent, each key by its name. The library knows no generators for forms: see `_form_keys`."""
    media = wire.media_type(heard.content_type or "")
    if media == wire.FORM:
        return heard.data.decode(), media
    if media == MULTIPART:
        return heard.data.decode(), str(heard.content_type)
    body = json.loads(heard.data)
    for path, name in operation.body_credentials.items():
        *above, last = path.split("/")
        inner = body
        for part in above:
            inner = inner[part]
        inner[last] = _secret(name, str(inner[last]))
    return body, media


def _filled(operation: Operation, values: Mapping[str, str]) -> dict[str, Any]:
    marked = {each.name: each.credential for each in operation.parameters if each.credential}
    return {name: _secret(marked[name], value) if name in marked else value for name, value in values.items()}


def _secret(name: str | None, value: str) -> Any:
    """A key is recorded by its name, or by nobody's number where it must be one; a state gives the true one."""
    shown = value if re.fullmatch("0{13}", value) else name
    return match.type(shown, generator=generate.provider_state(f"${{{name}}}"))


def alike(value: Any, exactly: frozenset[str], name: str = "", listed: bool = False) -> Any:
    """A body in which every value stands for its type; lists for one or more of their first item.

    A rule for a list holds for all within, so that a text of an item which matters needs a rule of its own.

    A list of several plain values or lists, such as a point or a line on a map, stands for just so many; so does one of
    objects that differ in a field whose value matters.
    """
    if isinstance(value, dict):
        return {key: alike(item, exactly, key, listed) for key, item in value.items()}
    if isinstance(value, list) and len(value) > 1 and (_plain_items(value) or _differ(value, exactly)):
        return [alike(item, exactly, name) for item in value]
    if isinstance(value, list) and value:
        return match.each_like(alike(value[0], exactly, name, listed=True), min=1)
    if listed and name in exactly and isinstance(value, str):
        return match.regex(value, regex=f"^{re.escape(value)}$")
    return value if name in exactly else match.type(value)


def _plain_items(items: list[Any]) -> bool:
    return not any(isinstance(item, dict) for item in items)


def _differ(items: list[dict[str, Any]], names: frozenset[str]) -> bool:
    first = items[0]
    return any(item.get(name) != first.get(name) for item in items for name in names)


def _plain(params: Mapping[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(params))
    return plain


def _form_keys(operation: Operation, heard: Heard) -> dict[str, str]:
    """The keys in a form, each with what stands for it in the pact; the library would compare it by its value."""
    if wire.media_type(heard.content_type or "") != wire.FORM:
        return {}
    form = dict(parse_qsl(heard.data.decode()))
    return {form[path]: f"${{{name}}}" for path, name in operation.body_credentials.items()}


def settled(file: Path, form_keys: Mapping[str, str]) -> str:
    """A pact file without what changes with the library's version, in one order, and without keys."""
    text = file.read_text(encoding="utf-8")
    for key, shown in form_keys.items():
        text = text.replace(key, shown)
    data = json.loads(text)
    data["metadata"] = {"pactSpecification": data["metadata"]["pactSpecification"]}
    data["interactions"].sort(key=lambda each: each["description"])
    return json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
