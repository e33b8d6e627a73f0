"""Where personal data stands in a message: read off the schema once, looked up in every body."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from partnerlab.contract.documents import Library

_BRANCHES = ("allOf", "anyOf", "oneOf")


@dataclass(slots=True)
class Shape:
    """Personal data below one place of a schema: a category here, or in properties, or in every item."""

    category: str | None = None
    properties: dict[str, Shape] = field(default_factory=dict)
    items: Shape | None = None

    def __bool__(self) -> bool:
        return bool(self.category or self.properties or self.items)


@dataclass(frozen=True, slots=True)
class PersonalField:
    """One field of personal data found in a message."""

    path: str
    category: str
    value: Any


def shape_of(library: Library, schema: Any, document: str, seen: frozenset[int] = frozenset()) -> Shape:
    """The personal places of a schema; a schema that contains itself is followed once."""
    schema, document, _ = library.resolve(schema, document)
    shape = Shape()
    if not isinstance(schema, dict) or id(schema) in seen:
        return shape
    seen |= {id(schema)}
    shape.category = schema.get("x-personal-data")
    for name, part in schema.get("properties", {}).items():
        if below := shape_of(library, part, document, seen):
            shape.properties[name] = below
    if below := shape_of(library, schema.get("items"), document, seen):
        shape.items = below
    for branch in (part for word in _BRANCHES for part in schema.get(word, [])):
        _merge(shape, shape_of(library, branch, document, seen))
    return shape


def _merge(into: Shape, other: Shape) -> None:
    into.category = into.category or other.category
    into.items = into.items or other.items
    for name, part in other.properties.items():
        if name in into.properties:
            _merge(into.properties[name], part)
        else:
            into.properties[name] = part


def fields_in(value: Any, shape: Shape, path: str = "body") -> Iterator[PersonalField]:
    """Every field of personal data that a body carries; null and empty text carry nothing."""
    if shape.category and value not in (None, ""):
        yield PersonalField(path, shape.category, value)
    if isinstance(value, dict):
        for name, below in shape.properties.items():
            if name in value:
                yield from fields_in(value[name], below, f"{path}/{name}")
    elif isinstance(value, list) and shape.items:
        for index, item in enumerate(value):
            yield from fields_in(item, shape.items, f"{path}/{index}")
