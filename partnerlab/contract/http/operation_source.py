"""Where the parts of each operation stand in an OpenAPI document, references followed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from partnerlab.contract.document_store import DocumentStore
from partnerlab.contract.http.selector import Selector

VERBS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
"""Every verb that OpenAPI 3.1 knows."""


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
        item, where, base = target(store, document, f"/paths/{escape(path)}")
        for verb in VERBS:
            if verb in item:
                yield _source(store, document, path, SchemaPlace(where, f"{base}/{verb}"))


def _source(store: DocumentStore, root: str, path: str, place: SchemaPlace) -> OperationSource:
    document, own = place
    base, _, verb = own.rpartition("/")
    data = store.pointer(*place)
    request = target(store, document, f"{own}/requestBody")[0] if "requestBody" in data else {}
    return OperationSource(
        id=data["operationId"],
        document=root,
        place=place,
        method=verb.upper(),
        path=path,
        data=data,
        parameters=_parameters(store, document, base, own),
        request=_bodies(store, document, f"{own}/requestBody") if "requestBody" in data else {},
        body_required=bool(request.get("required")),
        answers={
            _status(store, document, f"{own}/responses/{status}"): _bodies(store, document, f"{own}/responses/{status}")
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
    found = {name: target(store, document, f"{pointer}/headers/{escape(name)}") for name in data.get("headers", {})}
    return {name: SchemaPlace(where, at) for name, (_, where, at) in found.items() if name.lower() != "content-type"}


def _parameters(store: DocumentStore, document: str, *owners: str) -> tuple[SchemaPlace, ...]:
    """The parameters of a path and of its operation, which replaces those of the same place and name."""
    found: dict[tuple[str, str], SchemaPlace] = {}
    for owner in owners:
        for number in range(len(store.pointer(document, owner).get("parameters", []))):
            data, where, pointer = target(store, document, f"{owner}/parameters/{number}")
            found[data["in"], data["name"]] = SchemaPlace(where, pointer)
    return tuple(found.values())


def _bodies(store: DocumentStore, document: str, pointer: str) -> Bodies:
    data, document, pointer = target(store, document, pointer)
    return {
        media_name(media): SchemaPlace(document, f"{pointer}/content/{escape(media)}/schema")
        if "schema" in kind
        else None
        for media, kind in data.get("content", {}).items()
    }


def media_name(media: str) -> str:
    """A media type as it is compared: in lower case, its parameters in order and without spaces."""
    kind, *parameters = (part.strip().lower() for part in media.split(";"))
    return ";".join([kind, *sorted(parameter.replace(" ", "").replace('"', "") for parameter in parameters)])


def _status(store: DocumentStore, document: str, pointer: str) -> int:
    status = pointer.rpartition("/")[2]
    if not re.fullmatch("[1-5][0-9]{2}", status):
        told = f"an answer is documented by its status, such as '404'; seen '{status}'"
        raise store.mistake(document, pointer, told)
    return int(status)


def target(store: DocumentStore, document: str, pointer: str) -> tuple[Any, str, str]:
    """A node and where it really stands, references followed."""
    data, where, at = store.resolve(store.pointer(document, pointer), document)
    return data, where, at or pointer


def escape(token: str) -> str:
    """A name as one token of a JSON pointer."""
    return token.replace("~", "~0").replace("/", "~1")
