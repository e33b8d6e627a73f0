"""The matchers that a pact may use (`type`, `regex`, `date` ...), and how each compares a value.

Beside `type` and `equality`, which say how all below a place is compared, a matcher tests one value alone. One that is
unknown here is refused when the pact is read, for the implementation must not be blamed for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from partnerlab.conformance.pacts.time_format import TimeFormat

Test = Callable[[Any], bool]

_PLAIN, _QUOTED = r"\.([^.\[\]]+)", r"\[(?:'([^']*)'|\"([^\"]*)\"|([0-9]+|\*))\]"
_STEP = re.compile(f"{_PLAIN}|{_QUOTED}")
_SEMVER = re.compile(r"(?:0|[1-9][0-9]*)(?:\.(?:0|[1-9][0-9]*)){2}(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?")
_FORMATS = {
    "date": "yyyy-MM-dd",
    "time": "HH:mm:ss",
    "timestamp": "yyyy-MM-dd'T'HH:mm:ssXXX",
    "datetime": "yyyy-MM-dd'T'HH:mm:ssXXX",
}
"""The matchers of times, each with the form that it has where it says none."""


class MatcherError(ValueError):
    """A rule that is not read here."""


@dataclass(frozen=True, slots=True)
class Matcher:
    """One matcher: its kind, how long a list may be, and for most kinds the test of a value."""

    kind: str
    least: int | None = None
    most: int | None = None
    test: Test | None = None
    expected: str = ""

    def length_broken(self, seen: list[Any]) -> str | None:
        """How many elements there should be, if there are others."""
        if self.least is not None and len(seen) < self.least:
            return f"at least {self.least} element{'s' * (self.least != 1)}"
        if self.most is not None and len(seen) > self.most:
            return f"at most {self.most} element{'s' * (self.most != 1)}"
        return None


@dataclass(frozen=True, slots=True)
class Rule:
    """The matchers of one place; `steps` are the names and numbers that lead to it, `*` any of them."""

    steps: tuple[str, ...]
    matchers: tuple[Matcher, ...]
    any_of: bool

    def covers(self, path: tuple[str, ...]) -> bool:
        """Whether a place is this one or stands below it."""
        return len(self.steps) <= len(path) and all(
            step in ("*", name) for step, name in zip(self.steps, path, strict=False)
        )

    @property
    def weight(self) -> tuple[int, int]:
        """The more a rule says of the place, the sooner it counts."""
        return len(self.steps), sum(step != "*" for step in self.steps)

    @property
    def by_type(self) -> bool:
        """Whether all below it is compared by type."""
        return any(matcher.kind in ("type", "values") for matcher in self.matchers)

    @property
    def tests(self) -> list[Matcher]:
        """The matchers that test the value alone, whatever was recorded."""
        return [matcher for matcher in self.matchers if matcher.test]

    @property
    def compares(self) -> bool:
        """Whether the value is also compared with what was recorded, by its type or as it is."""
        return any(matcher.test is None for matcher in self.matchers)

    def missed(self, seen: Any) -> str | None:
        """What the tests expect, if the value does not pass them."""
        failed = [matcher.expected for matcher in self.tests if matcher.test and not matcher.test(seen)]
        if not failed or (self.any_of and len(failed) < len(self.tests)):
            return None
        return (" or " if self.any_of else " and ").join(failed)


def compile_rules(data: Mapping[str, Any]) -> list[Rule]:
    """The rules of a body, by the paths as pact files write them; `MatcherError` names what is not read here."""
    return [_rule(path, rule) for path, rule in data.items()]


def _rule(path: str, data: Mapping[str, Any]) -> Rule:
    try:
        if "matchers" not in data:
            raise MatcherError("matchers are missing, a list")
        matchers = tuple(_matcher(matcher) for matcher in data["matchers"])
    except MatcherError as bad:
        raise MatcherError(f"the rule of {path}: {bad}") from None
    return Rule(_steps(path), matchers, data.get("combine", "AND") == "OR")


def _steps(path: str) -> tuple[str, ...]:
    steps, at = [], 1
    while path.startswith("$") and (match := _STEP.match(path, at)):
        steps.append(next(group for group in match.groups() if group is not None))
        at = match.end()
    if at != len(path) or not path.startswith("$"):
        raise MatcherError(f"a path is written like $.items[*].name; seen {path}")
    return tuple(steps)


def _matcher(data: Mapping[str, Any]) -> Matcher:
    """One matcher; one that says only how long a list is matches by type."""
    kind = str(data.get("match", "type"))
    if kind in _FORMATS:
        return _timed(kind, str(data.get("format", data.get(kind, _FORMATS[kind]))))
    if kind in _TESTS:
        expected, test = _TESTS[kind]
        return Matcher(kind, test=test, expected=expected)
    if kind not in _READERS:
        known = ", ".join(sorted([*_READERS, *_TESTS, *_FORMATS]))
        raise MatcherError(f"no matcher '{kind}' is read here; there are: {known}")
    return _READERS[kind](data)


def _by_type(data: Mapping[str, Any]) -> Matcher:
    least, most = data.get("min"), data.get("max")
    if least is not None and most is not None and least > most:
        raise MatcherError(f"no list has at least {least} elements and at most {most}")
    return Matcher("type", least, most)


def _regex(data: Mapping[str, Any]) -> Matcher:
    """One that is tied to an end says itself how much of the text it means; any other means all of it."""
    text = _setting(data, "regex")
    try:
        pattern = re.compile(_strict_end(text), re.ASCII)
    except re.error as bad:
        raise MatcherError(f"the pattern {text} cannot be read: {bad}") from None
    tied = text.startswith("^") or text.endswith("$")
    match = pattern.search if tied else pattern.fullmatch
    return Matcher("regex", test=lambda seen: _is_scalar(seen) and bool(match(_text(seen))), expected=f"like {text}")


def _strict_end(pattern: str) -> str:
    """The pattern with its end at the end of the text: Python's `$` also matches before a last line end."""
    return f"{pattern[:-1]}\\Z" if pattern.endswith("$") and not pattern.endswith("\\$") else pattern


