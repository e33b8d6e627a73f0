"""Everything known about an identifier, as plain data that can be printed or compared."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

from partnerlab.world.accounts.money import baht_text
from partnerlab.world.places.subdistricts import Branch, Subdistrict
from partnerlab.world.population import World
from partnerlab.world.relations import Account, Bill, Company, Entity, House, Mandate, Parcel, Person

Numbered = Person | House | Company | Account | Parcel
"""What has a number of its own, and relations to others; bills and mandates are found by their accounts."""

_MONEY = ("amount", "capital", "paid_capital")


def describe(world: World, identifier: str) -> dict[str, Any] | None:
    """A tree of texts, numbers, lists and dicts: `kind`, the facts, and the relations to others.

    Relations are one step deep, as identifier and name. Dates are ISO text, money is text of baht. None if the world
    has no such entity.
    """
    entity = world.find(identifier)
    return None if entity is None else describe_entity(entity)


def describe_entity(entity: Entity) -> dict[str, Any]:
    """The same for an entity that was looked up already."""
    return {"kind": entity_kind(entity), **_facts(entity), **_relations(entity)}


def entity_kind(entity: Entity) -> str:
    """`person`, `house`, `company`, `account`, `parcel`, `bill` or `mandate`."""
    return type(entity).__name__.lower()


_IDENTIFIERS = {
    "person": "pid", "house": "code", "company": "juristic_id", "account": "registration", "parcel": "deed",
    "mandate": "mandate_number", "bill": "invoice",
}  # fmt: skip


def identifier_of(entity: Entity) -> str:
    """The identifier by which registers know an entity: PID of a person, code of a house, deed of a parcel."""
    identifier: str = getattr(entity, _IDENTIFIERS[entity_kind(entity)])
    return identifier


def _facts(entity: Any) -> dict[str, Any]:
    hidden = ("world", "account", "lines")
    facts = {item.name: getattr(entity, item.name) for item in fields(entity) if item.name not in hidden}
    return {name: _plain(name, value) for name, value in facts.items()}


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Subdistrict | Branch):
        return _facts(value)
    return baht_text(value) if name in _MONEY else value


def _relations(entity: Entity) -> dict[str, Any]:
    match entity:
        case Person():
            return _person(entity)
        case House():
            return _house(entity)
        case Company():
            return {"directors": _all(entity.directors), "house": _brief(entity.house),
                    "accounts": _all(entity.accounts), "parcels": _all(entity.parcels)}  # fmt: skip
        case Account():
            return {"ref1": entity.ref1, "branch": _facts(entity.branch), "holder": _brief(entity.holder),
                    "house": _brief(entity.house), "mandate": _brief(entity.mandate)}  # fmt: skip
        case Mandate():
            return {"account": _brief(entity.account)}
        case Parcel():
            return {"house": _brief(entity.house), "owner": _brief(entity.owner)}
        case Bill():
            lines = {line.name: baht_text(line.amount) for line in entity.lines}
            return {"lines": lines, "account": _brief(entity.account)}


def _person(person: Person) -> dict[str, Any]:
    return {
        "marital_status": person.marital_status, "spouse": _brief(person.spouse),
        "former_spouse": _brief(person.former_spouse),
        "father_name": person.father_name, "father": _brief(person.father),
        "mother_name": person.mother_name, "mother": _brief(person.mother),
        "children": _all(person.children), "house": _brief(person.house), "is_head": person.is_head,
        "companies": _all(person.companies), "accounts": _all(person.accounts),
        "parcels": _all(person.parcels),
    }  # fmt: skip


def _house(house: House) -> dict[str, Any]:
    return {
        "address": house.address, "members": _all(house.members), "head": _brief(house.head),
        "company": _brief(house.company), "account": _brief(house.account), "parcel": _brief(house.parcel),
    }  # fmt: skip


def _all(entities: tuple[Any, ...]) -> list[dict[str, Any] | None]:
    return [_brief(entity) for entity in entities]


def _brief(entity: Entity | None) -> dict[str, Any] | None:
    match entity:
        case None:
            return None
        case Person():
            return {"kind": "person", "pid": entity.pid, "name": entity.full_name, "alive": entity.alive}
        case Company():
            return {"kind": "company", "juristic_id": entity.juristic_id, "name": entity.name_th}
        case House():
            return {"kind": "house", "code": entity.code, "address": entity.address}
        case Account():
            return {"kind": "account", "registration": entity.registration, "ref1": entity.ref1}
        case Mandate():
            return {"kind": "mandate", "mandate_number": entity.mandate_number, entity.instrument: entity.debit_number}
        case Parcel():
            return {"kind": "parcel", "deed": entity.deed}
        case Bill():
            return {"kind": "bill", "invoice": entity.invoice, "amount": baht_text(entity.amount)}
