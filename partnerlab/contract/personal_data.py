"""Where personal data stands in a message: read off the schema once, looked up in every body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from partnerlab.contract.document_store import DocumentStore
from partnerlab.contract.http.decoding.all_values import AllValues
from partnerlab.contract.http.message import Request, pairs_of
from partnerlab.contract.schema_walker import subschemas

SECRET = "credentials"
"""The category of keys, passwords and tokens: covered like personal data, and no agreement has to allow them."""

_COMMON = {"host", "user-agent", "accept", "accept-encoding", "connection", "content-type", "content-length"}


@dataclass(slots=True, eq=False)
class PersonalDataMap:
    """Personal data below one place of a schema: a category here, or in properties, items, or other shapes of it.

    `patterns` are properties by the pattern of their names, `others` the properties that `named` and `patterns` do not
    name, `positions` the first items of a list. A schema that contains itself gives a map that contains itself.
    """

    category: str | None = None
    properties: dict[str, PersonalDataMap] = field(default_factory=dict)
    patterns: dict[str, PersonalDataMap] = field(default_factory=dict)
    others: PersonalDataMap | None = None
    named: frozenset[str] = frozenset()
    items: PersonalDataMap | None = None
    positions: list[PersonalDataMap] = field(default_factory=list)
    branches: list[PersonalDataMap] = field(default_factory=list)

    def below(self) -> Iterator[PersonalDataMap]:
        """Every map directly below this one."""
        yield from self.properties.values()
        yield from self.patterns.values()
        yield from self.positions
        yield from self.branches
        yield from (part for part in (self.others, self.items) if part)


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
    shape = made[id(schema)] = PersonalDataMap(
        schema.get("x-personal-data") or (SECRET if "x-credential" in schema else None)
    )
    shape.named = frozenset(schema.get("properties", ()))
    for part in subschemas(schema):
        below = _shape(library, part.schema, document, made)
        match part.keyword:
            case "properties":
                shape.properties[part.key] = below
            case "patternProperties":
                shape.patterns[part.key] = below
            case "additionalProperties":
                shape.others = below
            case "items":
                shape.items = below
            case "prefixItems":
                shape.positions.append(below)
            case _:
                shape.branches.append(below)
    return shape


def _prune(shapes: list[PersonalDataMap]) -> None:
    """Cut off the parts below which there is no category; of patterns and positions all or none, for they count."""
    live = _live(shapes)
    for shape in shapes:
        shape.properties = {name: part for name, part in shape.properties.items() if id(part) in live}
        shape.branches = [part for part in shape.branches if id(part) in live]
        shape.items = shape.items if id(shape.items) in live else None
        shape.others = shape.others if id(shape.others) in live else None
        if not shape.others and not any(id(part) in live for part in shape.patterns.values()):
            shape.patterns = {}
        if not shape.items and not any(id(part) in live for part in shape.positions):
            shape.positions = []


def _live(shapes: list[PersonalDataMap]) -> set[int]:
    """The shapes below which a category stands, found outwards from those that have one."""
    live = {id(shape) for shape in shapes if shape.category}
    while True:
        found = {id(shape) for shape in shapes if any(id(part) in live for part in shape.below())}
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
    kept.named = shape.named
    kept.properties = {name: _only(part, categories, made) for name, part in shape.properties.items()}
    kept.patterns = {name: _only(part, categories, made) for name, part in shape.patterns.items()}
    kept.others = _only(shape.others, categories, made) if shape.others else None
    kept.items = _only(shape.items, categories, made) if shape.items else None
    kept.positions = [_only(part, categories, made) for part in shape.positions]
    kept.branches = [_only(part, categories, made) for part in shape.branches]
    return kept


def categories_in(shape: PersonalDataMap, seen: frozenset[int] = frozenset()) -> set[str]:
    """Every category that stands anywhere below a shape."""
    if id(shape) in seen:
        return set()
    found = {category for part in shape.below() for category in categories_in(part, seen | {id(shape)})}
    return found | ({shape.category} if shape.category else set())


def names_of(shape: PersonalDataMap) -> frozenset[str] | None:
    """Names of which an object must have one to hold personal data; None if names alone do not decide it."""
    told = not (shape.category or shape.patterns or shape.others or shape.items or shape.positions or shape.branches)
    return frozenset(shape.properties) if told else None


def fields_in(value: Any, shape: PersonalDataMap, path: str = "body") -> list[PersonalField]:
    """Every field of personal data that a body carries, once; null and empty text carry nothing."""
    found: dict[str, PersonalField] = {}
    _gather(value, shape, path, found)
    return list(found.values())


def unknown_fields(message: Request) -> list[PersonalField]:
    """All that might be personal or secret in a request that no contract knows: each query, each header of its own."""
    query = [PersonalField(f"query/{name}", "identity", value) for name, value in pairs_of(message.query)]
    own = message.headers.keys() - _COMMON
    return query + [PersonalField(f"header/{name}", "credentials", message.headers[name]) for name in sorted(own)]


def _gather(value: Any, shape: PersonalDataMap, path: str, found: dict[str, PersonalField]) -> None:
    if isinstance(value, AllValues):
        _gather_all(value, shape, path, found)
        return
    if shape.category and value not in (None, ""):
        found[path] = PersonalField(path, shape.category, value)
    if isinstance(value, dict):
        for name, below in shape.properties.items():
            if name in value:
                _gather(value[name], below, f"{path}/{name}", found)
        if shape.patterns or shape.others:
            _gather_unnamed(value, shape, path, found)
    elif isinstance(value, list) and (shape.items or shape.positions):
        for index, item in enumerate(value):
            place = shape.positions[index] if index < len(shape.positions) else shape.items
            if place:
                _gather(item, place, f"{path}/{index}", found)
    for branch in shape.branches:
        _gather(value, branch, path, found)


def _gather_all(values: AllValues, shape: PersonalDataMap, path: str, found: dict[str, PersonalField]) -> None:
    """The same of each value of a name that stands more than once; all have one path."""
    for number, value in enumerate(values):
        below: dict[str, PersonalField] = {}
        _gather(value, shape, path, below)
        found.update({f"{place} {number}": field for place, field in below.items()})


def _gather_unnamed(value: dict[str, Any], shape: PersonalDataMap, path: str, found: dict[str, PersonalField]) -> None:
    """The fields whose names fit a pattern, or are not among those that a schema names."""
    for name, item in value.items():
        fitting = [below for pattern, below in shape.patterns.items() if re.search(pattern, name)]
        for below in fitting:
            _gather(item, below, f"{path}/{name}", found)
        if shape.others and not fitting and name not in shape.named:
            _gather(item, shape.others, f"{path}/{name}", found)
