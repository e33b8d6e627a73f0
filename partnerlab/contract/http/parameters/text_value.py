"""How text outside a body is read: a value travels as text, and means what its schema's type says."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

_NUMBER = re.compile(r"-?[0-9]{1,100}(?:\.[0-9]{1,100})?(?:[eE][-+]?[0-9]{1,2})?")
"""A number as it travels in text; one that is longer than anybody's stays text, and so is none."""
_LITERALS = {"true": True, "false": False}


def _whole(text: str) -> Any:
    return int(text) if text.lstrip("-").isdecimal() else text


_READERS: dict[str, Callable[[str], Any]] = {
    "integer": lambda text: _whole(text) if _NUMBER.fullmatch(text) else text,
    "number": lambda text: float(text) if _NUMBER.fullmatch(text) else text,
    "boolean": lambda text: _LITERALS.get(text, text),
    "null": lambda text: text or None,
}


class TextValue(NamedTuple):
    """The types that a text may mean. `items` says that it is a list, whose elements `separator` parts.

    Without a separator each element of a list stands under the name of its own.
    """

    types: tuple[str, ...]
    items: bool = False
    separator: str | None = None

    def readings(self, text: str) -> list[Any]:
        """What a text may mean, the likeliest first."""
        typed = [_READERS[name](text) for name in self.types if name in _READERS]
        as_text = [text] if "string" in self.types or not self.types else []
        meant = [value for value in typed if value is not text]
        return [*meant, *as_text] or [text]

    def elements(self, texts: list[str]) -> list[str]:
        """The elements of a list, of all that stands under its name."""
        if self.separator is None:
            return texts
        return [part.strip(" ") for text in texts for part in text.split(self.separator)]

    def read_list(self, texts: list[str]) -> list[Any]:
        """The list that these texts mean."""
        return [self.readings(text)[0] for text in self.elements(texts)]
