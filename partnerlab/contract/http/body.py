"""What the bodies of one operation may be, by media type, and the judge of those that come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import jsonschema_rs

from partnerlab.contract.document_store import DocumentStore
from partnerlab.contract.findings import Finding, Side
from partnerlab.contract.http.message import Answer, Request, media_type
from partnerlab.contract.http.operation_source import SchemaPlace
from partnerlab.contract.personal_data import PersonalDataMap, PersonalField, only, shape_of
from partnerlab.schemas.error_text import expected

Validator = jsonschema_rs.Draft202012Validator

_SHOWN = 160
_CLOSED = ("additionalProperties", "unevaluatedProperties")
_NOTHING_ASKED: Mapping[str, str] = {}


@dataclass(slots=True)
class Body:
    """What one media type may carry.

    Where one address answers several questions, `by` is the query parameter that says which one was asked
    (`x-by` beside the schema), and `validators` hold its values' answers.
    """

    media: str
    validator: Validator | None
    personal: PersonalDataMap
    by: str | None = None
    validators: dict[str, Validator] = field(default_factory=dict)
    _parts: dict[frozenset[str], PersonalDataMap] = field(default_factory=dict, repr=False)

    def places(self, among: frozenset[str] | None) -> PersonalDataMap:
        """Where personal data stands, of these categories alone if any are named."""
        if among is None:
            return self.personal
        if among not in self._parts:
            self._parts[among] = only(self.personal, among)
        return self._parts[among]

    def strangers(self, value: Any) -> list[PersonalField]:
        """Fields that the contract does not know, which may hold anything of anybody; of nothing else in vain."""
        judges = [judge for judge in (self.validator, *self.validators.values()) if judge]
        if any(judge.is_valid(value) for judge in judges):
            return []
        return min((_unknown(judge, value) for judge in self.validators.values() or judges), key=len, default=[])

    def validator_for(self, query: Mapping[str, str]) -> Validator | None:
        """The judge of what answers this question; of a question that nobody knows, that of all answers."""
        return self.validators.get(query.get(self.by or "", ""), self.validator)


def _unknown(judge: Validator, value: Any) -> list[PersonalField]:
    found = []
    for error in judge.iter_errors(value):
        for name, held in _beyond(error).items():
            place = "/".join(["body", *(str(part) for part in error.instance_path), name])
            found += _leaves(place, held)
    return found


def _beyond(error: jsonschema_rs.ValidationError) -> dict[str, Any]:
    """The fields of an object that its schema does not know, if that is what is wrong."""
    held: Any = error.instance
    return {name: held[name] for name in error.kind.as_dict()["unexpected"]} if error.kind.name in _CLOSED else {}


def _leaves(place: str, value: Any) -> list[PersonalField]:
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if below is None:
        return [PersonalField(place, "identity", value)] if value not in (None, "", True, False) else []
    return [found for name, part in below for found in _leaves(f"{place}/{name}", part)]


def body_at(library: DocumentStore, place: SchemaPlace | None, media: str) -> Body:
    """The body of one media type, by where its schema stands."""
    if place is None:
        return Body(media, None, PersonalDataMap())
    data = library.pointer(place.document, place.pointer.removesuffix("/schema"))
    schema = library.pointer(*place)
    by = data.get("x-by")
    every = {"anyOf": [schema, *by["schemas"].values()]} if by else schema
    body = Body(media, library.validator(*place), shape_of(library, every, place.document))
    if by:
        beside = f"{place.pointer.removesuffix('/schema')}/x-by/schemas"
        body.by = by["parameter"]
        body.validators = {value: library.validator(place.document, f"{beside}/{value}") for value in by["schemas"]}
    return body


def judge_body(
    side: Side, kinds: dict[str, Body], message: Request | Answer, query: Mapping[str, str] = _NOTHING_ASKED
) -> list[Finding]:
    """What a body breaks of what may come; `query` is of the request that it answers."""
    told = message.headers.get("content-type", "")
    body = kinds.get(told) or kinds.get(media_type(told))
    if body is None:
        seen = told or "no content type"
        return [Finding(side, "header/Content-Type", "undocumented media type", " or ".join(kinds), seen)]
    if message.sealed:
        message.open()
    value = message.body
    if value is None and message.undecodable:
        return [
            Finding(side, "body", "does not decode", body.media, f"{message.undecodable}, in {len(message.raw)} bytes")
        ]
    validator = body.validator_for(query) if body.by else body.validator
    if validator is None or validator.is_valid(value):
        return []
    return list(errors(side, "body", validator, value))


def errors(side: Side, where: str, validator: Validator, value: Any) -> Iterator[Finding]:
    """Every promise of a schema that a value breaks; of a field that it does not know no more than what kind it is."""
    for error in validator.iter_errors(value):
        place = "/".join([where, *(str(part) for part in error.instance_path)])
        strange = _beyond(error)
        if not strange:
            yield Finding(side, place, error.kind.name, expected(error), shown(error.instance))
        for name, held in strange.items():
            kind = type(held).__name__
            yield Finding(side, f"{place}/{name}", "undocumented field", expected(error), f"one that holds {kind}")


def shown(value: Any) -> str:
    """A value as findings show it."""
    text = value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text)} characters)"
