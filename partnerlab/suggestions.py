"""The message about an unknown name: the nearest name, and the names that exist."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def unknown_name_message(kind: str, name: str, offered: Iterable[str]) -> str | None:
    """A sentence about a name that is not among those offered; None if it is."""
    choices = sorted(offered)
    if name in choices:
        return None
    near = difflib.get_close_matches(name, choices, 1)
    hint = f" (did you mean '{near[0]}'?)" if near else ""
    return f"there is no {kind} '{name}'{hint}; there are: {', '.join(choices) or 'none'}"
