"""The JSON types that a schema allows, by which the text of a query, a path or a form is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from partnerlab.contract.document_store import DocumentStore
from partnerlab.contract.http.operation_source import SchemaPlace
from partnerlab.contract.schema_walker import ALTERNATIVES, subschemas

_JSON_TYPES = {str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null"}


def types_of(store: DocumentStore, schema: Any, document: str) -> set[str]:
    """The types that a schema names, or that the values have which it lists; none where it says nothing."""
    return set(_types(store, schema, document, ()))


def _types(store: DocumentStore, schema: Any, document: str, above: tuple[int, ...]) -> Iterator[str]:
    schema, document, _ = store.resolve(schema, document)
    if not isinstance(schema, dict) or id(schema) in above:
        return
    named = schema.get("type")
    if named is not None:
        yield from [named] if isinstance(named, str) else named
    else:
        values = [schema["const"]] if "const" in schema else schema.get("enum", [])
        yield from (_JSON_TYPES[type(value)] for value in values if type(value) in _JSON_TYPES)
    for keyword in ALTERNATIVES:
        for part in schema.get(keyword, ()):
            yield from _types(store, part, document, (*above, id(schema)))


def field_types(store: DocumentStore, schema: Any, document: str) -> dict[str, set[str]]:
    """The types of each field that a schema of an object names."""
    found: dict[str, set[str]] = {}
    for name, below, where in _fields(store, schema, document, ()):
        found.setdefault(name, set()).update(types_of(store, below, where))
    return found


def field_names(store: DocumentStore, place: SchemaPlace) -> frozenset[str]:
    """Every name of a field that a schema knows, however deep it stands."""
    names: set[str] = set()
    waiting, seen = [(store.pointer(*place), place.document)], set[int]()
    while waiting:
        schema, document, _ = store.resolve(*waiting.pop())
        if isinstance(schema, dict) and id(schema) not in seen:
            seen.add(id(schema))
            names.update(schema.get("properties", ()))
            waiting += [(part.schema, document) for part in subschemas(schema)]
    return frozenset(names)


def _fields(store: DocumentStore, schema: Any, document: str, above: tuple[int, ...]) -> Iterator[tuple[str, Any, str]]:
    schema, document, _ = store.resolve(schema, document)
    if not isinstance(schema, dict) or id(schema) in above:
        return
    for name, below in schema.get("properties", {}).items():
        yield name, below, document
    for keyword in ALTERNATIVES:
        for part in schema.get(keyword, ()):
            yield from _fields(store, part, document, (*above, id(schema)))
