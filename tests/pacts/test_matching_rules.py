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
    interaction: Any = SimpleNamespace(answer=said(recorded), rules=rules, header_rules={})
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
        ({"match": "integer"}, 1, 10**25, "1"),
        ({"match": "regex", "regex": "^[0-9]+$"}, "12", "34", "34\n"),
        ({"match": "date", "format": "dd MMM yyyy"}, "05 Jan 2026", "28 Feb 2026", "31 Feb 2026"),
        (STAMP, "2026-01-05T09:00:00+07:00", "2026-01-05T09:00:00-18:00", "2026-01-05T09:00:00+19:00"),
        (STAMP, "2026-01-05T09:00:00+07:00", "2026-01-05T09:00:00+05:45", "2026-01-05T09:00:00+07:60"),
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


@pytest.mark.parametrize(
    ("combine", "matchers", "recorded", "good", "bad"),
    [
        ("OR", ({"match": "type"}, {"match": "null"}), "a", ["b", None], [1, {}]),
        ("OR", ({"match": "equality"}, {"match": "null"}), "a", ["a", None], ["b"]),
        ("OR", ({"match": "type"}, {"match": "null"}), {"n": 1}, [{"n": 2}, None], [{"n": "2"}, {}]),
        ("AND", ({"match": "type"}, {"match": "include", "value": "1"}), "a1", ["b1"], ["b", 21]),
    ],
)
def test_a_comparison_with_what_was_recorded_may_be_one_of_several(
    combine: str, matchers: tuple[dict[str, Any], ...], recorded: Any, good: list[Any], bad: list[Any]
) -> None:
    rules = {"$.v": rule(*matchers, combine=combine)}
    assert not [seen for seen in good if mismatches({"v": recorded}, rules, {"v": seen})]
    assert not [seen for seen in bad if not mismatches({"v": recorded}, rules, {"v": seen})]


@pytest.mark.parametrize(
    ("recorded", "seen"), [(True, 1), (True, "True"), (1, "1"), ("1", 1), (0, False), (None, "None")]
)
def test_without_a_rule_a_value_is_compared_with_its_type(recorded: Any, seen: Any) -> None:
    assert mismatches({"v": recorded}, {}, {"v": seen})
    assert not mismatches({"v": recorded}, {}, {"v": recorded})


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
        ("$.v", {"match": "include"}, "'value' of the matcher include is missing"),
        ("$.v", {"match": "regex"}, "'regex' of the matcher regex is missing"),
        ("$.v", {"min": 3, "max": 1}, "no list has at least 3 elements and at most 1"),
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
    with pytest.raises(ContractError, match=r"rwc-onwr\.json:[0-9:]+: .*the rule of \$\.v: no matcher 'eachKey'"):
        read(_pact(tmp_path, "4.0", response))


def test_a_pact_of_version_3_has_its_bodies_as_they_are(tmp_path: Path) -> None:
    response = {"status": 200, "headers": {"Content-Type": "application/json"}, "body": {"n": 1}}
    assert read(_pact(tmp_path, "3.0.0", response)).interactions[0].answer.body == {"n": 1}


def test_an_older_pact_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=r"is no pact of version 3 or 4: it says version 2\.0\.0"):
        read(_pact(tmp_path, "2.0.0", {"status": 200}))


def _both(tmp_path: Path, version: str, words: dict[str, Any]) -> Any:
    """One interaction in which these words stand, as both versions write them."""
    body = {"n": 1} if version == "3.0.0" else {"content": {"n": 1}, "contentType": "application/json"}
    response = {"status": 200, "headers": {"Content-Type": "application/json"}, "body": body}
    for name, value in words.items():
        response[name] = response[name] | value if isinstance(response.get(name), dict) else value
    return read(_pact(tmp_path, version, response)).interactions[0]


