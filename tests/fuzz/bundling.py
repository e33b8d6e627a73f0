"""A contract document as the fuzzer needs it: in one piece, without the keys it must not guess, with real examples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from partnerlab.conformance.verify.checks.bundled_document import bundled
from partnerlab.conformance.verify.checks.date_patterns import narrow_dates
from partnerlab.contract.document_store import DocumentStore
from tests.fuzz.seeds import Seed

_VERBS = ("get", "put", "post", "delete", "patch")


def bundle(
    library: DocumentStore, name: str, seeds: dict[str, list[Seed]], keys: Mapping[str, str] = {}
) -> dict[str, Any]:
    """The document with every reference inside itself, the seeds as examples, and the `keys` that bodies carry."""
    whole = bundled(library, name)
    _give_keys(whole, keys)
    narrow_dates(whole)
    for item in whole["paths"].values():
        for verb in _VERBS:
            if verb in item:
                names = item[verb].get("x-operations", {item[verb]["operationId"]: {}})
                _prepare(whole, item[verb], [seed for name in names for seed in seeds.get(name, [])])
    return whole


def _give_keys(node: Any, keys: Mapping[str, str]) -> None:
    """Each field that carries a key by its mark holds the true one: a fuzzer must not guess it."""
    if isinstance(node, dict):
        name = node.get("x-credential")
        if "type" in node and name in keys:
            node["const"] = keys[name]
        for below in node.values():
            _give_keys(below, keys)
    elif isinstance(node, list):
        for below in node:
            _give_keys(below, keys)


def _prepare(whole: dict[str, Any], operation: dict[str, Any], seeds: list[Seed]) -> None:
    operation.pop("security", None)  # a scheme would bring the key's parameter back
    parameters = [_resolved(whole, parameter) for parameter in operation.get("parameters", [])]
    operation["parameters"] = [
        parameter | _examples({n: seed.of(parameter) for n, seed in enumerate(seeds)})
        for parameter in parameters
        if not (parameter["in"] == "header" and "x-credential" in parameter)
    ]
    bodies = {n: seed.body for n, seed in enumerate(seeds)}
    for content in operation.get("requestBody", {}).get("content", {}).values():
        content |= _examples(bodies)


def _resolved(whole: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        target: Any = whole
        for token in node["$ref"].removeprefix("#/").split("/"):
            target = target[token.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


def _examples(values: dict[int, Any]) -> dict[str, Any]:
    """Of one name where they belong to one message."""
    found = {f"pact {n}": {"value": value} for n, value in values.items() if value is not None}
    return {"examples": found} if found else {}
