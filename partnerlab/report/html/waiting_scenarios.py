"""Contents of passed scenarios in a long report, kept as data until a reader opens one.

A browser would build 300,000 elements, of which a reader opens a few. Pieces that several scenarios
have in common stand once, in `pieces`; a scenario has their numbers in their places.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

MANY = 60
"""Scenarios up to which a page holds all of itself, and can be read without scripts."""

ANCHOR = "\x01"
"""Stands in the pieces, which are shared, for a scenario's own address. No text of a page holds control characters."""

_EDGES = re.compile(r"(?<=\n)|(?=<a )|(?<=</a>)|(?=<span lang=\"en\">)|(?<=</span>)")
_SHORT = 8
"""Characters of a piece that is not worth a number."""


class WaitingScenarios:
    """The insides of scenarios by their anchors, as markup of the templates, in which all else is escaped already."""

    def __init__(self) -> None:
        self._insides: dict[str, list[str]] = {}

    def keep(self, anchor: str, inside: str) -> str:
        """Keep a scenario for later; the page has nothing in its place."""
        self._insides[anchor] = [piece for piece in _EDGES.split(str(inside).replace(anchor, ANCHOR)) if piece]
        return ""

    def data(self) -> dict[str, Any]:
        """`pieces`, and by anchor the `insides`: text, or the number of a piece."""
        counts = Counter(piece for inside in self._insides.values() for piece in inside)
        pieces = [piece for piece, count in counts.items() if count > 1 and len(piece) > _SHORT]
        numbers = {piece: number for number, piece in enumerate(pieces)}
        insides = {anchor: _joined(inside, numbers) for anchor, inside in self._insides.items()}
        return {"pieces": pieces, "insides": insides}


def _joined(inside: list[str], numbers: dict[str, int]) -> list[str | int]:
    """The numbers of shared pieces, and between them whatever is not shared as one text."""
    joined: list[str | int] = []
    for piece in inside:
        if piece in numbers:
            joined.append(numbers[piece])
        elif joined and isinstance(joined[-1], str):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined
