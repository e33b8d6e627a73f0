"""The fields that a message or file of an operation can have, by its contract."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

from partnerlab.contract.document_store import DocumentStore
from partnerlab.contract.files import Layout
from partnerlab.contract.http.branch_source import operation_sources
from partnerlab.contract.http.operation_source import Bodies, OperationSource
from partnerlab.contract.schema_walker import ALTERNATIVES, CONSEQUENCES
from partnerlab.lab.partners.partner import CONSUMER, Partner
from partnerlab.lab.partners.registry import Registry

Place = tuple[Any, str]
"""A schema, and the document that it stands in."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields below one place, each known when it is asked for; `free` if there may be others.

    `items` are those of each element, where a list may stand.
    """

    named: Mapping[str, Callable[[], Fields]] = field(default_factory=dict)
    items: Callable[[], Fields] | None = None
    free: bool = False


ANYTHING = Fields(free=True)


def fields_of(kit: Registry, party: str, operation: str, side: str) -> list[dict[str, Fields]]:
    """What `request` and `answer` of an operation can have, that a partner `sends` or `answers`.

    Several, where an act may go on to others that its partner asks of the same receiver.
    """
    partner = kit.partner(party)
    if operation in partner.layouts:
        return [{"request": _of_file(partner.layouts[operation])}]
    if side == "sends" and operation in partner.asks:
        receiver = kit.partner(partner.asks[operation].receiver)
        names = [ask.operation for ask in partner.asks.values() if ask.receiver == receiver.name]
        return [fields for name in names for fields in _of_operation(receiver, name, receiver.provider_file)]
    return _of_operation(partner, operation, CONSUMER if side == "sends" else partner.provider_file)


def _of_operation(partner: Partner, operation: str, file: str) -> list[dict[str, Fields]]:
    source = _source(partner, operation, file)
    return [_of_message(partner.documents, source)] if source else []


def _source(partner: Partner, operation: str, file: str) -> OperationSource | None:
    if not (partner.contracts / file).is_file():
        return None
    return _sources(partner.documents, f"{partner.name}/{file}").get(operation)


@lru_cache(maxsize=128)
def _sources(store: DocumentStore, document: str) -> dict[str, OperationSource]:
    """The operations of a document by name; many steps ask for the same."""
    return {source.id: source for source in operation_sources(store, document)}


def _of_file(layout: Layout) -> Fields:
    records = layout.model.records
    found = {str(role): _named(one.name for one in record.fields) for role, record in records.items()}
    details = found.pop("detail", ANYTHING)
    return _record(found | {"name": ANYTHING, "details": Fields(items=lambda: details)})


def _of_message(store: DocumentStore, source: OperationSource) -> dict[str, Fields]:
    parameters = [store.pointer(*place) for place in source.parameters]
    query = _named(data["name"] for data in parameters if data["in"] == "query")
    asked = {"method": ANYTHING, "path": ANYTHING, "query": query, "headers": ANYTHING}
    told = {"status": ANYTHING, "headers": ANYTHING}
    asked["body"], told["body"] = _body(store, [source.request]), _body(store, source.answers.values())
    return {"request": _record(asked), "answer": _record(told)}


def _named(names: Iterable[str]) -> Fields:
    return _record(dict.fromkeys(names, ANYTHING))


def _record(fields: Mapping[str, Fields]) -> Fields:
    return Fields({name: partial(_itself, below) for name, below in fields.items()})


def _itself(fields: Fields) -> Fields:
    return fields


def _body(store: DocumentStore, bodies: Iterable[Bodies]) -> Fields:
    places = [place for kinds in bodies for place in kinds.values()]
    if not places or None in places:
        return ANYTHING
    return _below(store, [(store.pointer(*place), place.document) for place in places if place])


def _below(store: DocumentStore, places: list[Place]) -> Fields:
    """The fields of a value that any of these schemas describes."""
    parts = [part for place in places for part in _parts(store, place, ())]
    named: dict[str, list[Place]] = {}
    items: list[Place] = []
    for schema, document in parts:
        for name, below in schema.get("properties", {}).items():
            named.setdefault(name, []).append((below, document))
        items += [(below, document) for below in (schema.get("items"), *schema.get("prefixItems", ())) if below]
    return Fields(
        {name: partial(_below, store, below) for name, below in named.items()},
        partial(_below, store, items) if items else None,
        any(_is_free(schema) for schema, _ in parts) or not (named or items),
    )


def _parts(store: DocumentStore, place: Place, above: tuple[int, ...]) -> Iterator[tuple[dict[str, Any], str]]:
    """A schema and all that describe the same value."""
    schema, document, _ = store.resolve(*place)
    if not isinstance(schema, dict) or id(schema) in above:
        return
    yield schema, document
    below = [part for keyword in ALTERNATIVES for part in schema.get(keyword, ())]
    for part in below + [schema[keyword] for keyword in CONSEQUENCES if keyword in schema]:
        yield from _parts(store, (part, document), (*above, id(schema)))


def _is_free(schema: dict[str, Any]) -> bool:
    """Whether it says itself that an object may have fields with other names."""
    return schema.get("additionalProperties", False) is not False or "patternProperties" in schema
