"""Dates in JSON, as a contract agrees them: `x-date` beside a field says how a date is written, and of which era.

x-date: {format: YYYYMMDD, era: be}           # or ce; YYYY YY MM DD hh mm ss, # a digit, * parts of a second
        partial: true                         # unknown parts are 00, from the day up
        none: ["0", "99999999"]               # what stands there instead of a date
        range: [1900, 2100]                   # Gregorian years
"""

from __future__ import annotations

import json
import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

MARK = "x-date"
_BUDDHIST = 543
_ERAS = {"ce": "Gregorian", "be": "Buddhist"}
PLAUSIBLE = (1850, 2150)
"""Gregorian years in which any date of ours lies: the years of one era are none of the other."""
_REMEMBERED = 4096
_TOKEN = re.compile(r"YYYY|YY|MM|DD|hh|mm|ss|#|\*|.")
_PATTERNS = {
    "YYYY": "(?P<year>[0-9]{4})", "YY": "(?P<short>[0-9]{2})", "MM": "(?P<month>[0-9]{2})", "DD": "(?P<day>[0-9]{2})",
    "hh": "(?P<hour>[0-9]{2})", "mm": "(?P<minute>[0-9]{2})", "ss": "(?P<second>[0-9]{2})", "#": "[0-9]",
    "*": "(?:[.][0-9]+)?",
}  # fmt: skip
_PARTS = ("month", "day", "hour", "minute", "second")
_NO_PART = {"month": "13", "day": "32", "hour": "25", "minute": "61", "second": "61"}
"""Of each part a value that no date has."""
_WORDS = {"format", "era", "partial", "none", "range"}


