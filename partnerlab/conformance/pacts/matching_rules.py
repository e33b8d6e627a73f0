"""What our side relies on in an answer, as its pact recorded it: some values for themselves, the rest for their type.

An answer may always say more. A value of somebody in our population stands for its type, for whoever is bound in his
place has another. A null stands for its type, too: where the contract allows none, the answer is refused before. Of a
page or a document in XML only its kind is relied upon, for which letters of it are read no pact says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from partnerlab.conformance.pacts.pact_file import Interaction
from partnerlab.conformance.verify.prepared_request import PreparedRequest
from partnerlab.contract.http import message as wire
from partnerlab.contract.http.message import Answer

_PLAIN = "text/plain"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One thing that was relied on: where, what it should be, and what it was."""

    where: str
    expected: Any
    seen: Any


def find_mismatches(recorded: Interaction, ready: PreparedRequest, answer: Answer) -> list[Mismatch]:
    """Everything in the body that our side could not work with."""
    wanted, seen = recorded.answer.media, answer.media
    if recorded.answer.body is None:
        return []
    if wanted not in (wire.JSON, _PLAIN):
        return [] if seen == wanted else [Mismatch("$", wanted, seen)]
    return list(_against(recorded.answer.body, answer.body, "$", False, _Rules(recorded.rules, ready)))


class _Rules:
    def __init__(self, rules: Mapping[str, Any], ready: PreparedRequest) -> None:
        patterns = {path: re.escape(path).replace(r"\[\*\]", r"\[[0-9]+\]") for path in rules}
        self._loose = [re.compile(patterns[path]) for path, rule in rules.items() if _by_type(rule)]
        self._each = [re.compile(patterns[path]) for path, rule in rules.items() if _of_each(rule)]
        self._ready = ready

    def matches_type(self, path: str) -> bool:
        """Whether what stands here, and all below it, stands for its type."""
        return any(pattern.fullmatch(path) for pattern in self._loose)

    def matches_each(self, path: str) -> bool:
        """Whether a list of one stands for any number of its kind; what its elements say is their own matter."""
        return any(pattern.fullmatch(path) for pattern in self._each)

    def expected(self, value: Any) -> Any:
        return self._ready.replacements.get(str(value), value) if isinstance(value, str | int) else value

    def is_population_value(self, value: Any) -> bool:
        return str(value) in self._ready.population_values


def _by_type(rule: Mapping[str, Any]) -> bool:
    return any(_kind(matcher) == "type" and "min" not in matcher for matcher in rule["matchers"])


def _kind(matcher: Mapping[str, Any]) -> str:
    """What a rule matches by; one that says only how long a list is matches by type."""
    return str(matcher.get("match", "type"))


def _of_each(rule: Mapping[str, Any]) -> bool:
    return any(_kind(matcher) == "type" and "min" in matcher for matcher in rule["matchers"])


def _against(expected: Any, seen: Any, path: str, loose: bool, rules: _Rules) -> Iterator[Mismatch]:
    loose = loose or rules.matches_type(path)
    if isinstance(expected, dict):
        yield from _object(expected, seen, path, loose, rules)
    elif isinstance(expected, list):
        yield from _list(expected, seen, path, loose, rules)
    else:
        wanted = rules.expected(expected)
        if loose or rules.is_population_value(expected):
            if None not in (seen, expected) and _type(seen) != _type(expected):
                yield Mismatch(path, _type(expected), seen)
        elif seen != wanted and str(seen) != str(wanted):
            yield Mismatch(path, wanted, seen)


def _object(expected: dict[str, Any], seen: Any, path: str, loose: bool, rules: _Rules) -> Iterator[Mismatch]:
    if not isinstance(seen, dict):
        yield Mismatch(path, "object", seen)
        return
    for name, value in expected.items():
        if name not in seen:
            yield Mismatch(f"{path}.{name}", "present", None)
        else:
            yield from _against(value, seen[name], f"{path}.{name}", loose, rules)


def _list(expected: list[Any], seen: Any, path: str, loose: bool, rules: _Rules) -> Iterator[Mismatch]:
    if not isinstance(seen, list):
        yield Mismatch(path, "list", seen)
    elif loose or rules.matches_each(path):
        if expected and not seen:
            yield Mismatch(path, "at least 1 element", seen)
        for index, value in enumerate(seen if expected else []):
            yield from _against(expected[0], value, f"{path}[{index}]", loose, rules)
    elif len(expected) != len(seen):
        yield Mismatch(path, f"{len(expected)} elements", seen)
    else:
        for index, (one, other) in enumerate(zip(expected, seen, strict=True)):
            yield from _against(one, other, f"{path}[{index}]", loose, rules)


def _type(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return str(value).lower() if value is None else "boolean"
    kinds: dict[type, str] = {str: "text", dict: "object", list: "list"}
    return kinds.get(type(value), "number")
