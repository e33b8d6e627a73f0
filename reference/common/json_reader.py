"""Reads JSON that somebody else wrote: whatever cannot be read is a `ValueError`, however it was made."""

from __future__ import annotations

import json
from typing import Any

DEEPEST = 64
"""Objects and lists within one another. No message has a tenth of it; what is deeper breaks who walks through it."""


def read_json(content: bytes) -> Any:
    """The value of a body; `ValueError` of one that is no JSON, is nested too deep or has a name twice."""
    try:
        value = json.loads(content, object_pairs_hook=_object)
    except RecursionError:
        raise ValueError("nested too deep") from None
    level = _nested([value])
    for _ in range(DEEPEST):
        level = [part for parent in level for part in _nested(parent)]
        if not level:
            return value
    raise ValueError(f"nested deeper than {DEEPEST} levels")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object, in which no name stands twice: readers differ in which value they take."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands more than once in an object")
    return found


def _nested(parts: Any) -> list[Any]:
    return [part for part in (parts.values() if isinstance(parts, dict) else parts) if isinstance(part, (dict, list))]