class DateError(ValueError):
    """A value that is no date as agreed. `str` of it is what a validator hands on; `from_message` reads it again.

    `reason` says what is wrong with the value, where that is not plain.
    """

    def __init__(self, rule: str, expected: str, reason: str = "") -> None:
        super().__init__("\n".join((rule, expected, reason)))
        self.rule, self.expected, self.reason = rule, expected, reason

    @classmethod
    def from_message(cls, message: str) -> DateError:
        return cls(*message.split("\n", 2))


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date as it was read, its year Gregorian; a month or day that is unknown or not written is 0."""

    year: int
    month: int
    day: int
    hour: int
    minute: int
    second: int


class AgreedDate:
    """One `x-date`, compiled."""

    def __init__(self, mark: dict[str, Any]) -> None:
        self.format, self.era = mark["format"], mark["era"]
        self.partial, self.none = bool(mark.get("partial")), {str(value) for value in mark.get("none", ())}
        self.first, self.last = mark.get("range", PLAUSIBLE)
        tokens = _TOKEN.findall(self.format)
        self._pattern = re.compile("".join(_PATTERNS.get(token, re.escape(token)) for token in tokens))
        self._has_day = "DD" in tokens
        self._good: set[str] = set()

    @property
    def expectation(self) -> str:
        return f"a date {self.format} with a {_ERAS[self.era]} year"

    @property
    def has_time(self) -> bool:
        """Whether it is written with a time of day."""
        return "hh" in self.format

    def check(self, value: Any) -> None:
        """DateError if the value is no date as agreed; one that is right is remembered."""
        text = str(value)
        if text in self._good:
            return
        self.read(value)
        if len(self._good) >= _REMEMBERED:
            self._good.clear()
        self._good.add(text)

    def read(self, value: Any) -> WrittenDate | None:
        """The date; None where the value says that there is none. DateError if it is no date as agreed."""
        text = str(value)
        if value is None or text in self.none:
            return None
        match = self._pattern.fullmatch(text)
        if match is None:
            raise DateError("date", self.expectation)
        found = {name: int(digits) for name, digits in match.groupdict().items()}
        date = WrittenDate(self._year(found), *(found.get(part, 0) for part in _PARTS))
        if not self._exists(date):
            raise DateError("calendar", self.expectation + " that the calendar has")
        return date

    def spoilt(self, value: Any) -> Iterator[Any]:
        """The same date with one part wrong each: a year of the other era, a month, a day, an hour there is not."""
        match = self._pattern.fullmatch(str(value))
        for name, digits in match.groupdict().items() if match else ():
            away = -_BUDDHIST if self.era == "be" else _BUDDHIST
            wrong = str(int(digits) + away) if name == "year" else _NO_PART.get(name)
            if wrong is not None and match is not None:
                text = str(value)[: match.start(name)] + wrong + str(value)[match.end(name) :]
                yield int(text) if isinstance(value, int) else text

    def _year(self, found: dict[str, int]) -> int:
        """The Gregorian year of a date of the agreed era."""
        offset = _BUDDHIST if self.era == "be" else 0
        year = found["year"] if "year" in found else found["short"] + (2500 if offset else 2000)
        if self.first <= year - offset <= self.last:
            return year - offset
        other = "ce" if self.era == "be" else "be"
        first, last = (bound + _BUDDHIST - offset for bound in PLAUSIBLE)
        if first <= year <= last:
            raise DateError("era", self.expectation, f", which is of the {_ERAS[other]} era")
        wanted = f"{self.expectation} from {self.first + offset} to {self.last + offset}"
        raise DateError("range", wanted)

    def _exists(self, date: WrittenDate) -> bool:
        """Whether the calendar has it; a part that is not written, or may be unknown, is 0."""
        if date.hour > 23 or date.minute > 59 or date.second > 59 or date.month > 12:
            return False
        if date.day == 0 and (self.partial or not self._has_day):
            return date.month > 0 or self.partial
        return date.month > 0 and 1 <= date.day <= monthrange(date.year, date.month)[1]


class DateKeyword:
    """`x-date` as a keyword of JSON Schema: what is text or a number must be a date as agreed."""

    def __init__(self, parent: Any, mark: Any, path: Any) -> None:
        self._date = agreed_date(mark)

    def validate(self, value: Any) -> None:
        if type(value) is float and value.is_integer():  # in JSON 20260105.0 is a whole number too
            value = int(value)
        if type(value) is str or type(value) is int:
            self._date.check(value)


def agreed_date(mark: Any) -> AgreedDate:
    """The compiled mark; ValueError says what is wrong with it."""
    _check(mark)
    return _compiled(json.dumps(mark, sort_keys=True))


@lru_cache(maxsize=1024)
def _compiled(mark: str) -> AgreedDate:
    return AgreedDate(json.loads(mark))


def mark_mistakes(mark: Any) -> Iterator[str]:
    """Mistakes in a mark."""
    words = "format: such as YYYYMMDD, era: ce or be, and perhaps partial, none, range"
    if not isinstance(mark, dict) or not {"format", "era"} <= mark.keys() <= _WORDS:
        yield f"{MARK}: expected {{{words}}}, seen {mark!r}"
        return
    if mark["era"] not in _ERAS:
        yield f"{MARK}: era: expected ce or be, seen {mark['era']!r}"
    parts = [token for token in _TOKEN.findall(str(mark["format"])) if token in _PATTERNS and token != "#"]
    if len(parts) != len(set(parts)) or len({"YYYY", "YY"} & {*parts}) != 1:
        yield f"{MARK}: format: expected a year and each part once, such as YYYY-MM-DD, seen {mark['format']!r}"
    if not isinstance(mark.get("none", []), list):
        yield f"{MARK}: none: expected a list of what stands for no date, seen {mark['none']!r}"
    bounds = mark.get("range", [*PLAUSIBLE])
    known = isinstance(bounds, list) and len(bounds) == 2 and all(type(bound) is int for bound in bounds)
    if not known or not PLAUSIBLE[0] <= bounds[0] <= bounds[1] <= PLAUSIBLE[1]:
        yield f"{MARK}: range: expected [first, last], Gregorian years in {[*PLAUSIBLE]}, seen {bounds!r}"


def _check(mark: Any) -> None:
    for mistake in mark_mistakes(mark):
        raise ValueError(mistake)
