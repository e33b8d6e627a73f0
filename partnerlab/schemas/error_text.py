"""What a JSON Schema wanted where a value broke it, in a reader's words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jsonschema_rs

_ONE_OF = "one of {}"
_SHOWN = 400
"""Characters of a value that a message shows."""


def expected(error: jsonschema_rs.ValidationError) -> str:
    """`text like ^[0-9]{13}$`, `one of 'C', 'D'`, `a field 'amount'`."""
    kind = error.kind
    told = _TOLD.get(kind.name)
    return told(kind.as_dict()) if told else error.message


def told(error: jsonschema_rs.ValidationError, schema: Any) -> str:
    """A mistake in one sentence: what was expected, what was seen, and what exists instead."""
    if error.kind.name == "required":
        return f"{expected(error)} is missing"
    if error.kind.name == "additionalProperties":
        return f"there is no {_list(error.kind.as_dict()['unexpected'])} here; there are: {_known(error, schema)}"
    return _refused(error, schema) or f"expected {_short(expected(error))}, seen {_short(repr(error.instance))}"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text):,} characters)"


def _known(error: jsonschema_rs.ValidationError, schema: Any) -> str:
    """The fields that the schema knows at the place of the mistake."""
    return ", ".join(_around(error, schema).get("properties", {})) or "none"


def _refused(error: jsonschema_rs.ValidationError, schema: Any) -> str | None:
    """Why the schema refuses this very value, where it says so beside the list of those that it takes."""
    if error.kind.name != "enum" or not isinstance(error.instance, str):
        return None
    reason: str | None = _around(error, schema).get("x-refuses", {}).get(error.instance)
    return reason


def _around(error: jsonschema_rs.ValidationError, schema: Any) -> Any:
    """The part of the schema in which the broken keyword stands."""
    for part in error.schema_path[:-1]:
        schema = schema[part]
    return schema


def _list(values: Any) -> str:
    return ", ".join(repr(value) for value in values)


_TOLD: dict[str, Callable[[dict[str, Any]], str]] = {
    "pattern": lambda kind: f"text like {kind['pattern']}",
    "enum": lambda kind: _ONE_OF.format(_list(kind["options"])),
    "const": lambda kind: repr(kind["expected_value"]),
    "type": lambda kind: " or ".join(kind["types"]),
    "required": lambda kind: f"a field '{kind['property']}'",
    "minLength": lambda kind: f"at least {kind['limit']} characters",
    "maxLength": lambda kind: f"at most {kind['limit']} characters",
    "minItems": lambda kind: f"at least {kind['limit']} elements",
    "maxItems": lambda kind: f"at most {kind['limit']} elements",
    "minimum": lambda kind: f"{kind['limit']} or more",
    "maximum": lambda kind: f"{kind['limit']} or less",
    "additionalProperties": lambda kind: f"no field {_list(kind['unexpected'])}",
}
