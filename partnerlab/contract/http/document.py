"""One OpenAPI document: its operations by name, and which of them a request means.

Contracts keep to what is simple: values and lists in path, query and header, bodies by media type. A document is
compiled once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from partnerlab.contract.document_store import ContractError, DocumentStore
from partnerlab.contract.http.body import Body, body_at
from partnerlab.contract.http.branch_source import branch_sources
from partnerlab.contract.http.message import Request
from partnerlab.contract.http.money_marks import MoneyMarks, money_marks
from partnerlab.contract.http.operation import UNKNOWN, Operation
from partnerlab.contract.http.operation_source import Bodies, Headers, OperationSource, SchemaPlace, address_sources
from partnerlab.contract.http.parameters.parameter import AnswerHeader
from partnerlab.contract.http.parameters.parameter_reader import header_at, parameter_at
from partnerlab.contract.http.parameters.path_template import concreteness, pattern_of, shape_of, template_mistakes
from partnerlab.contract.http.routing import OperationTable
from partnerlab.contract.identity.answer_identity import MARK as IDENTIFIES
from partnerlab.contract.identity.answer_identity import AnswerIdentity
from partnerlab.contract.identity.marked_places import MarkedPlace, marked_places
from partnerlab.contract.identity.payment_identity import DIFFERS, REPEATS, NumberedField, numbered_fields
from partnerlab.contract.json_dates import MARK as DATE
from partnerlab.contract.message_time import TimedField, timed_fields
from partnerlab.contract.open_lists import OpenList, open_lists
from partnerlab.contract.schema_walker import marked_fields

_FIRST_BAD_STATUS = 300


@dataclass(frozen=True, slots=True)
class _Offer:
    operation: Operation


class OpenApiDocument:
    """One OpenAPI document.

    `addresses` are the operations by method and path. Where several share one, the last of them takes the requests
    that fit none of the others.
    """

    def __init__(self, store: DocumentStore, name: str) -> None:
        self.name = name
        info = store.document(name)["info"]
        self.title = {"en": info["title"], "th": info.get("x-title-th", info["title"])}
        self.operations: dict[str, Operation] = {}
        self.addresses: dict[tuple[str, str], list[Operation]] = {}
        for address in address_sources(store, name):
            self._add(store, address)
        tables = {key: OperationTable([_Offer(o) for o in found]) for key, found in self.addresses.items()}
        self._static = {key: table for key, table in tables.items() if self.addresses[key][0].static}
        templates = [key for key in tables if key not in self._static]
        self._templates = [tables[key] for key in sorted(templates, key=lambda key: concreteness(key[1]))]

    def route(self, message: Request) -> Operation | None:
        """The operation that a request means; fills the request's path parameters."""
        table = self._static.get((message.method, message.path))
        if table:
            return table.choose(message).operation
        for table in self._templates:
            first = table.offers[0].operation
            if first.method == message.method and (params := first.params_in(message.path)) is not None:
                message.params = params
                return table.choose(message).operation
        return None

    def _add(self, store: DocumentStore, address: OperationSource) -> None:
        self._check(store, address)
        branches = branch_sources(store, self.name, address)
        compiled = [_operation(store, source) for source in branches or [address]]
        for operation in compiled:
            if operation.id in self.operations:
                told = f"operationId '{operation.id}' stands in this document before: each operation has its own"
                raise store.mistake(*address.place, told)
        self.operations |= {operation.id: operation for operation in compiled}
        if branches and branches[0].selector:
            nameless = replace(address, id=UNKNOWN, selector=replace(branches[0].selector, constant=None))
            compiled.append(_operation(store, nameless))
        self.addresses[address.method, address.path] = compiled

    def _check(self, store: DocumentStore, address: OperationSource) -> None:
        """Check that requests can reach an operation by its path, and no other by the same."""
        parameters = [store.pointer(*place) for place in address.parameters]
        declared = [each["name"] for each in parameters if each["in"] == "path"]
        for mistake in template_mistakes(address.path, declared):
            raise store.mistake(*address.place, mistake)
        for method, path in self.addresses:
            if method == address.method and shape_of(path) == shape_of(address.path):
                raise store.mistake(*address.place, f"{path} has the same places: no request can tell the two apart")


