"""Limits on JSON beyond its grammar: depth of nesting, and no name twice in one object.

Tools that walk what is nested too deep would break; of a name that stands twice readers take one value or the other.
"""

from __future__ import annotations

import json
from typing import Any

import orjson

DEEPEST = 64
"""Objects and lists within one another. Contracts need a tenth of it; judges and writers of JSON give up above 250."""


def nested_too_deep(value: Any, raw: bytes) -> bool:
    """Whether a decoded body goes deeper; `raw` is what it was decoded from, and mostly has too few brackets for it."""
    if len(raw) <= DEEPEST or raw.count(b"{") + raw.count(b"[") <= DEEPEST:
        return False
    level = _nested([value])
    for _ in range(DEEPEST):  # level by level, so that nothing can be too deep for this very check
        level = [part for parent in level for part in _nested(parent)]
    return bool(level)


def _nested(parts: Any) -> list[Any]:
    """What has parts of its own, of the parts of an object or a list."""
    return [part for part in (parts.values() if type(parts) is dict else parts) if type(part) in (dict, list)]


def repeated_names(value: Any, raw: bytes) -> list[str]:
    """The names that stand twice in an object of a decoded body; mostly its colons show that there are none."""
    if raw.count(b":") <= orjson.dumps(value).count(b":"):
        return []
    repeated: set[str] = set()

    def note(pairs: list[tuple[str, Any]]) -> None:
        names = [name for name, _ in pairs]
        repeated.update(name for name in names if names.count(name) > 1)

    json.loads(raw, object_pairs_hook=note, parse_int=str)
    return sorted(repeated)
