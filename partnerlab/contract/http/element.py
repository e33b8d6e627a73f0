"""Every parameter and schema that an operation is made of, with the marks that reach it: for lint and provenance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from partnerlab.contract.document_store import DocumentStore
from partnerlab.contract.http.operation_source import Bodies, OperationSource, SchemaPlace
from partnerlab.contract.schema_walker import CONDITIONS, CONSEQUENCES, SAME_VALUE, Subschema, subschemas

_SAYS_MORE = (*CONDITIONS, *CONSEQUENCES)


@dataclass(frozen=True, slots=True)
class Element:
    """One parameter or schema of an operation.

    `mark` is the provenance that holds here: its own, else the nearest around it, else the operation's. `owner`
    is the object a field belongs to, None if it is no field. A `leaf` has no schemas below it. `open` is an object
    that may have fields besides those that are named. What stands in a condition is neither leaf nor open nor field.
    `place` is where a parameter stands, whose `data` has its schema's words too.
    """

    path: str
    name: str
    side: str
    document: str
    data: Any
    mark: Any
    leaf: bool
    open: bool = False
    owner: object = None
    place: SchemaPlace | None = None

    @property
    def is_parameter(self) -> bool:
        return isinstance(self.owner, tuple)


@dataclass(frozen=True, slots=True)
class _Around:
    """Marks that a schema inherits from the schemas around it.

    `refines`: it says more of a value that another schema describes (`then`, `else`).
    """

    side: str
    mark: Any
    above: tuple[int, ...] = ()
    closed: bool = False
    refines: bool = False
    condition: bool = False


def elements(store: DocumentStore, source: OperationSource) -> Iterator[Element]:
    """Every parameter and every schema below an operation, references followed."""
    mark = source.data.get("x-provenance")
    for place in source.parameters:
        yield from _parameter(store, source, place, mark)
    yield from _bodies(store, source.request, f"{source.id}/request", _Around("request", mark))
    for status, bodies in source.answers.items():
        yield from _bodies(store, bodies, f"{source.id}/{status}", _Around("answer", mark))


def _parameter(store: DocumentStore, source: OperationSource, place: SchemaPlace, mark: Any) -> Iterator[Element]:
    """The parameter with its schema merged in, and then what its schema is made of."""
    data = store.pointer(*place)
    schema, document, _ = store.resolve(data["schema"], place.document)
    path = f"{source.id}/{data['in']}/{data['name']}"
    own, owner = data.get("x-provenance", mark), ("parameter", data["in"])
    yield Element(path, data["name"], "request", document, schema | data, own, True, owner=owner, place=place)
    around = _Around("request", own, refines=True, condition=True)
    yield from _schema(store, data["schema"], place.document, (path, ""), around)


def _bodies(store: DocumentStore, bodies: Bodies, path: str, around: _Around) -> Iterator[Element]:
    for media, place in bodies.items():
        if place is not None:
            yield from _schema(store, store.pointer(*place), place.document, (f"{path}/{media}", ""), around)


def _schema(
    store: DocumentStore, data: Any, document: str, where: tuple[str, str], around: _Around, owner: object = None
) -> Iterator[Element]:
    """One schema and all below it; `where` is its path and the name of the field."""
    if isinstance(data, dict) and "$ref" in data and len(data) > 1:
        yield Element(*where, around.side, document, data, around.mark, False)
    data, document, _ = store.resolve(data, document)
    if not isinstance(data, dict) or id(data) in around.above:
        return
    mark = data.get("x-provenance", around.mark)
    closed = around.closed or any(_closed(store, part, document) for part in (data, *data.get("allOf", ())))
    below = list(subschemas(data))
    leaf = not (around.refines or around.condition) and all(part.keyword in _SAYS_MORE for part in below)
    free = not (closed or around.condition) and "object" in data.get("type", ())
    yield Element(*where, around.side, document, data, mark, leaf, free, None if around.condition else owner)
    inside = replace(around, mark=mark, above=(*around.above, id(data)), closed=closed)
    for part in below:
        field = id(data) if part.keyword == "properties" else None
        yield from _schema(store, part.schema, document, _where(where, part), _inside(inside, part), field)


def _where(around: tuple[str, str], part: Subschema) -> tuple[str, str]:
    path, name = around
    return around if part.keyword in SAME_VALUE else (f"{path}/{part.key or '*'}", part.key or name)


def _inside(around: _Around, part: Subschema) -> _Around:
    same = part.keyword in SAME_VALUE
    return replace(
        around,
        closed=around.closed and same,
        refines=part.keyword in CONSEQUENCES or (around.refines and same),
        condition=around.condition or part.keyword in CONDITIONS,
    )


def _closed(store: DocumentStore, data: Any, document: str) -> bool:
    data, _, _ = store.resolve(data, document)
    return "additionalProperties" in data or "unevaluatedProperties" in data