def _operation(store: DocumentStore, source: OperationSource) -> Operation:
    data, summary = source.data, source.data.get("summary", source.id)
    return Operation(
        id=source.id,
        method=source.method,
        path=source.path,
        title={"en": summary, "th": data.get("x-summary-th", summary)},
        provenance=data.get("x-provenance", {}).get("grade", "published"),
        parameters=[parameter_at(store, place, source.selector) for place in source.parameters],
        request=_bodies(store, source.request),
        body_required=source.body_required,
        answers={status: _bodies(store, bodies) for status, bodies in source.answers.items()},
        answer_headers={status: _headers(store, headers) for status, headers in source.answer_headers.items()},
        pattern=pattern_of(source.path),
        gives=_gives(store, source.answers),
        body_credentials=_marked_fields(store, source.request, "x-credential"),
        body_given=_marked_fields(store, source.request, "x-given-by"),
        dated=tuple(_dated(store, source)),
        read_only=bool(data.get("x-read-only", source.method == "GET")),
        proved_by=tuple(data.get("x-proved-by", ())),
        ends=tuple(data.get("x-ends-credential", ())),
        identifies=tuple(data.get("x-identifies", ())),
        answer_identity=_answer_identity(store, source.answers),
        numbered=_numbered(store, source.answers),
        timed=_timed(store, {0: source.request} | source.answers),
        open_lists=_open_lists(store, {0: source.request} | source.answers),
        selector=source.selector,
        refused_by={place: tuple(map(str, values)) for place, values in data.get("x-refused-by", {}).items()},
        money=_money(data, f"{store.root / source.document}: {source.id}"),
    )


def _money(data: Any, where: str) -> MoneyMarks | None:
    try:
        return money_marks(data.get("x-money"))
    except ValueError as bad:
        raise ContractError(f"{where}: {bad}") from None


def _marked_fields(store: DocumentStore, bodies: Bodies, mark: str) -> dict[str, str]:
    """The fields of a body that carry a mark, with what it says."""
    found: dict[str, str] = {}
    for place in bodies.values():
        if place is not None:
            found |= marked_fields(store, store.pointer(*place), place.document, mark)
    return found


def _gives(store: DocumentStore, answers: dict[int, Bodies]) -> dict[str, str]:
    """The credentials that a good answer hands out, each with its field."""
    good = [bodies for status, bodies in answers.items() if status < _FIRST_BAD_STATUS]
    return {name: path for bodies in good for path, name in _marked_fields(store, bodies, "x-credential").items()}


def _answer_identity(store: DocumentStore, answers: dict[int, Bodies]) -> dict[int, AnswerIdentity]:
    """What of each answer must be of the one that the request named; statuses without such a field are left out."""
    judged = {status: AnswerIdentity(_marked(store, bodies, IDENTIFIES)) for status, bodies in answers.items()}
    return {status: identity for status, identity in judged.items() if identity}


def _numbered(store: DocumentStore, answers: dict[int, Bodies]) -> dict[int, list[NumberedField]]:
    """The fields of each answer that belong to one payment; statuses without one are left out."""
    found = {
        status: [field for mark in (DIFFERS, REPEATS) for field in numbered_fields(_marked(store, bodies, mark), mark)]
        for status, bodies in answers.items()
    }
    return {status: fields for status, fields in found.items() if fields}


def _open_lists(store: DocumentStore, messages: dict[int, Bodies]) -> dict[int, list[OpenList]]:
    """The fields of each message whose list of codes is open; messages without one are left out."""
    found = {
        key: [
            found
            for place in bodies.values()
            if place
            for found in open_lists(store, store.pointer(*place), place.document)
        ]
        for key, bodies in messages.items()
    }
    return {key: lists for key, lists in found.items() if lists}


def _dated(store: DocumentStore, source: OperationSource) -> Iterator[MarkedPlace]:
    """Every place of a request that holds a date."""
    for place in source.parameters:
        data = store.pointer(*place)
        schema = store.resolve(data["schema"], place.document)[0]
        if DATE in schema:
            yield MarkedPlace((data["in"], data["name"]), schema[DATE])
    for path, mark in _marked(store, source.request, DATE):
        yield MarkedPlace(("body", *path), mark)


def _timed(store: DocumentStore, messages: dict[int, Bodies]) -> dict[int, list[TimedField]]:
    """The fields of each message that state its own time; messages without one are left out."""
    found = {
        key: [field for place in bodies.values() if place for field in _timed_fields(store, place)]
        for key, bodies in messages.items()
    }
    return {key: fields for key, fields in found.items() if fields}


def _timed_fields(store: DocumentStore, place: SchemaPlace) -> list[TimedField]:
    try:
        return timed_fields(store, store.pointer(*place), place.document)
    except ValueError as bad:
        raise ContractError(f"{store.root / place.document}#{place.pointer}: {bad}") from None


def _marked(store: DocumentStore, bodies: Bodies, mark: str) -> list[MarkedPlace]:
    """Every field with a mark, under any media type."""
    schemas = [(store.pointer(*place), place.document) for place in bodies.values() if place is not None]
    return [place for schema, name in schemas for place in marked_places(store, schema, name, mark)]


def _headers(store: DocumentStore, headers: Headers) -> list[AnswerHeader]:
    return [header_at(store, name, place) for name, place in headers.items()]


def _bodies(store: DocumentStore, bodies: Bodies) -> dict[str, Body]:
    return {media: body_at(store, place, media) for media, place in bodies.items()}
