"""Sample arguments for each operation that a partner sends, taken from the scenarios, to fill in a form."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from partnerlab import yamlio
from partnerlab.lab.lab import DEFAULT_START, Lab
from partnerlab.scenario import fixtures
from partnerlab.scenario.language.variables import UnknownVariable, resolve
from partnerlab.world.description import Numbered, entity_kind
from partnerlab.world.relations import Bill

_SENDS = re.compile(r"\bsends: *([a-z0-9_]+\.[a-z0-9_]+)")
_FIELD = re.compile(r"\$([a-z_][a-z0-9_]*)[.]([A-Za-z0-9_.-]+)")
_TRIED = 6
"""Scenarios that are looked into for one sample; among the first few there is a plain one, if there is any."""


def sample_words(lab: Lab, partner: str, operation: str) -> dict[str, Any] | None:
    """The words of a scenario's step, with people as `{"$account": 1001}`; None where no scenario has plain ones.

    Of several steps the one with the fewest words, for what is wrong on purpose takes more; and with the most people.
    `lab` is one of its own: what the scenario is given is set in it.
    """
    name = f"{partner}.{operation}"
    files = _files(lab.kit.root / "scenarios").get(name, ())[:_TRIED]
    found = [words for path in files for words in _plain_words(lab, _story(path), name)]
    return min(found, key=lambda words: (len(words), -json.dumps(words).count('"$')), default=None)


def _plain_words(lab: Lab, story: Mapping[str, Any], name: str) -> Iterator[dict[str, Any]]:
    """The words of every step of the story that sends this, as JSON has them."""
    lab.reset(DEFAULT_START)
    names = fixtures.make(lab, story.get("given") or {})
    for words in _words(story, name):
        with suppress(UnknownVariable, _NotPlain):
            yield {word: _referring(value, names) for word, value in words.items()}


def _referring(value: Any, names: Mapping[str, Any]) -> Any:
    """The value as JSON; a reference to an entity stays a reference, so that the form shows no personal data."""
    if isinstance(value, Mapping):
        return {str(key): _referring(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [_referring(item, names) for item in value]
    found = _plain(resolve(value, names))
    if isinstance(value, str) and (field := _FIELD.fullmatch(value)) and not isinstance(found, dict):
        reference = _plain(names[field[1]])
        return {**reference, "field": field[2]} if isinstance(reference, dict) else found
    return found


class _NotPlain(Exception):
    """A value that cannot be written in JSON."""


@lru_cache(maxsize=4)
def _files(root: Path) -> Mapping[str, list[Path]]:
    """The scenarios in which each operation is sent: first those in which it is sent early, short ones first."""
    found: dict[str, list[tuple[int, int, Path]]] = {}
    for path in sorted(root.rglob("*.yaml")) if root.is_dir() else ():
        text = path.read_text(encoding="utf-8")
        sent = dict.fromkeys(match[1] for match in _SENDS.finditer(text))
        for place, name in enumerate(sent):
            found.setdefault(name, []).append((place, len(text), path))
    return {name: [path for _, _, path in sorted(places)] for name, places in found.items()}


@lru_cache(maxsize=256)
def _story(path: Path) -> Mapping[str, Any]:
    """Read one scenario file; kept, because it may be the sample of several operations."""
    story: Mapping[str, Any] = yamlio.load(path).data
    return story


def _words(story: Mapping[str, Any], name: str) -> Iterator[dict[str, Any]]:
    for step in story.get("steps") or ():
        if step.get("sends") == name:
            yield step.get("with") or {}


def _plain(value: Any) -> Any:
    """The value as JSON has it."""
    if isinstance(value, Numbered):
        return {f"${entity_kind(value)}": value.number}
    if isinstance(value, Bill):
        return {"$bill": {"account": value.account.number, "month": value.month}}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return str(value)
    if value is None or isinstance(value, str | int):
        return value
    raise _NotPlain
