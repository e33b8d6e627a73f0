"""A contract document as the fuzzer needs it: in one piece, without the keys it must not guess, with real examples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from partnerlab.contract.document_store import DocumentStore, split
from tests.fuzz.date_patterns import narrow_dates
from tests.fuzz.seeds import Seed

_VERBS = ("get", "put", "post", "delete", "patch")
_ELSEWHERE = "x-documents"


def bundle(
    library: DocumentStore, name: str, seeds: dict[str, list[Seed]], keys: Mapping[str, str] = {}
) -> dict[str, Any]:
    """The document with every reference inside itself, the seeds as examples, and the `keys` that bodies carry."""
    others: dict[str, Any] = {}
    whole: dict[str, Any] = _moved(library, library.document(name), name, name, others)
    whole.setdefault("components", {})[_ELSEWHERE] = others
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


def _moved(library: DocumentStore, node: Any, here: str, root: str, others: dict[str, Any]) -> Any:
    """A copy of a node in which references to other documents point to where these will stand."""
    if isinstance(node, list):
        return [_moved(library, item, here, root, others) for item in node]
    if not isinstance(node, dict):
        return node
    found = {key: _moved(library, item, here, root, others) for key, item in node.items() if key != "$ref"}
    if "$ref" in node:
        target, pointer = split(node["$ref"], here)
        if target != root and target not in others:
            others[target] = {}
            parts = {"components": library.document(target)["components"]}
            others[target] |= _moved(library, parts, target, root, others)
        away = "" if target == root else f"/components/{_ELSEWHERE}/{target.replace('/', '~1')}"
        found["$ref"] = f"#{away}{pointer}"
    return found


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
