"""Words that somebody typed into a form, as the values that a scenario would give them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from partnerlab import yamlio
from partnerlab.yamlio import YamlError, in_json


@dataclass(frozen=True, slots=True)
class Field:
    """A field for one word: its name says how what is typed is read.

    `text.NAME` is text as it is, `word.NAME` a value as YAML has it, `entity.KIND.NAME` the number of one of the
    population.
    """

    name: str
    word: str
    needed: bool
    takes: str
    kind: str | None
    value: str
    long: bool


def field_of(word: Mapping[str, Any], sample: Any) -> Field:
    """The field for a word of a form of the control, filled in with the sample's value if it has one."""
    name, takes, kinds = word["name"], word["takes"], word["kinds"]
    nested = isinstance(sample, list | dict)
    if len(kinds) == 1 and not takes.endswith("text") and (sample is None or _number(sample, kinds[0]) is not None):
        number = _number(sample, kinds[0])
        kind, value = kinds[0], "" if number is None else str(number)
        return Field(f"entity.{kind}.{name}", name, word["needed"], takes, kind, value, False)
    if takes == "text" and not nested:
        return Field(f"text.{name}", name, word["needed"], takes, None, "" if sample is None else str(sample), False)
    value = "" if sample is None else json.dumps(sample, ensure_ascii=False)
    return Field(f"word.{name}", name, word["needed"], takes, None, value, nested or takes.startswith("a list"))


def _number(sample: Any, kind: str) -> int | None:
    """The number of a reference such as `{$account: 1001}`."""
    number = sample.get(f"${kind}") if isinstance(sample, dict) and len(sample) == 1 else None
    return number if isinstance(number, int) else None


def typed_words(form: Mapping[str, str]) -> dict[str, Any]:
    """The words of a form that are filled in, by name."""
    return dict(_typed(form))


def _typed(form: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    for name, text in form.items():
        reading, _, word = name.partition(".")
        if not text.strip():
            continue
        if reading == "text":
            yield word, text
        elif reading == "word":
            yield word, typed_value(text)
        elif reading == "entity":
            kind, _, word = word.partition(".")
            yield word, {f"${kind}": typed_value(text)}


def typed_value(text: str) -> Any:
    """A value as YAML has it, `503` or `{a: 1}`; what is none is the text itself."""
    try:
        return in_json(yamlio.parse(text.strip(), "form").data)
    except YamlError:
        return text.strip()
