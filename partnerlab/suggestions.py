"""How an unknown name is told: what was found, what is near it, and what there is."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def unknown(kind: str, name: str, offered: Iterable[str]) -> str | None:
    """None if the name is offered; else a sentence that tells it."""
    choices = sorted(offered)
    if name in choices:
        return None
    near = difflib.get_close_matches(name, choices, 1)
    hint = f" (did you mean '{near[0]}'?)" if near else ""
    return f"there is no {kind} '{name}'{hint}; there are: {', '.join(choices) or 'none'}"
