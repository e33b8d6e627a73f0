"""Names in a scenario: their meaning, and the error for an unknown one."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pytest

from partnerlab.scenario.language.variables import UnknownVariable, fields_of, look_up, resolve, used_in


@dataclass(frozen=True, slots=True)
class House:
    code: str
    world: str = "hidden"

    @property
    def branch(self) -> str:
        return "16"

    def move(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Person:
    pid: str
    house: House


NAMES: dict[str, Any] = {
    "applicant": Person("1980000000001", House("98000000001")),
    "request": "R-1",
    "count": 3,
    "answer": {"body": {"Request-Id": "R-2"}},
}


def test_a_whole_name_keeps_its_kind_and_a_name_within_a_text_becomes_text() -> None:
    assert resolve("$applicant", NAMES) is NAMES["applicant"]
    assert resolve("$count", NAMES) == 3
    assert resolve("${count}", NAMES) == "3"
    assert resolve("$applicant.house.branch", NAMES) == "16"
    assert resolve("${applicant.house.branch}-${request}", NAMES) == "16-R-1"


def test_names_are_found_wherever_they_stand() -> None:
    value = {"a": ["$request", {"b": "x ${count} ${request}"}], "c": 5, "d": "no name"}
    assert list(used_in(value)) == [
        (("a", 0), "request"),
        (("a", 1, "b"), "count"),
        (("a", 1, "b"), "request"),
    ]
    assert resolve(value, NAMES) == {"a": ["R-1", {"b": "x 3 R-1"}], "c": 5, "d": "no name"}


@pytest.mark.parametrize("text", ["$5", "$ request", "costs $", "$Request", "${}", "$request and more", "a$request"])
def test_a_dollar_that_is_no_name_stays(text: str) -> None:
    assert list(used_in(text)) == []
    assert resolve(text, NAMES) == text


def test_fields_of_mappings_of_any_kind_may_have_hyphens() -> None:
    assert look_up("answer.body.Request-Id", NAMES) == "R-2"
    assert look_up("m.x", {"m": MappingProxyType({"x": 1})}) == 1


def test_an_unknown_name_is_told_with_those_there_are() -> None:
    with pytest.raises(
        UnknownVariable, match=r"'\$aplicant' is not known here; there are: applicant, request, count, answer"
    ):
        resolve("$aplicant.pid", NAMES)
    with pytest.raises(UnknownVariable, match="there are: none"):
        look_up("x", {})


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("applicant.pin", r"'\$applicant' has no 'pin'; it has: house, pid$"),
        ("applicant.house.owner", r"'\$applicant\.house' has no 'owner'; it has: branch, code$"),
        ("answer.body.requestId", r"'\$answer\.body' has no 'requestId'; it has: Request-Id$"),
        ("applicant.__class__", "has no '__class__'"),
        ("request.upper.__call__", "has no '__call__'"),
    ],
)
def test_an_unknown_field_is_told_with_those_there_are(name: str, message: str) -> None:
    with pytest.raises(UnknownVariable, match=message):
        look_up(name, NAMES)


def test_fields_are_the_same_of_a_thing_and_of_its_kind() -> None:
    assert fields_of(House) == fields_of(NAMES["applicant"].house) == ["branch", "code"]
