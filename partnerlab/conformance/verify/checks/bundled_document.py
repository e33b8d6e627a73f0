"""Bundle an OpenAPI document into one piece, with every reference pointing inside."""

from __future__ import annotations

from typing import Any

from partnerlab.contract.document_store import DocumentStore, split

_ELSEWHERE = "x-documents"


def bundled(store: DocumentStore, name: str) -> dict[str, Any]:
    """A copy of a document in which what it refers to elsewhere stands among its own components."""
    others: dict[str, Any] = {}
    whole: dict[str, Any] = _moved(store, store.document(name), name, name, others)
    whole.setdefault("components", {})[_ELSEWHERE] = others
    return whole


def _moved(store: DocumentStore, node: Any, here: str, root: str, others: dict[str, Any]) -> Any:
    """A copy of a node in which references to other documents point to where these will stand."""
    if isinstance(node, list):
        return [_moved(store, item, here, root, others) for item in node]
    if not isinstance(node, dict):
        return node
    found = {key: _moved(store, item, here, root, others) for key, item in node.items() if key != "$ref"}
    if "$ref" in node:
        target, pointer = split(node["$ref"], here)
        if target != root and target not in others:
            others[target] = {}
            parts = {"components": store.document(target)["components"]}
            others[target] |= _moved(store, parts, target, root, others)
        away = "" if target == root else f"/components/{_ELSEWHERE}/{target.replace('/', '~1')}"
        found["$ref"] = f"#{away}{pointer}"
    return found
