"""Whether what was seen is what was expected, and what a reader is told of each criterion."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from partnerlab.scenario.language.matchers import MATCHERS, compare, holds
from partnerlab.yamlio import parse


def yaml(text: str) -> Any:
    return parse(text).data


@pytest.mark.parametrize(
    ("expected", "seen"),
    [
        ("{status: 200}", {"status": 200, "body": None}),
        ("{body: {a: {b: 1}}}", {"body": {"a": {"b": 1, "c": 2}}}),
        ("{amount: 1.50}", {"amount": 1.5}),
        ("{amount: 1.50}", {"amount": Decimal("1.5")}),
        ("{amount: 1}", {"amount": 1.0}),
        ("{ok: true}", {"ok": True}),
        ("{gone: null}", {"gone": None}),
        ("{items: []}", {"items": [1, 2]}),
        ("{items: [{b: 2}, {a: 1}]}", {"items": [{"a": 1}, {"b": 2}, {"c": 3}]}),
        ("{items: [{a: 1}, {a: 1}]}", {"items": [{"a": 1}, {"a": 1}]}),
        ("{items: [2, 1]}", {"items": [1, 2]}),
        ("{}", {"anything": 1}),
        ("{due: 2026-11-13}", {"due": date(2026, 11, 13)}),
        ("{at: '16:00:00'}", {"at": time(16, 0)}),
    ],
)
def test_it_holds_by_the_given_fields(expected: str, seen: Any) -> None:
    assert holds(yaml(expected), seen)


@pytest.mark.parametrize(
    ("expected", "seen"),
    [
        ("{status: 200}", {"status": 201}),
        ("{status: 200}", {"status": "200"}),
        ('{code: "0000"}', {"code": 0}),
        ("{status: 200}", {}),
        ("{status: 200}", None),
        ("{ok: true}", {"ok": 1}),
        ("{ok: 1}", {"ok": True}),
        ("{gone: null}", {}),
        ("{amount: 1.50}", {"amount": "1.50"}),
        ("{due: 2026-11-13}", {"due": date(2026, 11, 14)}),
        ("{amount: 100.79}", {"amount": 100.78}),
        ("{items: [{a: 1}, {a: 1}]}", {"items": [{"a": 1}]}),
        ("{items: [1]}", {"items": "1"}),
        ("{items: [1]}", {"items": None}),
        ("{body: {a: 1}}", {"body": "a"}),
    ],
)
def test_it_does_not_hold(expected: str, seen: Any) -> None:
    assert not holds(yaml(expected), seen)


def test_elements_find_their_partners_whatever_their_order() -> None:
    assert holds(yaml("[{a: 1}, {a: 1, b: 2}]"), [{"a": 1, "b": 2}, {"a": 1}])


MATCHES = [
    ("{exactly: {a: 1}}", {"a": 1}, {"a": 1, "b": 2}),
    ("{exactly: [1, 2]}", [1, 2], [2, 1]),
    ("{exactly: [1, 2]}", [1, 2], [1, 2, 3]),
    ("{exactly: {a: [{b: 1.5}]}}", {"a": [{"b": 1.5}]}, {"a": [{"b": 1.5, "c": 1}]}),
    ("{exactly: {ok: true}}", {"ok": True}, {"ok": 1}),
    ('{matches: "[0-9]{8}"}', "12345678", "123456789"),
    ('{matches: "[0-9]+"}', "1", 1),
    ("{has: token}", "the token expired", "another"),
    ("{has: 5}", "15", "16"),
    ("{has: {a: 1}}", [{"b": 1}, {"a": 1, "c": 2}], [{"a": 2}]),
    ("{has: a}", ["a", "b"], {"a": 1}),
    ("{has_no: token}", "another", "the token"),
    ("{has_no: {a: 1}}", [{"a": 2}], [{"a": 1}]),
    ("{count: 2}", [1, 2], [1]),
    ("{count: 0}", [], None),
    ("{count: 2}", [1, 2], "ab"),
    ("{one_of: [a, 2]}", 2, "2"),
    ("{between: [1, 5]}", 5, 5.01),
    ("{between: [1, 5]}", "1.00", "0.99"),
    ("{between: [1, 5]}", Decimal("2.5"), None),
    ("{between: [1, 5]}", 1, "many"),
    ("{present: true}", 0, ""),
    ("{present: true}", False, None),
    ("{present: false}", "", 0),
]


@pytest.mark.parametrize(("matcher", "holding", "not_holding"), MATCHES)
def test_every_matcher_holds_and_does_not(matcher: str, holding: Any, not_holding: Any) -> None:
    expected = yaml(matcher)
    assert holds({"field": expected}, {"field": holding})
    assert not holds({"field": expected}, {"field": not_holding})


def test_every_matcher_is_tested() -> None:
    assert {next(iter(yaml(matcher))) for matcher, _, _ in MATCHES} == set(MATCHERS)


def test_a_field_that_is_not_there_is_absent_and_in_no_range() -> None:
    assert holds(yaml("{gone: {present: false}}"), {})
    assert not holds(yaml("{gone: {present: true}}"), {})
    assert holds(yaml("{gone: {has_no: x}}"), {})
    for matcher in ("{exactly: x}", '{matches: ".*"}', "{has: x}", "{one_of: [x]}", "{between: [0, 9]}", "{count: 0}"):
        assert not holds({"gone": yaml(matcher)}, {}), matcher


def test_a_mapping_with_another_field_beside_a_matchers_word_is_a_mapping() -> None:
    assert holds(yaml("{count: 2, has: x}"), {"count": 2, "has": "x"})
    assert holds(yaml("{exactly: {count: 2}}"), {"count": 2})


def test_a_matcher_holds_within_a_list() -> None:
    assert holds(yaml("[{matches: 'a.'}, {present: true}]"), ["c", "ab"])
    assert not holds(yaml("[{matches: 'a.'}, {matches: 'a.'}]"), ["ab", "c"])


def test_every_criterion_is_told_by_its_path_those_that_hold_too() -> None:
    found = compare(yaml("{status: 200, body: {code: '0000', amount: {between: [1, 5]}, more: 1}}"),
                    {"status": 200, "body": {"code": "1005", "amount": 7}}, "answer")  # fmt: skip
    assert [criterion.as_dict() for criterion in found] == [
        {"name": "answer/status", "ok": True, "expected": "200", "seen": "200"},
        {"name": "answer/body/code", "ok": False, "expected": "0000", "seen": "1005"},
        {"name": "answer/body/amount", "ok": False, "expected": "{'between': [1, 5]}", "seen": "7"},
        {"name": "answer/body/more", "ok": False, "expected": "1", "seen": "nothing"},
    ]


def test_where_a_mapping_was_expected_and_something_else_came_it_is_one_criterion() -> None:
    (criterion,) = compare({"body": {"a": 1}}, {"body": "text"}, "answer")
    assert (criterion.name, criterion.ok, criterion.seen) == ("answer/body", False, "text")
