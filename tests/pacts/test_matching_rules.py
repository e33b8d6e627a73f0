"""What each matcher of a pact takes and what it does not; one that is not read here is told when the pact is read."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from partnerlab.conformance.pacts.matchers import MatcherError, compile_rules
from partnerlab.conformance.pacts.matching_rules import find_mismatches
from partnerlab.conformance.pacts.pact_file import read
from partnerlab.contract.document_store import ContractError
from partnerlab.contract.http import message as wire
from partnerlab.contract.http.message import Answer

READY: Any = SimpleNamespace(replacements={}, population_values=frozenset())


def said(body: Any) -> Answer:
    return wire.answer(200, {"content-type": "application/json"}, json.dumps(body).encode())


def mismatches(recorded: Any, rules: dict[str, Any], seen: Any) -> list[tuple[str, Any]]:
    interaction: Any = SimpleNamespace(answer=said(recorded), rules=rules)
    return [(missed.where, missed.expected) for missed in find_mismatches(interaction, READY, said(seen))]


def rule(*matchers: dict[str, Any], combine: str = "AND") -> dict[str, Any]:
    return {"combine": combine, "matchers": list(matchers)}


REGEX = {"match": "regex", "regex": "[0-9]+"}
STAMP = {"match": "timestamp", "format": "yyyy-MM-dd'T'HH:mm:ssXXX"}


@pytest.mark.parametrize(
    ("matcher", "recorded", "good", "bad"),
    [
        ({"match": "integer"}, 1, 2, 2.5),
        ({"match": "integer"}, 1, 2, "2"),
        ({"match": "integer"}, 1, 2, True),
        ({"match": "decimal"}, 1.5, 2.5, 2),
        ({"match": "number"}, 1, 2.5, "2"),
        ({"match": "boolean"}, True, False, "no"),
        ({"match": "null"}, None, None, 1),
        (REGEX, "12", "34", "3a"),
        ({"match": "regex", "regex": "^[0-9]"}, "12", "3a", "a3"),
        ({"match": "include", "value": "MWA"}, "MWA 1", "of MWA", "mwa"),
        ({"match": "notEmpty"}, "a", "b", ""),
        ({"match": "notEmpty"}, [1], [2, 3], []),
        ({"match": "semver"}, "1.0.0", "2.1.0-rc.1", "2.1"),
        ({"match": "date"}, "2026-01-05", "2026-02-28", "2026-02-29"),
        ({"match": "date", "format": "dd/MM/yyyy"}, "05/01/2026", "31/12/2026", "2026-01-05"),
        ({"match": "time"}, "09:00:00", "23:59:59", "24:00:00"),
        (STAMP, "2026-01-05T09:00:00+07:00", "2026-01-05T09:00:00Z", "2026-01-05 09:00:00"),
        ({"match": "equality"}, 1, 1, 2),
        ({"match": "type"}, "a", "b", 1),
        ({"match": "type"}, {"a": [{"b": 1}]}, {"a": [{"b": 2}, {"b": 3}]}, {"a": [{"b": "2"}]}),
        ({"match": "values"}, {"a": 1}, {"x": 2, "y": 3}, {"x": "2"}),
        ({"match": "type", "min": 2}, [1, 1], [2, 3, 4], [1]),
        ({"match": "type", "max": 2}, [1], [], [1, 2, 3]),
        ({"match": "type", "min": 1, "max": 2}, [1], [5], [1, 2, 3]),
        ({"min": 1}, [1], [2, 3], []),
        ({"max": 1}, [1], [2], [2, 3]),
        ({"match": "type", "min": 1}, [{"a": 1}], [{"a": 2}, {"a": 3}], [{"a": 2}, {"a": "3"}]),
    ],
)
def test_a_matcher_takes_what_it_says(matcher: dict[str, Any], recorded: Any, good: Any, bad: Any) -> None:
    rules = {"$.v": rule(matcher)}
    assert not mismatches({"v": recorded}, rules, {"v": good})
    assert mismatches({"v": recorded}, rules, {"v": bad})


def test_where_several_are_named_all_or_any_must_hold() -> None:
    both = (REGEX, {"match": "include", "value": "7"})
    assert mismatches({"v": "17"}, {"$.v": rule(*both)}, {"v": "16"}) == [("$.v", "with '7'")]
    assert not mismatches({"v": "17"}, {"$.v": rule(*both, combine="OR")}, {"v": "16"})


def test_the_rule_that_says_most_of_a_place_counts() -> None:
    rules = {"$.items": rule({"match": "type"}), "$.items[*].code": rule({"match": "equality"})}
    recorded = {"items": [{"code": "A", "name": "x"}]}
    assert not mismatches(recorded, rules, {"items": [{"code": "A", "name": "y"}]})
    assert mismatches(recorded, rules, {"items": [{"code": "B", "name": "y"}]}) == [("$.items[0].code", "A")]


def test_a_place_may_be_written_in_brackets() -> None:
    rules = {"$['a b']['c'][0]": rule({"match": "integer"})}
    assert not mismatches({"a b": {"c": [1]}}, rules, {"a b": {"c": [2]}})


@pytest.mark.parametrize(
    ("path", "matcher", "told"),
    [
        ("$.v", {"match": "arrayContains"}, "the rule of \\$.v: no matcher 'arrayContains' is read here; there are: "),
        ("$.v", {"match": "regex", "regex": "("}, "the pattern \\( cannot be read"),
        ("$.v", {"match": "date", "format": "QQQ"}, "the form QQQ of a time cannot be read"),
        ("v", {"match": "type"}, "a path is written like"),
    ],
)
def test_what_is_not_read_is_told(path: str, matcher: dict[str, Any], told: str) -> None:
    with pytest.raises(MatcherError, match=told):
        compile_rules({path: rule(matcher)})


def _pact(tmp_path: Path, version: str, response: dict[str, Any]) -> Path:
    one = {"description": "it is asked", "request": {"method": "GET", "path": "/x"}, "response": response}
    names = {"consumer": {"name": "rwc"}, "provider": {"name": "onwr"}}
    written = names | {"interactions": [one], "metadata": {"pactSpecification": {"version": version}}}
    (tmp_path / "rwc-onwr.json").write_text(json.dumps(written))
    return tmp_path / "rwc-onwr.json"


def test_a_matcher_that_is_not_read_is_told_with_the_pact(tmp_path: Path) -> None:
    response = {"status": 200, "matchingRules": {"body": {"$.v": rule({"match": "eachKey"})}}}
    with pytest.raises(ContractError, match=r"rwc-onwr\.json: the rule of \$\.v: no matcher 'eachKey'"):
        read(_pact(tmp_path, "4.0", response))


def test_a_pact_of_version_3_has_its_bodies_as_they_are(tmp_path: Path) -> None:
    response = {"status": 200, "headers": {"Content-Type": "application/json"}, "body": {"n": 1}}
    assert read(_pact(tmp_path, "3.0.0", response)).interactions[0].answer.body == {"n": 1}


def test_an_older_pact_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=r"is no pact of version 3 or 4: it says version 2\.0\.0"):
        read(_pact(tmp_path, "2.0.0", {"status": 200}))
