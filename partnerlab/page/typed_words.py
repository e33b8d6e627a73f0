"""Words that somebody typed into a form, as the values that a scenario would give them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from partnerlab import yamlio
from partnerlab.yamlio import YamlError, in_json

_PREFIX = "word."


def typed_words(form: Mapping[str, str]) -> dict[str, Any]:
    """The fields `word.NAME` of a form that are filled in, by name."""
    return {
        name.removeprefix(_PREFIX): typed_value(text)
        for name, text in form.items()
        if name.startswith(_PREFIX) and text.strip()
    }


def typed_value(text: str) -> Any:
    """A value as YAML has it, `503` or `{a: 1}`; what is none is the text itself."""
    try:
        return in_json(yamlio.parse(text.strip(), "form").data)
    except YamlError:
        return text.strip()
