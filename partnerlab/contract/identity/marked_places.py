"""Find the fields of a body that have a mark, and read their values in a message."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from partnerlab.contract.document_store import DocumentStore
from partnerlab.contract.schema_walker import SAME_VALUE, subschemas

ANY = "*"
"""In a path: each item of a list."""

Path = tuple[str, ...]


class MarkedPlace(NamedTuple):
    """A field that carries a mark: `('ResultList', '*', 'JuristicID')`."""

    path: Path
    mark: Any


def marked_places(store: DocumentStore, schema: Any, document: str, mark: str) -> list[MarkedPlace]:
    """Every field below a schema that carries the mark, items of lists too; each once."""
    found: list[MarkedPlace] = []
    for place in _walk(store, schema, document, mark, (), ()):
        if place not in found:
            found.append(place)
    return found


def values_at(value: Any, path: Path, where: Path = ()) -> Iterator[tuple[Path, Any]]:
    """What stands at a path of a body, with its own place: each item of a list by its number; nothing where null is."""
    while path and path[0] != ANY and type(value) is dict:  # nearly every step; a call for each would cost more
        if path[0] not in value:
            return
        value, where, path = value[path[0]], (*where, path[0]), path[1:]
    if not path:
        if value is not None:
            yield where, value
        return
    step, rest = path[0], path[1:]
    if step == ANY and isinstance(value, list):
        for number, item in enumerate(value):
            yield from values_at(item, rest, (*where, str(number)))
    elif step != ANY and isinstance(value, Mapping) and step in value:
        yield from values_at(value[step], rest, (*where, step))


def _walk(
    store: DocumentStore, schema: Any, document: str, mark: str, path: Path, above: tuple[int, ...]
) -> Iterator[MarkedPlace]:
    schema, document, _ = store.resolve(schema, document)
    if not isinstance(schema, dict) or id(schema) in above:
        return
    if mark in schema:
        yield MarkedPlace(path, schema[mark])
    for part in subschemas(schema):
        step = {"properties": (part.key,), "items": (ANY,)}.get(part.keyword, ())
        if step or part.keyword in SAME_VALUE:
            yield from _walk(store, part.schema, document, mark, (*path, *step), (*above, id(schema)))