def _setting(data: Mapping[str, Any], name: str) -> str:
    if name not in data:
        raise MatcherError(f"'{name}' of the matcher {data['match']} is missing")
    return str(data[name])


def _include(data: Mapping[str, Any]) -> Matcher:
    part = _setting(data, "value")
    return Matcher("include", test=lambda seen: _is_scalar(seen) and part in _text(seen), expected=f"with {part!r}")


def _timed(kind: str, form: str) -> Matcher:
    try:
        times = TimeFormat(form)
    except ValueError as bad:
        raise MatcherError(str(bad)) from None
    return Matcher(kind, test=lambda seen: isinstance(seen, str) and times.fits(seen), expected=f"a {kind} like {form}")


def _is_scalar(value: Any) -> bool:
    return value is not None and not isinstance(value, dict | list)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_LONG = 2**64
"""From here on a whole number is read as one with decimals."""

_TESTS: dict[str, tuple[str, Test]] = {
    "integer": ("a whole number", lambda seen: _is_number(seen) and (isinstance(seen, int) or seen >= _LONG)),
    "decimal": ("a number with decimals", lambda seen: isinstance(seen, float)),
    "number": ("a number", _is_number),
    "boolean": ("true or false", lambda seen: isinstance(seen, bool)),
    "null": ("null", lambda seen: seen is None),
    "notEmpty": ("something", lambda seen: seen is not None and seen not in ("", [], {})),
    "semver": ("a semantic version", lambda seen: isinstance(seen, str) and bool(_SEMVER.fullmatch(seen))),
}
"""The matchers without settings: what each expects, and its test."""

_READERS: dict[str, Callable[[Mapping[str, Any]], Matcher]] = {
    "type": _by_type,
    "equality": lambda data: Matcher("equality"),
    "values": lambda data: Matcher("values"),
    "regex": _regex,
    "include": _include,
}
