"""Lines of Thai text, which has no spaces between words: where a line may end."""

from __future__ import annotations

import re
from collections.abc import Callable

_LEADING_VOWEL, _CONSONANT = "เ-ไ", "ก-ฮ"
_PLACES = re.compile(rf"(?<= )|(?<=[^{_LEADING_VOWEL}(])(?=[{_LEADING_VOWEL}])(?!โยง)")
"""A line ends best at a space, or before a vowel that is written first: there a syllable begins, and most often a word.

`เชื่อมโยง`, which every letter speaks of, stays whole.
"""

_SYLLABLES = re.compile(rf"(?<=[^{_LEADING_VOWEL}])(?=[{_CONSONANT}](?!\u0e4c))|(?<=[.,/])")
"""Where nothing better is near: before any consonant that is heard, so that no mark leaves its letter."""


def lines_of(text: str, widths: Callable[[int], float], measure: Callable[[str], float]) -> list[str]:
    """The text in lines, of which number n, from 0, is at most `widths(n)` wide by `measure`."""
    lines: list[str] = []
    line, pieces = "", [piece for piece in _PLACES.split(text) if piece]
    while pieces:
        piece = pieces.pop(0)
        room = widths(len(lines))
        if measure((line + piece).rstrip()) <= room or len(line + piece) == 1:
            line += piece
        elif line:
            lines.append(line.rstrip())
            line, pieces = "", [piece, *pieces]
        else:
            pieces = [*_halves(piece, room, measure), *pieces]
    return [*lines, line.rstrip()] if line else lines


def _halves(piece: str, room: float, measure: Callable[[str], float]) -> tuple[str, str]:
    """A piece that is wider than a line, in two: at the last good place that still fits, or after its first letter."""
    places = [match.start() for match in _SYLLABLES.finditer(piece) if 0 < match.start() < len(piece)]
    place = max((place for place in places if measure(piece[:place]) <= room), default=1)
    return piece[:place], piece[place:]
