"""Matchers of a scenario (`exactly`, `matches`, `count` ...): compare the seen value with the expected fields.

A mapping matches by the fields it names; a list matches if each of its elements finds its own partner, in any order.
A mapping whose only key is a word of `MATCHERS` is that matcher.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

_NOTHING = object()


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that was compared."""

    name: str
    ok: bool
    expected: str
    seen: str

    def as_dict(self) -> dict[str, Any]:
        return {"name": self.name, "ok": self.ok, "expected": self.expected, "seen": self.seen}


def compare(expected: Any, seen: Any, name: str = "") -> list[Criterion]:
    """Every criterion of the comparison, those that hold too."""
    return list(_compare(expected, seen, name))


def holds(expected: Any, seen: Any) -> bool:
    return all(criterion.ok for criterion in _compare(expected, seen, ""))


def _compare(expected: Any, seen: Any, name: str) -> Iterator[Criterion]:
    if matcher := _matcher(expected):
        ok = matcher(seen)
        yield Criterion(name, ok, _told(expected), _told(seen))
    elif isinstance(expected, dict):
        yield from _fields(expected, seen, name)
    elif isinstance(expected, list) and isinstance(seen, list):
        yield Criterion(name, _each_finds_its_own(expected, seen), _told(expected), _told(seen))
    else:
        ok, (wanted, found) = _same(expected, seen), (_told(expected), _told(seen))
        if not ok and wanted == found:  # 1 and "1" look alike
            wanted, found = repr(expected), repr(seen)
        yield Criterion(name, ok, wanted, found)


def _fields(expected: dict[str, Any], seen: Any, name: str) -> Iterator[Criterion]:
    if not isinstance(seen, dict):
        yield Criterion(name, False, _told(expected), _told(seen))
        return
    for key, value in expected.items():
        yield from _compare(value, seen.get(key, _NOTHING), f"{name}/{key}" if name else key)


def _each_finds_its_own(expected: list[Any], seen: list[Any]) -> bool:
    """Whether the elements can be paired; one that was paired gives way where it has another partner."""
    paired: dict[int, int] = {}

    def pair(wanted: int, tried: set[int]) -> bool:
        for index, item in enumerate(seen):
            if index not in tried and holds(expected[wanted], item):
                tried.add(index)
                if index not in paired or pair(paired[index], tried):
                    paired[index] = wanted
                    return True
        return False

    return all(pair(wanted, set()) for wanted in range(len(expected)))


def _same(expected: Any, seen: Any) -> bool:
    if isinstance(expected, bool) or isinstance(seen, bool):
        return expected is seen
    if isinstance(expected, int | Decimal) and isinstance(seen, int | float | Decimal):
        return Decimal(str(expected)) == Decimal(str(seen))
    if isinstance(seen, date | time) and isinstance(expected, str):
        return expected == seen.isoformat()  # a file's field; YAML here knows no dates
    return bool(expected == seen)


def _exactly(wanted: Any) -> Callable[[Any], bool]:
    def same(seen: Any, wanted: Any = wanted) -> bool:
        if isinstance(wanted, dict) and isinstance(seen, dict):
            return wanted.keys() == seen.keys() and all(same(seen[key], item) for key, item in wanted.items())
        if isinstance(wanted, list) and isinstance(seen, list):
            return len(wanted) == len(seen) and all(same(s, w) for s, w in zip(seen, wanted, strict=True))
        return _same(wanted, seen)

    return same


def _has(wanted: Any) -> Callable[[Any], bool]:
    def has(seen: Any) -> bool:
        if isinstance(seen, str):
            return str(wanted) in seen
        return isinstance(seen, list) and any(holds(wanted, item) for item in seen)

    return has


def _between(bounds: Any) -> Callable[[Any], bool]:
    low, high = (Decimal(str(bound)) for bound in bounds)

    def within(seen: Any) -> bool:
        try:
            return low <= Decimal(str(seen)) <= high
        except ArithmeticError:
            return False

    return within


def _matches(pattern: Any) -> Callable[[Any], bool]:
    compiled = re.compile(pattern)
    return lambda seen: isinstance(seen, str) and bool(compiled.fullmatch(seen))


MATCHERS: dict[str, Callable[[Any], Callable[[Any], bool]]] = {
    "exactly": _exactly,
    "matches": _matches,
    "has": _has,
    "has_no": lambda wanted: lambda seen: not _has(wanted)(seen),
    "count": lambda number: lambda seen: isinstance(seen, list) and len(seen) == number,
    "one_of": lambda choices: lambda seen: any(_same(choice, seen) for choice in choices),
    "between": _between,
    "present": lambda wanted: lambda seen: (seen not in (_NOTHING, None, "")) is wanted,
}


def unusable(expected: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The matchers within an expectation that cannot work with what they are given: where, and why not."""
    try:
        if _matcher(expected):
            return
    except (TypeError, ValueError, ArithmeticError, re.error) as bad:
        word = next(iter(expected))
        yield (*path, word), f"'{word}' cannot work with {expected[word]!r}: {bad}"
        return
    if isinstance(expected, dict | list):
        for key, item in expected.items() if isinstance(expected, dict) else enumerate(expected):
            yield from unusable(item, (*path, key))


def _matcher(expected: Any) -> Callable[[Any], bool] | None:
    if isinstance(expected, dict) and len(expected) == 1:
        word, value = next(iter(expected.items()))
        if word in MATCHERS:
            return MATCHERS[word](value)
    return None


def _told(value: Any) -> str:
    if value is _NOTHING:
        return "nothing"
    if isinstance(value, date | time):
        return value.isoformat()
    return value if isinstance(value, str) else repr(value)
