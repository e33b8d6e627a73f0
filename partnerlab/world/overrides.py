"""Facts that a scenario changes about an entity, checked when they are set."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import fields, replace
from datetime import date
from typing import Any, TypeVar

from partnerlab.errors import WorldError
from partnerlab.world.accounts.bill import MONTHLY, check_month
from partnerlab.world.accounts.mandate import CARD_FORMS, INSTRUMENTS, STAGES, STATES
from partnerlab.world.accounts.tariff import water_charge
from partnerlab.world.people.company import STATUSES

AnyEntity = TypeVar("AnyEntity", bound=Any)

FIXED: dict[str, tuple[str, ...]] = {
    "person": ("number", "world", "pid", "sex"),
    "house": ("number", "world", "code", "residence", "area"),
    "company": ("number", "world", "juristic_id", "type"),
    "account": ("number", "world", "registration"),
    "parcel": ("number", "world", "deed"),
    "mandate": ("number", "world", "mandate_number", "bank_account", "card"),
}
"""Facts no story may change: identifiers, and what identifiers or relations between entities are made of."""


_MANDATE_WORDS = (("instrument", INSTRUMENTS), ("state", STATES), ("stage", STAGES), ("card_form", CARD_FORMS))


class Overrides:
    """The overridden facts of one world, by kind and number."""

    __slots__ = ("_facts", "_monthly")

    def __init__(self) -> None:
        self._facts: dict[tuple[str, int], dict[str, Any]] = {}
        self._monthly: dict[tuple[str, int], dict[str, dict[str, Any]]] = {}

    def clear(self) -> None:
        self._facts.clear()
        self._monthly.clear()

    def snapshot(self) -> Any:
        """All overrides so far, for `restore`."""
        return deepcopy((self._facts, self._monthly))

    def restore(self, snapshot: Any) -> None:
        """Bring back the overrides of a snapshot."""
        self._facts, self._monthly = deepcopy(snapshot)

    def applied(self, kind: str, entity: AnyEntity) -> AnyEntity:
        """The entity with its overridden facts."""
        if not self._facts:
            return entity
        facts = self._facts.get((kind, entity.number))
        return replace(entity, **facts) if facts else entity

    def numbers(self, kind: str) -> list[int]:
        """The entities of a kind of which some fact is overridden."""
        return [number for other_kind, number in self._facts if other_kind == kind]

    def monthly(self, kind: str, number: int) -> dict[str, dict[str, Any]]:
        return self._monthly.get((kind, number), {})

    def add(self, kind: str, entity: Any, facts: dict[str, Any], partner: int | None) -> None:
        """Check all the facts, then store them: a refused call changes nothing.

        `partner` is the number of a person's husband or wife: of one marriage, both know whether it is divorced.
        """
        months = {name: value for name, value in facts.items() if kind == "account" and name in MONTHLY}
        plain = {name: _checked(kind, entity, name, facts[name]) for name in facts if name not in months}
        if "divorced" in plain and partner is None:
            raise WorldError(
                f"override: person fact 'divorced': expected somebody who has married, seen {entity.number}"
            )
        for name, values in months.items():
            months[name] = _checked_months(name, values)
        key = (kind, entity.number)
        self._facts.setdefault(key, {}).update(plain)
        if "divorced" in plain and partner is not None:
            self._facts.setdefault((kind, partner), {})["divorced"] = plain["divorced"]
        for name, values in months.items():
            self._monthly.setdefault(key, {}).setdefault(name, {}).update(values)


def known_facts(kind: str, entity: Any) -> list[str]:
    """The facts that a story may change of an entity, given as an instance or as its class."""
    return [item.name for item in fields(entity) if item.name not in FIXED[kind]]


def _checked(kind: str, entity: Any, name: str, value: Any) -> Any:
    known = known_facts(kind, entity)
    if name in FIXED[kind]:
        raise WorldError(
            f"override: {kind} fact {name!r} cannot be overridden, since identifiers or relations between "
            f"registers hang on it; choose another {kind} instead. These can be: {', '.join(known)}"
        )
    if name not in known:
        more = [*known, *(f"{fact} (by month)" for fact in MONTHLY)] if kind == "account" else known
        raise WorldError(f"override: {kind} has no fact {name!r}; there are {', '.join(more)}")
    value = _typed(f"{kind} fact {name!r}", type(getattr(entity, name)), value)
    _check_meaning(name, value)
    return value


def _typed(what: str, expected: type, value: Any) -> Any:
    if expected is date and isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            raise WorldError(f"override: {what}: expected a date like '2026-10-31', seen {value!r}") from None
    if expected is float and isinstance(value, int | str):
        value = _number(what, value)
    if type(value) is not expected:
        raise WorldError(f"override: {what}: expected {expected.__name__}, seen {type(value).__name__} {value!r}")
    return value


def _number(what: str, value: int | str) -> float:
    try:
        return float(value)
    except ValueError:
        raise WorldError(f"override: {what}: expected a number, seen {value!r}") from None


def _check_meaning(name: str, value: Any) -> None:
    if name == "status" and value not in STATUSES:
        raise WorldError(f"override: company status {value!r} is not known; there are {', '.join(STATUSES)}")
    for fact, words in _MANDATE_WORDS:
        if name == fact and value not in words:
            raise WorldError(f"override: mandate {fact} {value!r} is not known; there are {', '.join(words)}")
    if name in ("account_class", "meter_size"):
        water_charge(0, **{name: value})


def _checked_months(name: str, values: Any) -> dict[str, Any]:
    if not isinstance(values, dict):
        raise WorldError(f"override: account fact {name!r}: expected {{'2026-10': …}}, seen {values!r}")
    checked = {}
    for month, value in values.items():
        check_month(month)
        checked[month] = _typed(f"account fact {name!r} of {month}", MONTHLY[name], value)
        if name == "usage":
            water_charge(checked[month])
    return checked