VERSIONS = ["3.0.0", "4.0"]
NUMBER = {"header": {"X-N": rule({"match": "regex", "regex": "[0-9]+"})}}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("words", "right", "wrong"),
    [
        ({"headers": {"X-N": "a, b"}}, {"x-n": "a,b"}, {"x-n": "b"}),
        ({"headers": {"X-N": ["a", "b"]}}, {"x-n": "a, b"}, {}),
        ({"headers": {"X-N": "1"}, "matchingRules": NUMBER}, {"x-n": "22"}, {"x-n": "b"}),
        ({"headers": {"X-N": "1"}, "matchingRules": NUMBER}, {"x-n": "22"}, {}),
        ({"headers": {"X-N": "1"}, "matchingRules": {"header": {"x-n": rule({"match": "type"})}}}, {"x-n": "b"}, {}),
        ({"headers": {"X-N": "1"}, "matchingRules": {"header": {"X-N": rule({"match": "equality"})}}}, {"x-n": "1"},
         {"x-n": "2"}),
    ],
)  # fmt: skip
def test_a_header_of_the_answer_is_compared(
    tmp_path: Path, version: str, words: dict[str, Any], right: dict[str, str], wrong: dict[str, str]
) -> None:
    recorded = _both(tmp_path, version, words)
    for headers, count in ((right, 0), (wrong, 1)):
        answer = wire.answer(200, {"content-type": "application/json"} | headers, b'{"n": 1}')
        assert len(find_mismatches(recorded, READY, answer)) == count


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("words", "right", "wrong"),
    [
        ({}, {"n": 1, "more": 2}, {"n": 2}),
        ({"matchingRules": {"body": {"$.n": rule({"match": "integer"})}}}, {"n": 2}, {"n": "2"}),
        ({"matchingRules": {"body": {"$": rule({"match": "type"})}}}, {"n": 2}, {"n": "2"}),
    ],
)
def test_a_body_is_compared_in_both_versions(
    tmp_path: Path, version: str, words: dict[str, Any], right: Any, wrong: Any
) -> None:
    recorded = _both(tmp_path, version, words)
    assert find_mismatches(recorded, READY, said(right)) == []
    assert find_mismatches(recorded, READY, said(wrong)) != []


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"matchingRules": {"status": {"$": rule({"match": "statusCode"})}}}, "the rules of a response 'status'"),
        ({"matchingRules": {"body": {"$.n": {"matchers": [], "combine": "XOR"}}}}, "by AND or OR; seen 'XOR'"),
        ({"matchingRules": {"body": {"$.n": {"matchers": [], "when": 1}}}}, "no key of a rule 'when'"),
        ({"matchingRules": {"body": {"$.n": rule({"match": "contentType", "value": "a/b"})}}}, "matcher 'contentType'"),
        ({"matchingRules": {"body": {"$.n": rule({"match": "arrayContains"})}}}, "no matcher 'arrayContains'"),
        ({"matchingRules": {"header": {"X-N": rule({"match": "eachValue"})}}}, "no matcher 'eachValue'"),
        ({"matchingRules": {"header": {"$.X[0]": rule({"match": "type"})}}}, "that is recorded has no such header"),
        ({"matchingRules": {"body": {"$.n": rule({"match": "type", "min": "2"})}}}, "min: expected integer, seen '2'"),
        ({"matchingRules": {"body": {"$.n": {}}}}, "matchers are missing"),
        ({"status": "200"}, "status: expected integer, seen '200'"),
        ({"headers": {"X-N": 5}}, "headers/X-N: expected string or array, seen 5"),
        ({"matchinRules": {}}, "no key of a response 'matchinRules' .did you mean 'matchingRules'"),
    ],
)  # fmt: skip
def test_a_key_of_an_answer_that_is_not_read_is_refused_with_its_line(
    tmp_path: Path, version: str, words: dict[str, Any], told: str
) -> None:
    with pytest.raises(ContractError, match=rf"rwc-onwr\.json:1:[0-9]+: interactions/0/response/.*{told}"):
        _both(tmp_path, version, words)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"type": "Asynchronous/Messages"}, "type: only Synchronous/HTTP is read here"),
        ({"type": "Synchronous/Messages"}, "type: only Synchronous/HTTP is read here"),
        ({"pending": True}, "pending: an interaction that is pending may fail"),
        ({"providerState": "one"}, "no key of an interaction 'providerState' .did you mean 'providerStates'"),
        ({"pluginConfiguration": {}}, "no key of an interaction 'pluginConfiguration'"),
        ({"request": {"generators": {"body": {"$.n": {"type": "RandomInt"}}}}}, "only ProviderState fills a request"),
        ({"request": {"generators": {"path": {"type": "Uuid"}}}}, "generators/path: only ProviderState fills"),
        ({"transport": "grpc"}, "transport: only http is read here, not grpc"),
        ({"request": {"generators": {"query": {"v": {}}}}}, "only ProviderState fills a request here, not nothing"),
        ({"request": {"generators": {"path": {"type": "ProviderState"}}}}, "generators/path: expression is missing"),
        ({"request": {"query": "v=1"}}, "request/query: expected object, seen 'v=1'"),
        ({"request": {"query": {"v": [1]}}}, "query/v/0: expected string, seen 1"),
        ({"request": {"path": "x"}}, "request/path: expected text like ./, seen 'x'"),
        ({"providerStates": ["one"]}, "providerStates/0: expected object, seen 'one'"),
        ({"providerStates": [{"name": "one", "params": [1]}]}, "providerStates/0/params: expected object"),
        ({"request": {"matchingRules": {"cookie": {}}}}, "no key of the rules of a request 'cookie'"),
    ],
)  # fmt: skip
def test_a_key_of_an_interaction_that_is_not_read_is_refused_with_its_line(
    tmp_path: Path, version: str, words: dict[str, Any], told: str
) -> None:
    file = _pact(tmp_path, version, {"status": 200})
    data = json.loads(file.read_text())
    one = data["interactions"][0]
    for name, value in words.items():
        one[name] = one[name] | value if isinstance(one.get(name), dict) else value
    file.write_text(json.dumps(data, indent=1))
    with pytest.raises(ContractError, match=rf"rwc-onwr\.json:[0-9]+:[0-9]+: interactions/0/.*{told}"):
        read(file)


