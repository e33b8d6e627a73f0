"""How deep a body may be nested: what is deeper is no message of anybody's, and tools that walk it would break."""

from __future__ import annotations

from typing import Any

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
