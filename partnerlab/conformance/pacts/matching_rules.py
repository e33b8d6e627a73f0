"""Compare an answer with its pact: by the rule for each place, exact values or types only.

An answer may have more fields. A value of a person in our population is compared by type, for test data bound in its
place has another. So is a null: where the contract allows none, the answer is refused before. Of a
page or a document in XML only its kind is relied upon, for which letters of it are read no pact says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from partnerlab.conformance.pacts.matchers import Rule, compile_rules
from partnerlab.conformance.pacts.pact_file import Interaction
from partnerlab.conformance.verify.prepared_request import PreparedRequest
from partnerlab.contract.http.decoding.media_types import is_json
from partnerlab.contract.http.message import Answer

_PLAIN = "text/plain"

_Path = tuple[str, ...]
"""The names and numbers that lead to a place."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One thing that was relied on: where, what it should be, and what it was."""

    where: str
    expected: Any
    seen: Any


def find_mismatches(recorded: Interaction, ready: PreparedRequest, answer: Answer) -> list[Mismatch]:
    """Everything in the headers and the body that our side could not work with."""
    found = list(_headers(recorded, ready, answer))
    wanted, seen = recorded.answer.media, answer.media
    if recorded.answer.body is None:
        return found
    if wanted != _PLAIN and not is_json(wanted):
        return found if seen == wanted else [*found, Mismatch("$", wanted, seen)]
    return found + list(_against(recorded.answer.body, answer.body, (), _Rules(compile_rules(recorded.rules), ready)))


def _headers(recorded: Interaction, ready: PreparedRequest, answer: Answer) -> Iterator[Mismatch]:
    """The headers that our side could not work with; the media type is compared with the body."""
    rules = {name.lower(): compile_rules({"$": rule})[0] for name, rule in recorded.header_rules.items()}
    for name, value in recorded.answer.headers.items():
        seen, rule = answer.headers.get(name), rules.get(name)
        wanted = ready.replacements.get(value, value)
        if rule is not None and rule.tests:
            expected = "a value" if seen is None else rule.missed(seen)
        elif rule is not None and rule.by_type:
            expected = "a value" if seen is None else None
        else:
            expected = wanted if name != _MEDIA and _parts(seen) != _parts(wanted) else None
        if expected is not None:
            yield Mismatch(f"header {name}", expected, seen)


_MEDIA = "content-type"


def _parts(value: str | None) -> list[str] | None:
    """A header's value, whatever spaces stand after its commas."""
    return None if value is None else [part.strip() for part in value.split(",")]


class _Rules:
    def __init__(self, rules: list[Rule], ready: PreparedRequest) -> None:
        self._rules, self._ready = sorted(rules, key=lambda rule: rule.weight, reverse=True), ready

    def at(self, path: _Path) -> Rule | None:
        """The most specific rule for a place or one of its parents."""
        return next((rule for rule in self._rules if rule.covers(path)), None)

    def expected(self, value: Any) -> Any:
        return self._ready.replacements.get(str(value), value) if isinstance(value, str | int) else value

    def is_population_value(self, value: Any) -> bool:
        return str(value) in self._ready.population_values


def _against(expected: Any, seen: Any, path: _Path, rules: _Rules) -> Iterator[Mismatch]:
    rule = rules.at(path)
    own = rule if rule and len(rule.steps) == len(path) else None
    missed = own.missed(seen) if own and own.tests else None
    if own and own.tests and (own.any_of or missed or not own.compares):
        compared = list(_compared(expected, seen, path, rule, rules)) if own.any_of and own.compares else [None]
        if missed and compared:
            yield Mismatch(_shown(path), missed, seen)
    else:
        yield from _compared(expected, seen, path, rule, rules)


def _compared(expected: Any, seen: Any, path: _Path, rule: Rule | None, rules: _Rules) -> Iterator[Mismatch]:
    """What differs from what was recorded, by the rule that holds here."""
    own = rule if rule and len(rule.steps) == len(path) else None
    if isinstance(expected, dict):
        yield from _object(expected, seen, path, own, rules)
    elif isinstance(expected, list):
        yield from _list(expected, seen, path, rule, rules)
    else:
        yield from _scalar(expected, seen, path, bool(rule and rule.by_type), rules)


def _scalar(expected: Any, seen: Any, path: _Path, loose: bool, rules: _Rules) -> Iterator[Mismatch]:
    wanted = rules.expected(expected)
    if loose or rules.is_population_value(expected):
        if None not in (seen, expected) and _type(seen) != _type(expected):
            yield Mismatch(_shown(path), _type(expected), seen)
    elif not (seen == wanted and _type(seen) == _type(wanted)) and (wanted is expected or str(seen) != str(wanted)):
        yield Mismatch(_shown(path), wanted, seen)


def _object(expected: dict[str, Any], seen: Any, path: _Path, own: Rule | None, rules: _Rules) -> Iterator[Mismatch]:
    if not isinstance(seen, dict):
        yield Mismatch(_shown(path), "object", seen)
        return
    if own and any(matcher.kind == "values" for matcher in own.matchers):  # names are nobody's matter, only values
        expected = {name: expected.get(name, value) for value in list(expected.values())[:1] for name in seen}
    for name, value in expected.items():
        if name not in seen:
            yield Mismatch(_shown((*path, name)), "present", None)
        else:
            yield from _against(value, seen[name], (*path, name), rules)


def _list(expected: list[Any], seen: Any, path: _Path, rule: Rule | None, rules: _Rules) -> Iterator[Mismatch]:
    if not isinstance(seen, list):
        yield Mismatch(_shown(path), "list", seen)
    elif rule and rule.by_type:
        if missed := _length_missed(expected, seen, path, rule):
            yield Mismatch(_shown(path), missed, seen)
        for index, value in enumerate(seen if expected else []):
            example = expected[index] if index < len(expected) else expected[0]
            yield from _against(example, value, (*path, str(index)), rules)
    elif len(expected) != len(seen):
        yield Mismatch(_shown(path), f"{len(expected)} elements", seen)
    else:
        for index, (one, other) in enumerate(zip(expected, seen, strict=True)):
            yield from _against(one, other, (*path, str(index)), rules)


def _length_missed(expected: list[Any], seen: list[Any], path: _Path, rule: Rule) -> str | None:
    """How many elements there should be; a list that was recorded with some has one, where no rule says otherwise."""
    bounded = [matcher for matcher in rule.matchers if (matcher.least, matcher.most) != (None, None)]
    if bounded and len(rule.steps) == len(path):
        return next((missed for matcher in bounded if (missed := matcher.length_broken(seen))), None)
    return "at least 1 element" if expected and not seen else None


def _shown(path: _Path) -> str:
    return "$" + "".join(f"[{step}]" if step.isdigit() else f".{step}" for step in path)


def _type(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return str(value).lower() if value is None else "boolean"
    kinds: dict[type, str] = {str: "text", dict: "object", list: "list"}
    return kinds.get(type(value), "number")