@pytest.mark.parametrize(
    ("response", "told"),
    [
        ({"body": {"content": "e30=", "contentType": "a/b", "encoded": "base32"}}, "encoded in base64, or not at all"),
        ({"body": {"content": "***", "contentType": "a/b", "encoded": "base64"}}, "content: is not in base64"),
        ({"body": {"content": "x", "contentType": "a/b", "size": 1}}, "no key of a body 'size'"),
        ({"body": {"content": "<a/>", "contentType": "application/xml"}, "matchingRules": {"body": {"$.a": rule()}}},
         "no rule looks into application/xml here"),
    ],
)  # fmt: skip
def test_a_body_that_is_not_read_is_refused_with_its_line(tmp_path: Path, response: dict[str, Any], told: str) -> None:
    with pytest.raises(ContractError, match=rf"rwc-onwr\.json:1:[0-9]+: interactions/0/response/.*{told}"):
        read(_pact(tmp_path, "4.0", {"status": 200} | response))


def test_a_field_named_content_is_a_field_in_version_3(tmp_path: Path) -> None:
    body = {"content": "a", "contentType": "b", "size": 1}
    recorded = read(_pact(tmp_path, "3.0.0", {"status": 200, "body": body})).interactions[0]
    assert recorded.answer.body == body


def test_what_says_nothing_of_the_answer_may_stand_in_a_pact(tmp_path: Path) -> None:
    file = _pact(tmp_path, "4.0", {"status": 200, "generators": {"body": {"$.n": {"type": "RandomInt"}}}})
    data = json.loads(file.read_text())
    data["interactions"][0] |= {"key": "1", "comments": {"text": ["a"]}, "pending": False, "type": "Synchronous/HTTP"}
    data["interactions"][0]["request"]["matchingRules"] = {"path": {"matchers": [{"match": "type"}]}}
    file.write_text(json.dumps(data))
    assert len(read(file).interactions) == 1
