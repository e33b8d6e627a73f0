"""Parameters and answer headers as a contract describes them; what the lab would read otherwise is refused."""

from __future__ import annotations

from typing import Any

from partnerlab.contract.document_store import ContractError, DocumentStore
from partnerlab.contract.http.operation_source import SchemaPlace
from partnerlab.contract.http.parameters.parameter import AnswerHeader, Parameter
from partnerlab.contract.http.parameters.schema_types import types_of
from partnerlab.contract.http.parameters.text_value import TextValue
from partnerlab.contract.http.selector import Selector
from partnerlab.contract.identity.answer_identity import MARK as IDENTIFIES
from partnerlab.contract.identity.answer_identity import as_list
from partnerlab.contract.personal_data import categories_in, shape_of

_SEPARATORS = {"simple": ",", "form": ",", "spaceDelimited": " ", "pipeDelimited": "|"}
_OWN_STYLE = {"query": "form", "path": "simple", "header": "simple"}


def parameter_at(store: DocumentStore, place: SchemaPlace, selector: Selector | None) -> Parameter:
    """The parameter that stands there."""
    data, document = store.pointer(*place), place.document
    schema, _, _ = store.resolve(data["schema"], document)
    marked = sorted(categories_in(shape_of(store, data["schema"], document)))
    parameter = Parameter(
        name=data["name"],
        key=data["name"].lower() if data["in"] == "header" else data["name"],
        place=data["in"],
        required=bool(data.get("required")),
        validator=store.validator(document, f"{place.pointer}/schema"),
        text=_text_value(store, place, data, data["in"]),
        category=data.get("x-personal-data") or next(iter(marked), None),
        choices=[schema["const"]] if "const" in schema else schema.get("enum", []),
        identifies=next((mark["kind"] for mark in as_list(data.get(IDENTIFIES, []))), None),
        credential=data.get("x-credential"),
        binds_body=data.get("x-binds-body"),
        given_by=data.get("x-given-by"),
        fact=_fact(data.get("x-fact")),
    )
    if selector and selector.where == parameter.where and selector.value is not None:
        parameter.choices = [selector.value]
    return parameter


def _fact(mark: dict[str, Any] | None) -> tuple[str, int] | None:
    return (mark["name"], int(mark.get("last", 0))) if mark else None


def header_at(store: DocumentStore, name: str, place: SchemaPlace) -> AnswerHeader:
    """The header of an answer that stands there."""
    data = store.pointer(*place)
    required = bool(data.get("required"))
    if "schema" not in data:
        return AnswerHeader(name, required, None, TextValue(()))
    validator = store.validator(place.document, f"{place.pointer}/schema")
    return AnswerHeader(name, required, validator, _text_value(store, place, data, "header"))


def _text_value(store: DocumentStore, place: SchemaPlace, data: dict[str, Any], where: str) -> TextValue:
    types = types_of(store, data["schema"], place.document)
    if "object" in types:
        raise _refusal(store, place, "objects are not taken here: give each value a name of its own")
    if "array" not in types:
        return TextValue(tuple(sorted(types)))
    items = _item_types(store, data["schema"], place.document)
    by_place = "prefixItems" in store.resolve(data["schema"], place.document)[0]
    if types != {"array"} or len(items) != 1 or items & {"object", "array"} or by_place:
        told = "a list here has `type: array` and items of one type: string, integer, number or boolean"
        raise _refusal(store, place, told)
    style = data.get("style", _OWN_STYLE[where])
    repeats = where == "query" and data.get("explode", style == "form")
    return TextValue(tuple(items), True, None if repeats else _SEPARATORS[style])


def _item_types(store: DocumentStore, schema: Any, document: str) -> set[str]:
    schema, document, _ = store.resolve(schema, document)
    return types_of(store, schema.get("items", {}), document)


def _refusal(store: DocumentStore, place: SchemaPlace, told: str) -> ContractError:
    return store.mistake(place.document, f"{place.pointer}/schema", told)
