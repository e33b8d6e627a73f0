"""Single facts that a story changes about the population, checked when they are set."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import fields, replace
from datetime import date
from typing import Any, TypeVar

from partnerlab.errors import WorldError
from partnerlab.world.accounts.account import MONTHLY, check_month
from partnerlab.world.accounts.mandate import INSTRUMENTS, STATES
from partnerlab.world.accounts.tariff import charge
from partnerlab.world.people.company import STATUSES

Made = TypeVar("Made", bound=Any)

FIXED: dict[str, tuple[str, ...]] = {
    "person": ("number", "world", "pid", "sex"),
    "house": ("number", "world", "code", "residence", "area"),
    "company": ("number", "world", "juristic_id", "type"),
    "account": ("number", "world", "registration"),
    "parcel": ("number", "world", "deed"),
    "mandate": ("number", "world", "mandate_number", "bank_account", "card"),
}
"""Facts no story may change: identifiers, and what identifiers or ties between entities are made of."""


class Overrides:
    """The overridden facts of one world, by kind and number."""

    __slots__ = ("_facts", "_monthly")

    def __init__(self) -> None:
        self._facts: dict[tuple[str, int], dict[str, Any]] = {}
        self._monthly: dict[tuple[str, int], dict[str, dict[str, Any]]] = {}

    def clear(self) -> None:
        self._facts.clear()
        self._monthly.clear()

    def kept(self) -> Any:
        """All of them so far, to bring back."""
        return deepcopy((self._facts, self._monthly))

    def bring_back(self, kept: Any) -> None:
        """Make them what they were."""
        self._facts, self._monthly = deepcopy(kept)

    def applied(self, kind: str, entity: Made) -> Made:
        """The entity with its overridden facts."""
        if not self._facts:
            return entity
        facts = self._facts.get((kind, entity.number))
        return replace(entity, **facts) if facts else entity

    def numbers(self, kind: str) -> list[int]:
        """The entities of a kind of which some fact is overridden."""
        return [number for which, number in self._facts if which == kind]

    def monthly(self, kind: str, number: int) -> dict[str, dict[str, Any]]:
        return self._monthly.get((kind, number), {})

    def add(self, kind: str, entity: Any, facts: dict[str, Any]) -> None:
        """Check all the facts, then remember them: a refused call changes nothing."""
        months = {name: value for name, value in facts.items() if kind == "account" and name in MONTHLY}
        plain = {name: _checked(kind, entity, name, facts[name]) for name in facts if name not in months}
        for name, values in months.items():
            months[name] = _checked_months(name, values)
        key = (kind, entity.number)
        self._facts.setdefault(key, {}).update(plain)
        if "divorced" in plain:  # of one marriage both know the same
            self._facts.setdefault((kind, entity.partner.number), {})["divorced"] = plain["divorced"]
        for name, values in months.items():
            self._monthly.setdefault(key, {}).setdefault(name, {}).update(values)


def known_facts(kind: str, made: Any) -> list[str]:
    """The facts that a story may change of an entity, or of all that are made of its class."""
    return [item.name for item in fields(made) if item.name not in FIXED[kind]]


def _checked(kind: str, entity: Any, name: str, value: Any) -> Any:
    known = known_facts(kind, entity)
    if name in FIXED[kind]:
        raise WorldError(
            f"override: {kind} fact {name!r} cannot be overridden, since identifiers or ties between "
            f"registers hang on it; choose another {kind} instead. These can be: {', '.join(known)}"
        )
    if name not in known:
        more = [*known, *(f"{each} (by month)" for each in MONTHLY)] if kind == "account" else known
        raise WorldError(f"override: {kind} has no fact {name!r}; there are {', '.join(more)}")
    value = _typed(f"{kind} fact {name!r}", type(getattr(entity, name)), value)
    _check_meaning(entity, name, value)
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


def _check_meaning(entity: Any, name: str, value: Any) -> None:
    if name == "status" and value not in STATUSES:
        raise WorldError(f"override: company status {value!r} is not known; there are {', '.join(STATUSES)}")
    for fact, words in (("instrument", INSTRUMENTS), ("state", STATES)):
        if name == fact and value not in words:
            raise WorldError(f"override: mandate {fact} {value!r} is not known; there are {', '.join(words)}")
    if name == "divorced" and entity.partner is None:
        raise WorldError(f"override: person fact 'divorced': expected somebody who has married, seen {entity.number}")
    if name in ("account_class", "meter_size"):
        charge(0, **{name: value})


def _checked_months(name: str, values: Any) -> dict[str, Any]:
    if not isinstance(values, dict):
        raise WorldError(f"override: account fact {name!r}: expected {{'2026-10': …}}, seen {values!r}")
    checked = {}
    for month, value in values.items():
        check_month(month)
        checked[month] = _typed(f"account fact {name!r} of {month}", MONTHLY[name], value)
        if name == "usage":
            charge(checked[month])
    return checked
