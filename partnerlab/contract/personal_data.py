"""Where personal data stands in a message: read off the schema once, looked up in every body."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from partnerlab.contract.document_store import DocumentStore
from partnerlab.contract.http.message import Request

_BRANCHES = ("allOf", "anyOf", "oneOf")
_COMMON = {"host", "user-agent", "accept", "accept-encoding", "connection", "content-type", "content-length"}


@dataclass(slots=True, eq=False)
class PersonalDataMap:
    """Personal data below one place of a schema: a category here, or in properties, items, or other shapes of it.

    A schema that contains itself gives a shape that contains itself.
    """

    category: str | None = None
    properties: dict[str, PersonalDataMap] = field(default_factory=dict)
    items: PersonalDataMap | None = None
    branches: list[PersonalDataMap] = field(default_factory=list)


class PersonalField(NamedTuple):
    """One field of personal data found in a message."""

    path: str
    category: str
    value: Any


def shape_of(library: DocumentStore, schema: Any, document: str) -> PersonalDataMap:
    """The personal places of a schema, without the parts that hold none."""
    made: dict[int, PersonalDataMap] = {}
    whole = _shape(library, schema, document, made)
    _prune(list(made.values()))
    return whole


def _shape(library: DocumentStore, schema: Any, document: str, made: dict[int, PersonalDataMap]) -> PersonalDataMap:
    schema, document, _ = library.resolve(schema, document)
    if not isinstance(schema, dict):
        return PersonalDataMap()
    if id(schema) in made:
        return made[id(schema)]
    shape = made[id(schema)] = PersonalDataMap(schema.get("x-personal-data"))
    for name, part in schema.get("properties", {}).items():
        shape.properties[name] = _shape(library, part, document, made)
    shape.items = _shape(library, schema.get("items"), document, made)
    parts = [part for word in _BRANCHES for part in schema.get(word, [])]
    shape.branches = [_shape(library, part, document, made) for part in parts]
    return shape


def _prune(shapes: list[PersonalDataMap]) -> None:
    """Cut off the parts below which there is no category."""
    live = _live(shapes)
    for shape in shapes:
        shape.properties = {name: part for name, part in shape.properties.items() if id(part) in live}
        shape.branches = [part for part in shape.branches if id(part) in live]
        shape.items = shape.items if id(shape.items) in live else None


def _live(shapes: list[PersonalDataMap]) -> set[int]:
    """The shapes below which a category stands, found outwards from those that have one."""
    live = {id(shape) for shape in shapes if shape.category}
    while True:
        found = {
            id(shape)
            for shape in shapes
            if any(id(part) in live for part in (*shape.properties.values(), *shape.branches, shape.items))
        }
        if found <= live:
            return live
        live |= found


def only(shape: PersonalDataMap, categories: frozenset[str]) -> PersonalDataMap:
    """The same places, those of other categories left out."""
    made: dict[int, PersonalDataMap] = {}
    whole = _only(shape, categories, made)
    _prune(list(made.values()))
    return whole


def _only(shape: PersonalDataMap, categories: frozenset[str], made: dict[int, PersonalDataMap]) -> PersonalDataMap:
    if id(shape) in made:
        return made[id(shape)]
    kept = made[id(shape)] = PersonalDataMap(shape.category if shape.category in categories else None)
    kept.properties = {name: _only(part, categories, made) for name, part in shape.properties.items()}
    kept.items = _only(shape.items, categories, made) if shape.items else None
    kept.branches = [_only(part, categories, made) for part in shape.branches]
    return kept


def categories_in(shape: PersonalDataMap, seen: frozenset[int] = frozenset()) -> set[str]:
    """Every category that stands anywhere below a shape."""
    if id(shape) in seen:
        return set()
    below = [*shape.properties.values(), *shape.branches, *([shape.items] if shape.items else [])]
    found = {category for part in below for category in categories_in(part, seen | {id(shape)})}
    return found | ({shape.category} if shape.category else set())


def names_of(shape: PersonalDataMap) -> frozenset[str] | None:
    """Without which names in an object nothing personal stands in it; None where names alone do not tell."""
    return None if shape.category or shape.branches or shape.items else frozenset(shape.properties)


def fields_in(value: Any, shape: PersonalDataMap, path: str = "body") -> list[PersonalField]:
    """Every field of personal data that a body carries, once; null and empty text carry nothing."""
    found: dict[str, PersonalField] = {}
    _gather(value, shape, path, found)
    return list(found.values())


def unknown_fields(message: Request) -> list[PersonalField]:
    """All that might be personal or secret in a request that no contract knows: each query, each header of its own."""
    query = [PersonalField(f"query/{name}", "identity", value) for name, value in message.query.items()]
    own = message.headers.keys() - _COMMON
    return query + [PersonalField(f"header/{name}", "credentials", message.headers[name]) for name in sorted(own)]


def _gather(value: Any, shape: PersonalDataMap, path: str, found: dict[str, PersonalField]) -> None:
    if shape.category and value not in (None, ""):
        found[path] = PersonalField(path, shape.category, value)
    if isinstance(value, dict):
        for name, below in shape.properties.items():
            if name in value:
                _gather(value[name], below, f"{path}/{name}", found)
    elif isinstance(value, list) and shape.items:
        for index, item in enumerate(value):
            _gather(item, shape.items, f"{path}/{index}", found)
    for branch in shape.branches:
        _gather(value, branch, path, found)
