"""The contract documents of a kit, with their references resolved across files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from posixpath import join, normpath
from typing import Any
from urllib.parse import quote, unquote

import jsonschema_rs

from partnerlab import yamlio
from partnerlab.contract.json_dates import MARK, DateKeyword
from partnerlab.errors import InputError
from partnerlab.schemas.validation import mistakes
from partnerlab.yamlio import KeyPath

_BASE = "lab:///"
_KEYWORDS: dict[str, type[jsonschema_rs.KeywordValidator]] = {MARK: DateKeyword}
"""What a schema of ours may demand beyond JSON Schema."""

_LONGEST_CHAIN = 100
"""References that refer to references; a longer chain goes round in a circle."""


class ContractError(InputError):
    """A contract document that cannot be used."""


@contextmanager
def reading(file: Path) -> Iterator[None]:
    """Turn a type error on reading a document, which no schema caught, into a mistake of that file."""
    try:
        yield
    except InputError:
        raise
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as bad:
        raise ContractError(f"{file}: a value is not of the type that is expected in its place: {bad}") from bad


class DocumentStore:
    """Reads documents below one folder of contracts, each once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._documents: dict[str, Any] = {}
        self._validators: dict[tuple[str, str], jsonschema_rs.Draft202012Validator] = {}
        self._registries: dict[str, jsonschema_rs.Registry] = {}

    def document(self, name: str) -> Any:
        """The data of `partner/as_provider.openapi.yaml`."""
        if name not in self._documents:
            path = self.root / name
            if name.startswith(("/", "../")):
                raise ContractError(f"{path}: lies outside {self.root}, which no reference may leave")
            if not path.is_file():
                raise ContractError(f"{path}: no such contract document")
            self._documents[name] = _read(path)
        return self._documents[name]

    def resolve(self, node: Any, name: str) -> tuple[Any, str, str]:
        """Follow `$ref` from `node` in document `name`: the target, its document and its pointer there."""
        pointer, followed = "", 0
        while isinstance(node, dict) and "$ref" in node:
            if not isinstance(node["$ref"], str):
                raise self._misled(name, node, "$ref: expected a text like '#/components/schemas/X'")
            there, pointer = split(node["$ref"], name)
            try:
                node, name, followed = self.pointer(there, pointer), there, followed + 1
            except ContractError as bad:
                raise self._misled(name, node, str(bad)) from None
            if followed > _LONGEST_CHAIN:
                raise self._misled(name, node, f"the reference #{pointer} leads back to itself")
        return node, name, pointer

    def pointer(self, name: str, pointer: str) -> Any:
        node = self.document(name)
        for token in pointer.split("/")[1:]:
            key = token.replace("~1", "/").replace("~0", "~")
            try:
                node = node[int(key)] if isinstance(node, list) else node[key]
            except (KeyError, IndexError, ValueError, TypeError):
                raise ContractError(f"{self.root / name}: nothing stands at #{pointer}") from None
        return node

    def mistake(self, name: str, pointer: str, told: str) -> ContractError:
        """What is wrong at a place of a document, with file and line."""
        path = self._path(name, pointer)
        place = "/".join(map(str, path))
        return ContractError(str(yamlio.load(self.root / name).error(path, f"{place}: {told}")))

    def check_part(self, name: str, pointer: str, kind: str) -> None:
        """Check that what stands there is a `kind` as OpenAPI describes it, such as a parameter."""
        document, data = yamlio.load(self.root / name), self.pointer(name, pointer)
        if wrong := mistakes(document, "openapi", part=kind, data=data, at=self._path(name, pointer)):
            raise ContractError("\n".join(wrong))

    def _path(self, name: str, pointer: str) -> KeyPath:
        """The names and numbers that lead to a place of a document."""
        path: list[str | int] = []
        node = self.document(name)
        for token in pointer.split("/")[1:]:
            step = token.replace("~1", "/").replace("~0", "~")
            path.append(int(step) if isinstance(node, list) else step)
            node = node[path[-1]]
        return tuple(path)

    def location(self, name: str, node: Any) -> str:
        """The file of a document, with the line and column at which a node of it begins."""
        document = yamlio.load(self.root / name)
        path = next(iter(_paths_to(node, self.document(name), ())), ())
        return ":".join([document.file, *map(str, document.at(path))])

    def _misled(self, name: str, node: Any, told: str) -> ContractError:
        return ContractError(f"{self.location(name, node)}: {told}")

    def registry(self, name: str) -> jsonschema_rs.Registry:
        """A document and all that it refers to, for the validators to resolve references in."""
        if name not in self._registries:
            resources = [(_BASE + found, self.document(found)) for found in self._closure(name)]
            self._registries[name] = jsonschema_rs.Registry(resources, draft=jsonschema_rs.Draft202012)
        return self._registries[name]

    def _closure(self, name: str) -> list[str]:
        """The document and all documents that it refers to, directly or through others."""
        found = [name]
        for document in found:
            referred = {split(reference, document)[0] for reference in _references(self.document(document))}
            found += sorted(referred.difference(found))
        return found

    def validator(self, name: str, pointer: str) -> jsonschema_rs.Draft202012Validator:
        """A validator of the schema at `pointer` of document `name`, compiled once: many operations share a header."""
        known = self._validators.get((name, pointer))
        if known is None:
            schema = {"$ref": f"{_BASE}{name}#{quote(pointer, safe='/~')}"}
            try:
                known = jsonschema_rs.Draft202012Validator(
                    schema, registry=self.registry(name), validate_formats=True, keywords=_KEYWORDS
                )
            except ValueError as bad:  # a schema, or a mark in it, that cannot be read
                raise self._unreadable(name, pointer, str(bad).splitlines()[0]) from None
            self._validators[name, pointer] = known
        return known

    def _unreadable(self, name: str, pointer: str, told: str) -> ContractError:
        """Why a schema cannot be read: the mistake in its innermost part, or in what it refers to."""
        waiting, seen = [pointer], {pointer}
        while waiting:
            place = waiting.pop()
            for steps, node in _below(self.pointer(name, place)):
                try:
                    jsonschema_rs.meta.validate(node)
                except ValueError as bad:
                    below = (step.replace("~", "~0").replace("/", "~1") for step in steps)
                    return self.mistake(name, "/".join((place, *below)), str(bad).splitlines()[0])
                reference = str(node.get("$ref", ""))
                if reference.startswith("#/") and reference[1:] not in seen:
                    seen.add(reference[1:])
                    waiting.append(reference[1:])
        return self.mistake(name, pointer, told)


