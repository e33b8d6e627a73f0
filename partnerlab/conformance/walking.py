"""A walk over everything that an operation of a contract document is made of, with the marks that reach it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from partnerlab import yamlio

_VERBS = ("get", "put", "post", "delete", "patch")
_BRANCHES = ("allOf", "anyOf", "oneOf")


def load(path: Path) -> Any:
    """A document's data in JSON's terms, so that statuses are text; to be read, not changed."""
    return _loaded(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _loaded(path: Path, written: int) -> Any:
    """Every reference leads through here, and a document has hundreds."""
    return _plain(yamlio.load(path).data)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


@dataclass(frozen=True)
class Place:
    """One parameter or schema on the way through an operation: where it stands and what marks reach it.

    `open` is an object that may have fields besides those that are told.
    """

    path: str
    name: str
    side: str
    data: Any
    mark: Any
    leaf: bool
    open: bool = False


@dataclass(frozen=True)
class _Node:
    """Something read, with the file it stands in: references are relative to that."""

    data: Any
    file: Path

    def follow(self) -> _Node:
        node = self
        while isinstance(node.data, dict) and "$ref" in node.data:
            name, _, pointer = node.data["$ref"].partition("#")
            file = (node.file.parent / name).resolve() if name else node.file
            target = load(file)
            for token in pointer.split("/")[1:]:
                target = target[token.replace("~1", "/").replace("~0", "~")]
            node = _Node(target, file)
        return node

    def at(self, data: Any) -> _Node:
        return _Node(data, self.file).follow()


def operations(file: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Verb, path and operation of each that a document holds."""
    for path, item in load(file).get("paths", {}).items():
        yield from ((verb, path, item[verb]) for verb in _VERBS if verb in item)


def places(file: Path, operation: dict[str, Any]) -> Iterator[Place]:
    """Every parameter and every schema below an operation, references followed.

    `mark` is the provenance that holds there: its own, the nearest around it, or the operation's.
    """
    node, mark, name = _Node(operation, file), operation.get("x-provenance"), operation["operationId"]
    for data in operation.get("parameters", []):
        parameter = node.at(data)
        own = parameter.data.get("x-provenance", mark)
        where = f"{name}/{parameter.data['in']}/{parameter.data['name']}"
        merged = parameter.at(parameter.data["schema"]).data | parameter.data
        yield Place(where, parameter.data["name"], "request", merged, own, True)
    if "requestBody" in operation:
        yield from _bodies(node.at(operation["requestBody"]), f"{name}/request", "request", mark)
    for status, data in operation["responses"].items():
        yield from _bodies(node.at(data), f"{name}/{status}", "answer", mark)


def _bodies(node: _Node, where: str, side: str, mark: Any) -> Iterator[Place]:
    for media, data in node.data.get("content", {}).items():
        for schema in (data["schema"], *data.get("x-by", {}).get("schemas", {}).values()):
            yield from _schema(node.at(schema), f"{where}/{media}", "", side, mark)


def _schema(node: _Node, where: str, name: str, side: str, mark: Any, within: bool = False) -> Iterator[Place]:
    """`within`: what is beside it in an `allOf`, or around that, says that there are no other fields."""
    data = node.data
    mark = data.get("x-provenance", mark)
    closed = within or any(_closed(node.at(part).data) for part in (data, *data.get("allOf", [])))
    parts = [(f"{where}/{each}", each, part) for each, part in data.get("properties", {}).items()]
    parts += [(where, name, part) for word in _BRANCHES for part in data.get(word, [])]
    below = (data.get("items"), data.get("additionalProperties"))
    parts += [(f"{where}/*", name, part) for part in below if isinstance(part, dict)]
    free = "object" in data.get("type", ()) and not closed
    yield Place(where, name, side, data, mark, leaf=not parts, open=free)
    for path, each, part in parts:
        together = closed and any(part is one for one in data.get("allOf", []))
        yield from _schema(node.at(part), path, each, side, mark, together)


def _closed(data: Any) -> bool:
    return "additionalProperties" in data or "unevaluatedProperties" in data
