"""One person, house, company, account or parcel as every register shows it, side by side, with what differs marked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from partnerlab.contract.personal_data import PersonalField
from partnerlab.contract.redaction import cover_all_numbers, cover_value, mask_all, mask_json
from partnerlab.lab.exchange.register_lookup import RegisterAnswer, ask_all
from partnerlab.lab.lab import Lab
from partnerlab.world.calendar.thai_dates import be_digits
from partnerlab.world.description import Numbered, describe_entity, entity_kind
from partnerlab.world.relations import Account, Company, House, Parcel, Person

Leaves = dict[str, Any]
"""Single values by their place: `ResultList/0/JuristicID`."""

_SHORTEST = 3
"""Characters: of a shorter text nobody can say which fact it is."""


def registers_status(lab: Lab, untouched: Lab, entity: Numbered, shown: bool) -> dict[str, Any]:
    """What the population holds, and what each register answers now.

    `untouched` is a lab of the same seed in which no fact, state or fault was set: what is said there is usual.
    """
    usual = getattr(untouched.world, entity_kind(entity))(entity.number)
    facts, usual_facts = leaves_of(describe_entity(entity)), leaves_of(describe_entity(usual))
    before = {_key(told): told for told in _answers(untouched, usual)}
    return {
        "kind": entity_kind(entity),
        "number": entity.number,
        "population": [_fact(name, value, usual_facts.get(name), shown) for name, value in facts.items()],
        "registers": [
            _register(told, before.get(_key(told)), _Facts(facts, usual_facts), shown) for told in _answers(lab, entity)
        ],
    }


def leaves_of(value: Any, path: str = "") -> Leaves:
    """Every single value of a tree; an empty list or object is one as well."""
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found: Leaves = {}
    for name, part in below:
        found |= leaves_of(part, f"{path}/{name}" if path else str(name))
    return found if below else {path: value}


def _answers(lab: Lab, entity: Numbered) -> Iterator[RegisterAnswer]:
    """The answers about the entity itself, and about the related entity by which some registers know it."""
    for each in _known_by(entity):
        yield from ask_all(lab, each)


def _known_by(entity: Numbered) -> list[Numbered]:
    tied: tuple[Numbered | None, ...] = ()
    match entity:
        case Person() | Company():
            tied = (entity.house,)
        case House():
            tied = (entity.head, entity.company)
        case Account():
            tied = (entity.house, entity.holder)
        case Parcel():
            tied = (entity.house, entity.owner)
    return [entity, *(each for each in tied if each is not None)]


def _key(told: RegisterAnswer) -> tuple[str, str, str]:
    choices = {name: value for name, value in told.query.items() if name not in _names_of(told)}
    return told.partner.name, told.operation.id, json.dumps(choices)


def _names_of(told: RegisterAnswer) -> set[str]:
    """The parameters that name the entity in question."""
    return {each.name for each in told.operation.parameters if each.identifies or each.fact}


class _Facts:
    """Which fact of the population a value of a register is, and whether it still agrees with it."""

    def __init__(self, now: Leaves, usual: Leaves) -> None:
        self._now, self._names = now, dict[str, list[str]]()
        for name, value in usual.items():
            for form in _forms(value):
                self._names.setdefault(form, []).append(name)

    def names(self, usual: Any) -> list[str]:
        """The facts that a value is, by what the register says when nothing was set."""
        return self._names.get(str(usual), [])

    def agree(self, names: list[str], value: Any) -> bool:
        """Whether the value is what one of these facts is now."""
        return any(str(value) in _forms(self._now.get(name)) for name in names)


def _forms(value: Any) -> tuple[str, ...]:
    """How registers write a fact: as it is, a date with the year of either era."""
    if value is None or isinstance(value, bool) or len(text := str(value)) < _SHORTEST:
        return ()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return (text,)
    return text, f"{day:%Y%m%d}", be_digits(day)


def _fact(name: str, value: Any, usual: Any, shown: bool) -> dict[str, Any]:
    """Of somebody in the population every text is covered, for there no contract says which are personal."""
    now, before = ((each if shown else _covered(each)) for each in (value, usual))
    return {"field": name, "value": now, "usual": before, "differs": value != usual}


def _covered(value: Any) -> Any:
    return cover_value(value) if isinstance(value, str) else value


def _register(told: RegisterAnswer, usual: RegisterAnswer | None, facts: _Facts, shown: bool) -> dict[str, Any]:
    personal = _personal(told)
    now, before = leaves_of(told.body), leaves_of(usual.body) if usual else {}
    seen = now if shown else _masked(told, personal)
    seen_before = before if shown or usual is None else _masked(usual, _personal(usual))
    categories = {field.path: field.category for field in personal}
    return {
        "partner": told.partner.name,
        "title": told.partner.title,
        "operation": told.operation.id,
        "operation_title": told.operation.title,
        "asked": told.query if shown else cover_all_numbers(mask_all(told.query, personal)),
        "status": told.answer.status,
        "fields": [
            {
                "field": name,
                "value": seen.get(name),
                "usual": seen_before.get(name),
                "personal": categories.get(f"body/{name}"),
                "fact": next(iter(facts.names(before.get(name))), None),
                "differs": _differs(facts, now, before, name),
            }
            for name in dict.fromkeys([*now, *before])
        ],
    }


def _differs(facts: _Facts, now: Leaves, before: Leaves, name: str) -> bool:
    """From the fact that it is, where it is one; else from what the register says when nothing was set."""
    if names := facts.names(before.get(name)):
        return not facts.agree(names, now.get(name))
    return bool(now.get(name) != before.get(name))


def _personal(told: RegisterAnswer) -> list[PersonalField]:
    return told.operation.personal_in_request(told.message) + told.operation.personal_in_answer(told.answer)


def _masked(told: RegisterAnswer, personal: list[PersonalField]) -> Mapping[str, Any]:
    text = mask_json(json.dumps(told.body, ensure_ascii=False), personal)[0]
    covered: Leaves = cover_all_numbers(leaves_of(json.loads(text)))
    return covered