def _below(node: Any, steps: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Every mapping within and how it is reached, the innermost first."""
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, child in children:
        yield from _below(child, (*steps, str(name)))
    if isinstance(node, dict):
        yield steps, node


def _paths_to(wanted: Any, node: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """Every path that leads to this very node."""
    if node is wanted:
        yield path
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, child in children:
        yield from _paths_to(wanted, child, (*path, name))


def _references(node: Any) -> Iterator[str]:
    """The text of every `$ref` within."""
    if isinstance(node, dict):
        if isinstance(reference := node.get("$ref"), str):
            yield reference
        for child in node.values():
            yield from _references(child)
    elif isinstance(node, list):
        for child in node:
            yield from _references(child)


def _read(path: Path) -> Any:
    """An OpenAPI document that has the shape in which the lab reads it; of any other document, its data."""
    document = yamlio.load(path)
    data = plain(document.data)
    if path.name.endswith(".openapi.yaml") and (wrong := mistakes(document, "openapi", data=data)):
        raise ContractError("\n".join(wrong))
    return data


def split(reference: str, base: str) -> tuple[str, str]:
    """`../_common/gdx.openapi.yaml#/x` seen from `dbd/as_provider.openapi.yaml`: document and pointer.

    A pointer in a reference is written as in an address (RFC 6901, 6): `%7B` for a brace.
    """
    document, _, pointer = reference.partition("#")
    pointer = unquote(pointer)
    if not document:
        return base, pointer
    return normpath(join(base.rpartition("/")[0], document)), pointer


def plain(value: Any) -> Any:
    """The same data in JSON's terms: names are text (a status too), decimals are numbers."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return float(value) if isinstance(value, Decimal) else value
