"""Names that our side tells or sends: each must be that of somebody whom the message is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from partnerlab.contract.personal_data import PersonalField
from partnerlab.lab.journal import Exchange
from partnerlab.lab.our_side import SYSTEMS
from partnerlab.world.population import World
from partnerlab.world.relations import Account, Bill, Mandate

_NAME, _IDENTITY = "name", "identity"
_SHORTEST = 16
"""Characters of a name that a column may have cut."""


def strange_names(exchanges: Iterable[Exchange], journal: Iterable[Exchange], world: World) -> Iterator[Exchange]:
    """Each exchange in which our side names somebody other than the holder of what the message is about.

    A name that somebody has told our side in this story may be a new holder's, and is known.
    """
    for exchange in exchanges:
        named = [str(field.value) for field in _ours(exchange) if field.category == _NAME]
        if not named:
            continue
        holders = {name for field in exchange.personal if (name := _holder(world, field)) is not None}
        strange = [name for name in named if not _is_among(name, holders)]
        if holders and strange and not all(_is_among(name, _told(journal, exchange)) for name in strange):
            yield exchange


def _ours(exchange: Exchange) -> list[PersonalField]:
    """What our side says: all of a file or message of its own, and its answer to one of a partner's."""
    if exchange.sender in SYSTEMS:
        operation = exchange.contract
        return exchange.personal if operation is None else operation.personal_in_request(exchange.request)
    if exchange.receiver in SYSTEMS and exchange.contract is not None and exchange.answer is not None:
        return exchange.contract.personal_in_answer(exchange.answer)
    return []


def _holder(world: World, field: PersonalField) -> str | None:
    """The name of the account's holder that an identifier leads to."""
    entity: Any = world.find(str(field.value)) if field.category == _IDENTITY else None
    if isinstance(entity, Bill | Mandate):
        entity = entity.account
    return entity.name if isinstance(entity, Account) else None


def _told(journal: Iterable[Exchange], until: Exchange) -> set[str]:
    """Every name that was told before, and first and last names together."""
    told = set[str]()
    for exchange in journal:
        if exchange.number >= until.number:
            break
        names = [str(field.value) for field in exchange.personal if field.category == _NAME]
        told.update(names, (f"{first} {last}" for first, last in pairwise(names)))
    return told


def _is_among(name: str, names: Iterable[str]) -> bool:
    return any(name == whole or (len(name) >= _SHORTEST and whole.startswith(name)) for whole in names)
