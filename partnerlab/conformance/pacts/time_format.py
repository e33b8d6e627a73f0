"""The forms of dates and times in pacts, as Java writes them: `yyyy-MM-dd'T'HH:mm:ss`."""

from __future__ import annotations

import re
from calendar import monthrange

_PIECE = re.compile(r"'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+")

_HOURS, _MINUTES = "[+-](?:0[0-9]|1[0-8])", "[0-5][0-9]"
"""Of the distance to UTC, which is 18 hours at most in Java."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_NAMES = {
    "EEE": "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)",
    "a": "(?:AM|PM|am|pm)",
    "X": rf"(?:Z|{_HOURS}(?:{_MINUTES})?)",
    "XX": f"(?:Z|{_HOURS}{_MINUTES})",
    "XXX": f"(?:Z|{_HOURS}:{_MINUTES})",
    "Z": f"{_HOURS}{_MINUTES}",
    "ZZ": f"{_HOURS}:?{_MINUTES}",
    "z": "[A-Z]{3,4}",
}
"""What is no number, by its letters."""

_RANGES = {"M": (1, 12), "d": (1, 31), "H": (0, 23), "h": (1, 12), "k": (1, 24), "m": (0, 59), "s": (0, 59)}
"""The least and the greatest of each number, by its letter."""

_YEAR = ("y", "u")


class TimeFormat:
    """One form; ValueError if it has letters that are not read here."""

    def __init__(self, form: str) -> None:
        self._letters: list[str] = []
        try:
            self._pattern = re.compile("".join(self._piece(match) for match in self._pieces(form)))
        except LookupError as bad:
            raise ValueError(f"the form {form} of a time cannot be read: {bad}") from None

    def fits(self, text: str) -> bool:
        """Whether a text has this form, and names a day and a time that there are."""
        match = self._pattern.fullmatch(text)
        if match is None:
            return False
        numbers = dict(zip(self._letters, map(_number, match.groups()), strict=True))
        within = all(low <= numbers[letter] <= high for letter, (low, high) in _RANGES.items() if letter in numbers)
        return within and _there_is_such_a_day(numbers)

    def _pieces(self, form: str) -> list[re.Match[str]]:
        pieces = list(_PIECE.finditer(form))
        if "".join(piece[0] for piece in pieces) != form:
            raise LookupError("a quote is not closed")
        return pieces

    def _piece(self, piece: re.Match[str]) -> str:
        text, letter = piece[0], piece[2]
        if letter is None:
            return re.escape((piece[1] or "").replace("''", "'") or "'" if text.startswith("'") else text)
        if text in _NAMES:
            return _NAMES[text]
        if letter == "S":
            return f"[0-9]{{{len(text)}}}"
        if (letter not in _RANGES and letter not in _YEAR) or letter in self._letters:
            raise LookupError(f"what {text} stands for")
        self._letters.append(letter)
        if text == "MMM":
            return f"({'|'.join(_MONTHS)})"
        return "([0-9]{%s})" % (len(text) if len(text) > 1 else "4" if letter in _YEAR else "1,2")


def _number(text: str) -> int:
    return _MONTHS.index(text) + 1 if text in _MONTHS else int(text)


def _there_is_such_a_day(numbers: dict[str, int]) -> bool:
    year = next((numbers[letter] for letter in _YEAR if letter in numbers), 2000)
    if "d" not in numbers or "M" not in numbers or not 1 <= year <= 9999:
        return True
    return numbers["d"] <= monthrange(year, numbers["M"])[1]
