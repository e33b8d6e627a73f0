"""The population as a list to leaf through: by kind and number, or the one that an identifier names."""

from __future__ import annotations

from typing import Any

from partnerlab.contract.redaction import cover_value
from partnerlab.lab.lab import Lab
from partnerlab.world.description import Numbered, entity_kind, identifier_of
from partnerlab.world.relations import Account, Bill, Company, House, Mandate, Parcel, Person

USUAL = 50
"""Entities of one page, unless another number is asked for."""


def population_page(lab: Lab, kind: str, first: int, limit: int, shown: bool) -> dict[str, Any]:
    """So many entities of a kind from a number on."""
    count = lab.world.count(kind)
    numbers = range(first, min(count, first + limit))
    return {
        "kind": kind,
        "count": count,
        "entities": [_row(getattr(lab.world, kind)(number), shown) for number in numbers],
    }


def named_entity(lab: Lab, kind: str, identifier: str, shown: bool) -> dict[str, Any]:
    """The entity with this identifier, of any kind; empty if there is none. A bill's number leads to its account."""
    found = lab.world.find(identifier)
    if isinstance(found, Bill | Mandate):
        found = found.account
    return {
        "kind": kind,
        "count": lab.world.count(kind),
        "entities": [] if found is None else [_row(found, shown)],
    }


def _row(entity: Numbered, shown: bool) -> dict[str, Any]:
    cover = str if shown else cover_value
    return {
        "kind": entity_kind(entity),
        "number": entity.number,
        "identifier": cover(identifier_of(entity)),
        "name": cover(_name(entity)),
    }


def _name(entity: Numbered) -> str:
    match entity:
        case Person():
            return entity.full_name
        case Company():
            return entity.name_th
        case House():
            return entity.address
        case Account():
            return entity.name
        case Parcel():
            return entity.house.address
