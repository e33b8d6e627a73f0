"""The bodies that one operation may have, by media type, and their judge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

import jsonschema_rs

from partnerlab.contract.document_store import DocumentStore
from partnerlab.contract.findings import Finding, Side
from partnerlab.contract.http import undecodable
from partnerlab.contract.http.decoding.media_types import is_json, media_name, names_that_mean
from partnerlab.contract.http.decoding.multipart import MULTIPART
from partnerlab.contract.http.message import FORM, Answer, Request
from partnerlab.contract.http.operation_source import SchemaPlace
from partnerlab.contract.http.parameters.schema_types import field_names, field_types, types_of
from partnerlab.contract.http.parameters.text_value import TextValue
from partnerlab.contract.json_dates import MARK, DateError
from partnerlab.contract.personal_data import PersonalDataMap, PersonalField, only, shape_of
from partnerlab.contract.schema_walker import ALTERNATIVES
from partnerlab.contract.sensitive_data import RULE as SENSITIVE_DATA
from partnerlab.contract.sensitive_data import is_sensitive_name
from partnerlab.schemas.error_text import expected

Validator = jsonschema_rs.Draft202012Validator

_SHOWN = 160
_UNEVALUATED = "unevaluatedProperties"
_CLOSED = ("additionalProperties", _UNEVALUATED)


@dataclass(slots=True)
class Body:
    """What one media type may carry. `texts` are the fields of a form that are no text: how each is read.

    `names` tells every name of a field that its schema knows anywhere.
    """

    media: str
    validator: Validator | None
    personal: PersonalDataMap
    texts: dict[str, TextValue] = field(default_factory=dict)
    names: Callable[[], frozenset[str]] = frozenset
    _parts: dict[frozenset[str], PersonalDataMap] = field(default_factory=dict, repr=False)

    def places(self, among: frozenset[str] | None) -> PersonalDataMap:
        """Where personal data stands, of these categories alone if any are named."""
        if among is None:
            return self.personal
        if among not in self._parts:
            self._parts[among] = only(self.personal, among)
        return self._parts[among]

    def typed(self, value: Any) -> Any:
        """The body as its schema sees it: fields of a form as what they mean, bytes as one letter each."""
        if isinstance(value, bytes):
            return value.decode("latin-1")
        if self.texts and isinstance(value, dict):
            return {
                name: self.texts[name].readings(text)[0] if name in self.texts else text for name, text in value.items()
            }
        return value

    def strangers(self, value: Any) -> list[PersonalField]:
        """Undocumented fields, treated as personal data because their content is unknown."""
        if self.validator is None or self.validator.is_valid(value := self.typed(value)):
            return []
        return _unknown(self.validator.iter_errors(value), value)


def _unknown(found: Iterable[jsonschema_rs.ValidationError], value: Any) -> list[PersonalField]:
    """The fields that errors call unknown; where several schemas were tried, those of the schema that fits best."""
    fields: list[PersonalField] = []
    for error in found:
        tried = error.kind.as_dict().get("context") if error.kind.name in ALTERNATIVES else None
        if tried:
            fields += _fewest([_unknown(errors, value) for errors in tried])
        for name, held in _beyond(error).items():
            place = "/".join(["body", *(str(part) for part in error.instance_path), name])
            fields += leaves(place, held)
    return fields


def _fewest(tried: list[list[PersonalField]]) -> list[PersonalField]:
    return min(tried, key=lambda fields: len(fields))


def _is_unsure(error: jsonschema_rs.ValidationError, broken: list[Any]) -> bool:
    """Whether fields may seem unknown only because the part of the schema that knows them does not hold."""
    place = error.instance_path
    return error.kind.name == _UNEVALUATED and any(path[: len(place)] == place for path in broken)


def _beyond(error: jsonschema_rs.ValidationError) -> dict[str, Any]:
    """The fields of an object that its schema does not know, if that is what is wrong."""
    held: Any = error.instance
    return {name: held[name] for name in error.kind.as_dict()["unexpected"]} if error.kind.name in _CLOSED else {}


def leaves(place: str, value: Any) -> list[PersonalField]:
    """Every single value in a body, as if it were personal data."""
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if below is None:
        return [PersonalField(place, "identity", value)] if value not in (None, "", True, False) else []
    return [found for name, part in below for found in leaves(f"{place}/{name}", part)]


def body_at(store: DocumentStore, place: SchemaPlace | None, media: str) -> Body:
    """The body of one media type, by where its schema stands."""
    if place is None:
        return Body(media, None, PersonalDataMap())
    shape = shape_of(store, store.pointer(*place), place.document)
    names = cache(partial(field_names, store, place))
    return Body(media, store.validator(*place), shape, _texts(store, place, media), names)


def _texts(store: DocumentStore, place: SchemaPlace, media: str) -> dict[str, TextValue]:
    """How each field of a form is read; a body that is neither JSON nor a form is one text."""
    kind = media.partition(";")[0]
    if is_json(kind) or kind.endswith("/*"):
        return {}
    if kind not in (FORM, MULTIPART):
        if beyond := types_of(store, store.pointer(*place), place.document) - {"string"}:
            told = f"{media} is read as text: its schema has `type: string`, not {' or '.join(sorted(beyond))}"
            raise store.mistake(*place, told)
        return {}
    types = field_types(store, store.pointer(*place), place.document)
    for name, found in types.items():
        if found & {"array", "object"}:
            raise store.mistake(*place, f"'{name}': a field of a form is one text, number or truth value")
    return {name: TextValue(tuple(sorted(found))) for name, found in types.items() if found - {"string"}}


def body_for(kinds: Mapping[str, Body], told: str) -> Body | None:
    """The body that a content type means: named with its parameters, by itself, or by a range such as `text/*`."""
    body = kinds.get(told)
    if body is not None:
        return body
    kind, *parameters = media_name(told).split(";")
    fitting = [named for named in kinds if set(named.split(";")[1:]) <= set(parameters)]
    for wanted in names_that_mean(kind):
        named = [media for media in fitting if media.partition(";")[0] == wanted]
        if named:
            return kinds[max(named, key=lambda media: media.count(";"))]
    return None


def judge_body(side: Side, kinds: dict[str, Body], message: Request | Answer) -> list[Finding]:
    """The findings of a body: its media type must be documented, and its content fit the schema."""
    told = message.headers.get("content-type", "")
    body = body_for(kinds, told)
    if body is None:
        seen = told or "no content type"
        return [Finding(side, "header/Content-Type", "undocumented media type", " or ".join(kinds), seen)]
    if message.sealed:
        message.open()
    value = message.body
    if value is None and message.undecodable:
        seen = undecodable.describe(message.raw, message.headers) or message.undecodable
        return [Finding(side, "body", "does not decode", body.media, f"{seen}, in {len(message.raw)} bytes")]
    validator = body.validator
    if validator is None or validator.is_valid(value := body.typed(value)):
        return []
    return list(errors(side, "body", validator, value, body.names))


def errors(
    side: Side, where: str, validator: Validator, value: Any, names: Callable[[], frozenset[str]] = frozenset
) -> Iterator[Finding]:
    """Every promise of a schema that a value breaks; of a field that it does not know no more than what kind it is."""
    found = list(validator.iter_errors(value))
    broken = [error.instance_path for error in found if error.kind.name not in _CLOSED]
    for error in found:
        place = "/".join([where, *(str(part) for part in error.instance_path)])
        strange = _beyond(error)
        if strange and _is_unsure(error, broken):
            strange = {name: held for name, held in strange.items() if name not in names()}
            if not strange:
                continue
        if error.kind.name == MARK:
            date = DateError.from_message(error.kind.as_dict()["message"])
            yield Finding(side, place, date.rule, date.expected, shown(error.instance) + date.reason)
        elif not strange:
            yield Finding(side, place, error.kind.name, expected(error), shown(error.instance))
        for name, held in strange.items():
            kind = type(held).__name__
            rule = SENSITIVE_DATA if is_sensitive_name(name) else "undocumented field"
            yield Finding(side, f"{place}/{name}", rule, expected(error), f"one that holds {kind}")


def shown(value: Any) -> str:
    """A value as findings show it."""
    text = value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text)} characters)"
