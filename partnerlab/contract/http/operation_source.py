"""Where the parts of each operation stand in an OpenAPI document, references followed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from partnerlab.contract.document_store import DocumentStore
from partnerlab.contract.http.decoding.media_types import media_mistake, media_name
from partnerlab.contract.http.selector import Selector

VERBS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
"""Every verb that OpenAPI 3.1 knows."""


_SECTIONS = {
    "path": "pathItems",
    "parameter": "parameters",
    "body": "requestBodies",
    "response": "responses",
    "header": "headers",
}
"""Where a document keeps what it refers to, by its kind."""


class SchemaPlace(NamedTuple):
    """A schema, by the document and the pointer where it stands."""

    document: str
    pointer: str


Bodies = dict[str, SchemaPlace | None]
"""The schema of each media type; None where a media type has none."""

Headers = dict[str, SchemaPlace]
"""Where each header of an answer is described, by its name."""


@dataclass(frozen=True, slots=True)
class OperationSource:
    """One operation of a document: its own words (`data`), and where its parameters and bodies stand.

    It stands at `place` itself, which is in another document where the path is described by reference.
    """

    id: str
    document: str
    place: SchemaPlace
    method: str
    path: str
    data: dict[str, Any]
    parameters: tuple[SchemaPlace, ...]
    request: Bodies
    body_required: bool
    answers: dict[int, Bodies]
    answer_headers: dict[int, Headers]
    selector: Selector | None = None


def address_sources(store: DocumentStore, document: str) -> Iterator[OperationSource]:
    """What stands at each path and verb of a document, as OpenAPI itself knows it."""
    for path in store.document(document).get("paths", {}):
        item, where, base = target(store, document, f"/paths/{escape(path)}", "path")
        for verb in VERBS:
            if verb in item:
                yield _source(store, document, path, SchemaPlace(where, f"{base}/{verb}"))


def _source(store: DocumentStore, root: str, path: str, place: SchemaPlace) -> OperationSource:
    document, own = place
    base, _, verb = own.rpartition("/")
    data = store.pointer(*place)
    request = target(store, document, f"{own}/requestBody", "body")[0] if "requestBody" in data else {}
    return OperationSource(
        id=data["operationId"],
        document=root,
        place=place,
        method=verb.upper(),
        path=path,
        data=data,
        parameters=_parameters(store, document, base, own),
        request=_bodies(store, document, f"{own}/requestBody", "body") if "requestBody" in data else {},
        body_required=bool(request.get("required")),
        answers={
            _status(store, document, f"{own}/responses/{status}"): _bodies(
                store, document, f"{own}/responses/{status}", "response"
            )
            for status in data["responses"]
        },
        answer_headers={
            int(status): headers
            for status in data["responses"]
            if (headers := _headers(store, document, f"{own}/responses/{status}"))
        },
    )


def _headers(store: DocumentStore, document: str, pointer: str) -> Headers:
    """The headers of an answer; one named Content-Type says nothing, for the media types say it."""
    data, document, pointer = target(store, document, pointer)
    found = {
        name: target(store, document, f"{pointer}/headers/{escape(name)}", "header") for name in data.get("headers", {})
    }
    return {name: SchemaPlace(where, at) for name, (_, where, at) in found.items() if name.lower() != "content-type"}


def _parameters(store: DocumentStore, document: str, *owners: str) -> tuple[SchemaPlace, ...]:
    """The parameters of a path and of its operation, which replaces those of the same place and name."""
    found: dict[tuple[str, str], SchemaPlace] = {}
    for owner in owners:
        own: dict[tuple[str, str], SchemaPlace] = {}
        for number in range(len(store.pointer(document, owner).get("parameters", []))):
            data, where, pointer = target(store, document, f"{owner}/parameters/{number}", "parameter")
            place, name = data["in"], data["name"]
            key = (place, name.lower() if place == "header" else name)
            if key in own:
                told = f"'{name}' in {place} stands in this list before: keep one"
                raise store.mistake(document, f"{owner}/parameters/{number}", told)
            own[key] = SchemaPlace(where, pointer)
        found |= own
    return tuple(found.values())


def _bodies(store: DocumentStore, document: str, pointer: str, kind: str) -> Bodies:
    data, document, pointer = target(store, document, pointer, kind)
    for media in data.get("content", {}):
        if told := media_mistake(media):
            raise store.mistake(document, f"{pointer}/content/{escape(media)}", told)
    return {
        media_name(media): SchemaPlace(document, f"{pointer}/content/{escape(media)}/schema")
        if "schema" in described
        else None
        for media, described in data.get("content", {}).items()
    }


def _status(store: DocumentStore, document: str, pointer: str) -> int:
    status = pointer.rpartition("/")[2]
    if not re.fullmatch("[1-5][0-9]{2}", status):
        told = f"an answer is documented by its status, such as '404'; seen '{status}'"
        raise store.mistake(document, pointer, told)
    return int(status)


def target(store: DocumentStore, document: str, pointer: str, kind: str | None = None) -> tuple[Any, str, str]:
    """A node and where it really stands, references followed; what is referred to must be of the kind that is meant."""
    node = store.pointer(document, pointer)
    if not (isinstance(node, dict) and "$ref" in node):
        return node, document, pointer
    data, where, at = store.resolve(node, document)
    if kind and not (where.endswith(".openapi.yaml") and at.startswith(f"/components/{_SECTIONS[kind]}/")):
        store.check_part(where, at, kind)  # any other was compared when its document was read
    return data, where, at


def escape(token: str) -> str:
    """A name as one token of a JSON pointer."""
    return token.replace("~", "~0").replace("/", "~1")
