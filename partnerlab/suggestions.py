"""The message about an unknown name: the nearest names, and the names that exist."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable
from pathlib import Path

_MOST = 50
"""So many names are listed whole; of more only the nearest, for nobody looks for one name in a page of them."""

_NEAREST = 5
_LONGEST = 80
"""Characters of a wrong name that are repeated."""

_LISTED = {
    "requirement": "contracts/requirements.yaml lists them",
    "partner": "`partnerlab partners` lists them",
    "layout": "`partnerlab partners` lists them",
    "fault": "docs/scenarios.md and `partnerlab partners NAME` list them",
}
"""Where all names of a kind are listed."""


def unknown_name_message(kind: str, name: str, offered: Iterable[str]) -> str | None:
    """A sentence about a name that is not among those offered; None if it is."""
    choices = sorted(offered)
    if name in choices:
        return None
    return f"there is no {kind} '{shortened(name)}'{nearest_hint(name, choices)}; {_offered(kind, name, choices)}"


def nearest_hint(name: str, offered: Iterable[str]) -> str:
    """The name that was probably meant, in brackets and with a space before it; empty if none is near."""
    near = difflib.get_close_matches(shortened(name), sorted(offered), 1)
    return f" (did you mean '{near[0]}'?)" if near else ""


def missing_path_message(path: Path) -> str:
    """A sentence about a file or folder that does not exist, with the nearest one beside it."""
    missing = path.absolute()
    while not missing.parent.is_dir() and missing != missing.parent:
        missing = missing.parent
    beside = missing.parent.iterdir() if os.access(missing.parent, os.R_OK) else iter(())
    return f"{path}: no such file or folder{nearest_hint(missing.name, (child.name for child in beside))}"


def shortened(text: str) -> str:
    """A text that somebody typed, no longer than a message can bear."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _offered(kind: str, name: str, choices: list[str]) -> str:
    if len(choices) <= _MOST:
        return f"there are: {', '.join(choices) or 'none'}"
    nearest = difflib.get_close_matches(shortened(name), choices, _NEAREST, 0)
    listed = f" ({_LISTED[kind]})" if kind in _LISTED else ""
    return f"there are: {', '.join(nearest)} and {len(choices) - len(nearest)} more{listed}"
