"""An OpenAPI document as a routing table: which operations there are, and which of them a request means.

Contracts keep to what is simple: scalar parameters in path, query and header, bodies by media type. A document is
compiled once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from partnerlab.contract.document_store import ContractError, DocumentStore
from partnerlab.contract.http.body import Body, body_at
from partnerlab.contract.http.message import Request
from partnerlab.contract.http.operation import Operation, Parameter
from partnerlab.contract.http.operation_source import Bodies, OperationSource, SchemaPlace, operation_sources
from partnerlab.contract.personal_data import categories_in, shape_of

_IN_PATH, _NAME = re.compile(r"\{([^{}]*)\}"), re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Document:
    """One OpenAPI document: its operations by name, and which of them a request means."""

    def __init__(self, library: DocumentStore, name: str) -> None:
        self.name = name
        data = library.document(name)
        self.title = {
            "en": data["info"]["title"],
            "th": data["info"].get("x-title-th", data["info"]["title"]),
        }
        compiled = (_operation(library, source) for source in operation_sources(library, name))
        self.operations = {operation.id: operation for operation in compiled}
        for told in (told for operation in self.operations.values() for told in _mistakes(operation)):
            raise ContractError(f"{library.root / name}: {told}")
        self._static = {(o.method, o.path): o for o in self.operations.values() if o.static}
        self._templates = [o for o in self.operations.values() if not o.static]

    def route(self, message: Request) -> Operation | None:
        """The operation that a request means; fills the request's path parameters."""
        operation = self._static.get((message.method, message.path))
        if operation:
            return operation
        for template in self._templates:
            if template.method == message.method and (params := template.params_in(message.path)) is not None:
                message.params = params
                return template
        return None


def _operation(store: DocumentStore, source: OperationSource) -> Operation:
    data = source.data
    summary = data.get("summary", source.id)
    return Operation(
        id=source.id,
        method=source.method,
        path=source.path,
        title={"en": summary, "th": data.get("x-summary-th", summary)},
        provenance=data.get("x-provenance", {}).get("grade", "published"),
        parameters=[_parameter(store, place) for place in source.parameters],
        request=_bodies(store, source.request),
        body_required=source.body_required,
        answers={status: _bodies(store, bodies) for status, bodies in source.answers.items()},
        pattern=re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(source.path))),
        gives=data.get("x-gives", {}),
        read_only=bool(data.get("x-read-only", source.method == "GET")),
        identifies=tuple(data.get("x-identifies", ())),
    )


def _mistakes(operation: Operation) -> Iterator[str]:
    """What would silently never fit: a name of the path that no pattern can have, a question that is not asked."""
    for name in _IN_PATH.findall(operation.path):
        if not _NAME.fullmatch(name):
            yield (
                f"{operation.path}: a parameter of a path is named with letters, digits and _, a letter first; "
                f"seen '{name}', which never travels and so may be called otherwise"
            )
    for body in (body for kinds in operation.answers.values() for body in kinds.values()):
        if body.by and body.by not in operation.in_query:
            known = ", ".join(sorted(operation.in_query)) or "none"
            yield f"{operation.id}: x-by: parameter '{body.by}' is not in the operation's query; there are: {known}"


def _parameter(store: DocumentStore, place: SchemaPlace) -> Parameter:
    data, document = store.pointer(*place), place.document
    schema, _, _ = store.resolve(data["schema"], document)
    marked = sorted(categories_in(shape_of(store, data["schema"], document)))
    return Parameter(
        name=data["name"],
        key=data["name"].lower() if data["in"] == "header" else data["name"],
        place=data["in"],
        required=bool(data.get("required")),
        validator=store.validator(document, f"{place.pointer}/schema"),
        number=schema.get("type") == "integer",
        category=data.get("x-personal-data") or next(iter(marked), None),
        choices=[schema["const"]] if "const" in schema else schema.get("enum", []),
        identifies=data.get("x-identifies"),
        credential=data.get("x-credential"),
    )


def _bodies(store: DocumentStore, bodies: Bodies) -> dict[str, Body]:
    return {media: body_at(store, place, media) for media, place in bodies.items()}
