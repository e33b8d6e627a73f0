"""The one walker over JSON Schemas: the schemas directly below a schema, and the keywords that contracts may use.

What this walker does not walk, no mark can be found in, so a keyword that it does not know is a mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import jsonschema_rs

from partnerlab.contract.document_store import DocumentStore
from partnerlab.contract.json_dates import MARK, mark_mistakes
from partnerlab.suggestions import unknown_name_message

ALTERNATIVES = ("allOf", "anyOf", "oneOf")
CONSEQUENCES = ("then", "else")
CONDITIONS = ("if", "not")
"""They only test a value: what stands below them says nothing of what travels."""
SAME_VALUE = (*ALTERNATIVES, *CONSEQUENCES, *CONDITIONS)
"""The schemas under these keywords describe the same value as the schema around them."""

_BY_NAME = ("properties", "patternProperties")
_LISTS = (*ALTERNATIVES, "prefixItems")
_SINGLE = (*CONSEQUENCES, *CONDITIONS, "items", "additionalProperties")

_ASSERTIONS = {
    "$ref", "type", "enum", "const", "format", "pattern", "minLength", "maxLength", "minimum", "maximum",
    "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems", "uniqueItems", "required",
    "dependentRequired", "minProperties", "maxProperties", "unevaluatedProperties", "discriminator",
}  # fmt: skip
_ANNOTATIONS = {"$comment", "title", "description", "default", "examples", "deprecated"}
_MARKS = {
    "x-personal-data",
    "x-credential",
    "x-binds-body",
    "x-held-by",
    "x-given-by",
    "x-provenance",
    "x-identifies",
    "x-money",
    "x-date",
    "x-message-time",
    "x-extensible-enum",
    "x-closed",
    "x-differs-between",
    "x-repeats",
}

KEYWORDS = frozenset({*_BY_NAME, *_LISTS, *_SINGLE, *_ASSERTIONS, *_ANNOTATIONS, *_MARKS})
"""Every keyword that the schemas of contracts may use."""

FORMATS = frozenset({
    "date", "date-time", "time", "duration", "email", "hostname", "ipv4", "ipv6", "uri", "uri-reference", "uuid",
    "regex", "json-pointer",
})  # fmt: skip
"""The formats of text that are judged."""

_INSTEAD = {
    "unevaluatedItems": "write `items`",
    "contains": "write `items`",
    "propertyNames": "write `patternProperties` with `additionalProperties: false`",
    "dependentSchemas": "write `if: {required: [...]}` with `then`",
    "dependencies": "write `dependentRequired`, or `if` with `then`",
    "additionalItems": "write `items` beside `prefixItems`",
    "definitions": "put the schema under components/schemas and refer to it",
    "$defs": "put the schema under components/schemas and refer to it",
    "$dynamicRef": "write `$ref`",
    "$recursiveRef": "write `$ref`",
    "$id": "refer to the schema by file and pointer",
    "$anchor": "refer to the schema by file and pointer",
    "$dynamicAnchor": "refer to the schema by file and pointer",
    "contentSchema": "describe the text by `pattern`",
    "contentMediaType": "describe the text by `pattern`",
    "contentEncoding": "describe the text by `pattern`",
    "readOnly": "give the answer a schema of its own",
    "writeOnly": "give the request a schema of its own",
    "nullable": 'add "null" to `type`',
    "example": "write `examples`, a list",
}


class Subschema(NamedTuple):
    """One schema directly below another: the keyword it stands under, and the property's name or pattern, if any."""

    keyword: str
    key: str
    schema: Any


def subschemas(schema: dict[str, Any]) -> Iterator[Subschema]:
    """Every schema directly below this one; `$ref` is followed by the caller, who knows the document."""
    for keyword in _BY_NAME:
        for name, below in schema.get(keyword, {}).items():
            yield Subschema(keyword, name, below)
    for keyword in _LISTS:
        for below in schema.get(keyword, ()):
            yield Subschema(keyword, "", below)
    for keyword in _SINGLE:
        if isinstance(schema.get(keyword), dict):
            yield Subschema(keyword, "", schema[keyword])


def marked_fields(store: DocumentStore, schema: Any, document: str, mark: str) -> dict[str, str]:
    """The fields of an object that carry a mark, by path (`user`, `head/user`); items of lists are no such fields."""
    return dict(_marked_fields(store, schema, document, mark, "", ()))


def _marked_fields(
    store: DocumentStore, schema: Any, document: str, mark: str, path: str, above: tuple[int, ...]
) -> Iterator[tuple[str, str]]:
    schema, document, _ = store.resolve(schema, document)
    if not isinstance(schema, dict) or id(schema) in above:
        return
    if mark in schema and path:
        yield path.removeprefix("/"), schema[mark]
    for keyword, key, below in subschemas(schema):
        if keyword == "properties" or keyword in SAME_VALUE:
            inside = f"{path}/{key}" if keyword == "properties" else path
            yield from _marked_fields(store, below, document, mark, inside, (*above, id(schema)))


def keyword_mistakes(schema: dict[str, Any]) -> Iterator[str]:
    """Keywords of this schema that the walker would overlook, each with what to write instead."""
    if "$ref" in schema and len(schema) > 1:
        beside = ", ".join(sorted(schema.keys() - {"$ref"}))
        yield f"{beside}: is lost beside $ref; write it in the schema that is referred to, or beside an `allOf` of it"
    for keyword in schema:
        if keyword in _INSTEAD:
            yield f"{keyword}: is not judged here, nor are marks below it seen; {_INSTEAD[keyword]}"
        elif told := unknown_name_message("schema keyword", keyword, KEYWORDS):
            yield f"{keyword}: {told.partition('; there are')[0]}; a text with a comma inside {{}} needs quotes"
    if told := unknown_name_message("format", schema.get("format", "date"), FORMATS):
        yield f"format: {told}; any other is not judged: write a pattern, or a minimum and a maximum"
    if isinstance(schema.get("unevaluatedProperties"), dict):
        yield "unevaluatedProperties: marks below it would not be seen; write false, and name the fields"
    if MARK in schema:
        yield from mark_mistakes(schema[MARK])
    yield from _value_mistakes(schema)
    yield from _pattern_mistakes(schema)


def _value_mistakes(schema: dict[str, Any]) -> Iterator[str]:
    """Keywords with values that JSON Schema does not know, which a validator may pass over; not those below."""
    try:
        jsonschema_rs.meta.validate({keyword: _without_schemas(keyword, value) for keyword, value in schema.items()})
    except jsonschema_rs.ValidationError as bad:
        yield f"{'/'.join(map(str, bad.instance_path))}: {bad.message}"


def _without_schemas(keyword: str, value: Any) -> Any:
    """The value of a keyword with `true` for every schema in it: each is looked at by itself."""
    if keyword in _BY_NAME and isinstance(value, dict):
        return {name: _without_schema(below) for name, below in value.items()}
    if keyword in _LISTS and isinstance(value, list):
        return [_without_schema(below) for below in value]
    return _without_schema(value) if keyword in _SINGLE else value


def _without_schema(value: Any) -> Any:
    return True if isinstance(value, dict) else value


def _pattern_mistakes(schema: dict[str, Any]) -> Iterator[str]:
    for pattern in schema.get("patternProperties", {}):
        try:
            re.compile(pattern)
        except re.error as bad:
            yield f"patternProperties: '{pattern}' is no regular expression that Python knows: {bad}"
