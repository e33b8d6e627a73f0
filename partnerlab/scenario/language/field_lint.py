"""Lint of fields: each field that a step expects or captures must exist in the contract."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from partnerlab.lab.partners.registry import Registry
from partnerlab.scenario.language.matchers import MATCHERS
from partnerlab.scenario.language.message_fields import Fields, fields_of
from partnerlab.scenario.language.scenario import Step
from partnerlab.suggestions import unknown_name_message
from partnerlab.yamlio import KeyPath

Mistakes = Iterator[tuple[KeyPath, str]]

_SIDES = {"sends": "sends", "receives": "answers", "receives_nothing": "answers"}
"""What a partner does with the operation of each kind of step."""
_OF_ELEMENTS = ("has", "has_no")
_ABSENT = {"present": False}


def lint_fields(kit: Registry, step: Step, path: KeyPath) -> Mistakes:
    """The fields of a step that its contract does not have."""
    side = _SIDES.get(step.kind)
    if side is None or step.party not in kit.partners or not step.operation:
        return
    found = [[*_of_fields(step, sides, path)] for sides in fields_of(kit, step.party, step.operation, side)]
    yield from min(found, key=len, default=[])


def _of_fields(step: Step, sides: dict[str, Fields], path: KeyPath) -> Mistakes:
    """The fields of a step that are not among these."""
    for word in ("request", "answer"):
        if word in step.words and word in sides:
            yield from _expected(step.words[word], sides[word], (*path, word), f"{word} of {step.value}")
    for name, place in step.words.get("capture", {}).items():
        yield from _captured(place.split("."), sides, (*path, "capture", name), step.value)


def _expected(expected: Any, fields: Fields, path: KeyPath, what: str) -> Mistakes:
    if isinstance(expected, list):
        for index, item in enumerate(expected):
            yield from _in_element(item, fields, (*path, index), what)
    elif isinstance(expected, dict):
        word = next(iter(expected)) if len(expected) == 1 else None
        if word in MATCHERS:
            yield from _matched(word, expected[word], fields, (*path, word), what)
        else:
            yield from _members(expected, fields, path, what)


def _matched(word: str, value: Any, fields: Fields, path: KeyPath, what: str) -> Mistakes:
    """The fields that a matcher names."""
    if word in _OF_ELEMENTS:
        yield from _in_element(value, fields, path, what)
    elif word == "exactly":
        yield from _expected(value, fields, path, what)
    elif word == "one_of":
        for index, choice in enumerate(value):
            yield from _expected(choice, fields, (*path, index), what)


def _members(expected: dict[str, Any], fields: Fields, path: KeyPath, what: str) -> Mistakes:
    for name, value in expected.items():
        if name in fields.named:
            yield from _expected(value, fields.named[name](), (*path, name), f"{name} in the {what}")
        elif value != _ABSENT and (told := _unknown(name, fields, what)):
            yield (*path, name), told


def _in_element(expected: Any, fields: Fields, path: KeyPath, what: str) -> Mistakes:
    if fields.items:
        yield from _expected(expected, fields.items(), path, what)


def _captured(place: list[str], sides: dict[str, Fields], path: KeyPath, what: str) -> Mistakes:
    """Follow a path such as `answer.body.requestId`."""
    side, *names = place
    if side not in sides:
        return
    fields, what = sides[side], f"{side} of {what}"
    for name in names:
        if name not in fields.named:
            if told := _unknown(name, fields, what):
                yield path, told
            return
        fields, what = fields.named[name](), f"{name} in the {what}"


def _unknown(name: str, fields: Fields, what: str) -> str | None:
    return None if fields.free else unknown_name_message(f"field of the {what}", name, fields.named)
