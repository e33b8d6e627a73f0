"""The operations that share an address and a verb, as `x-operations` beside the one of OpenAPI names them.

x-operations:
  by: body/request            # or query/NAME, header/NAME
  confirm:                    # the operation's name
    value: confirm            # the constant that names it; without it, its name
    summary: ...              # and every other word of an operation: x-summary-th, x-read-only, x-identifies ...
    request: {$ref: ...}      # without it, what the discriminator of the request maps the value to
    answers: {"200": {application/json: {$ref: ...}}}    # other answers are those of all
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from partnerlab.contract.document_store import ContractError, DocumentStore, split
from partnerlab.contract.http.operation_source import (
    Bodies,
    OperationSource,
    SchemaPlace,
    address_sources,
    escape,
)  # fmt: skip
from partnerlab.contract.http.selector import PLACES, Selector

_OWN = ("value", "request", "answers")
"""Words of a branch that are no words of an operation."""
_SAID_BEFORE = (
    "x-operations", "description", "x-read-only", "x-identifies", "x-money", "x-proved-by", "x-ends-credential",
)  # fmt: skip
"""What OpenAPI's operation says is said of all; of one branch only that branch says it."""


def operation_sources(store: DocumentStore, document: str) -> Iterator[OperationSource]:
    """Every operation of a document, in its order; of those that share an address each by itself."""
    for address in address_sources(store, document):
        yield from branch_sources(store, document, address) or [address]


def branch_sources(store: DocumentStore, document: str, address: OperationSource) -> list[OperationSource]:
    """The operations that share this address; none where OpenAPI's operation is the only one."""
    told = address.data.get("x-operations")
    if not told:
        return []
    try:
        return _Branches(store, address, told).sources()
    except ContractError as bad:
        raise ContractError(f"{store.root / document}: {address.id}: x-operations: {bad}") from None


class _Branches:
    """Reads `x-operations` of one address."""

    def __init__(self, store: DocumentStore, address: OperationSource, told: dict[str, Any]) -> None:
        self._store, self._address = store, address
        self._where = str(told.get("by", ""))
        self._branches = {name: branch for name, branch in told.items() if name != "by"}
        self._values = tuple(str(branch.get("value", name)) for name, branch in self._branches.items())
        self._document, self._pointer = address.place.document, f"{address.place.pointer}/x-operations"

    def sources(self) -> list[OperationSource]:
        self._check()
        return [
            self._source(name, branch, value)
            for (name, branch), value in zip(self._branches.items(), self._values, strict=True)
        ]

    def _check(self) -> None:
        place, _, name = self._where.partition("/")
        if place not in PLACES or not name:
            raise ContractError(
                f"by: where is the constant? body/NAME, query/NAME or header/NAME; seen '{self._where}'"
            )
        if twice := sorted({value for value in self._values if self._values.count(value) > 1}):
            raise ContractError(f"value: '{twice[0]}' names two operations")
        if place != "body":
            self._check_parameter(place, name)

    def _check_parameter(self, place: str, name: str) -> None:
        """Check that the selecting parameter is declared and lists the value of each branch."""
        found = {
            (data["in"], data["name"]): data for data in (self._store.pointer(*p) for p in self._address.parameters)
        }
        if (place, name) not in found:
            known = ", ".join(sorted(each for side, each in found if side == place)) or "none"
            raise ContractError(f"by: '{name}' is not in the operation's {place}; there are: {known}")
        data = found[place, name]
        enum = self._store.resolve(data["schema"], self._document)[0].get("enum", [])
        if not data.get("required") or sorted(map(str, enum)) != sorted(self._values):
            raise ContractError(f"by: {place}/{name} must be required, with enum: [{', '.join(self._values)}]")

    def _source(self, name: str, branch: dict[str, Any], value: str) -> OperationSource:
        request = {
            media: self._request(name, branch, value, media, place) for media, place in self._address.request.items()
        }
        data = {word: told for word, told in self._address.data.items() if word not in _SAID_BEFORE}
        return replace(
            self._address,
            id=name,
            data=data | {word: told for word, told in branch.items() if word not in _OWN},
            request=request,
            answers={
                status: self._answers(name, branch, status, kinds) for status, kinds in self._address.answers.items()
            },
            selector=Selector(self._where, self._values, self._constant(name, value, request)),
        )

    def _request(
        self, name: str, branch: dict[str, Any], value: str, media: str, place: SchemaPlace | None
    ) -> SchemaPlace | None:
        """The schema of this branch's request under one media type."""
        if "request" in branch:
            return SchemaPlace(self._document, f"{self._pointer}/{escape(name)}/request")
        if place is None or not self._where.startswith("body/"):
            return place
        schema, document, _ = self._store.resolve(self._store.pointer(*place), place.document)
        mapping = schema.get("discriminator", {}).get("mapping", {})
        if value not in mapping:
            raise ContractError(
                f"{name}: the discriminator of {media} maps no '{value}' to a schema; it maps: "
                f"{', '.join(mapping) or 'nothing'}; else say it here: request: {{$ref: …}}"
            )
        if strange := sorted(mapping.keys() - set(self._values)):
            raise ContractError(f"the discriminator of {media} maps '{strange[0]}', which is no operation here")
        if {"$ref": mapping[value]} not in schema.get("oneOf", []):
            raise ContractError(f"{name}: {mapping[value]} is not among the oneOf of {media}, which other tools read")
        return SchemaPlace(*split(mapping[value], document))

    def _constant(self, name: str, value: str, request: Bodies) -> Any:
        """The constant as it stands in a message: in a body it may be a number, and the schema must fix it."""
        if not self._where.startswith("body/"):
            return value
        path = self._where.removeprefix("body/").split("/")
        for media, place in request.items():
            found = self._const(self._store.pointer(*place), place.document, path) if place else None
            if found is None or str(found) != value:
                raise ContractError(f"{name}: the schema of {media} must fix {self._where} by const: {value}")
        return found

    def _const(self, schema: Any, document: str, path: list[str]) -> Any:
        """What a schema fixes at a path of properties; None if nothing."""
        schema, document, _ = self._store.resolve(schema, document)
        if not path:
            return schema.get("const")
        found = [self._const(_below(schema, path[0]), document, path[1:])]
        found += [self._const(part, document, path) for part in schema.get("allOf", [])]
        return next((const for const in found if const is not None), None)

    def _answers(self, name: str, branch: dict[str, Any], status: int, kinds: Bodies) -> Bodies:
        own = branch.get("answers", {}).get(str(status), {})
        base = f"{self._pointer}/{escape(name)}/answers/{status}"
        if strange := sorted({str(each) for each in branch.get("answers", {})} - set(map(str, self._address.answers))):
            raise ContractError(f"{name}: answers: the operation has no answer {strange[0]}")
        if strange := sorted(own.keys() - kinds.keys()):
            raise ContractError(
                f"{name}: answers: {status} is never {strange[0]}; it is {' or '.join(kinds) or 'empty'}"
            )
        return kinds | {media: SchemaPlace(self._document, f"{base}/{escape(media)}") for media in own}


def _below(schema: Any, step: str) -> Any:
    """The schema of a property, or of one item of a list by its number."""
    if step.isdecimal():
        items = schema.get("prefixItems", [])
        return items[int(step)] if int(step) < len(items) else {}
    return schema.get("properties", {}).get(step, {})
