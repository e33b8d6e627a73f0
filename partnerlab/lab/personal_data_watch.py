"""Watches every finished exchange for personal data outside the fields that the contract marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from partnerlab.contract.findings import Finding, Side
from partnerlab.contract.http.message import Answer, Request
from partnerlab.contract.identity.card_numbers import card_finding, card_in
from partnerlab.contract.personal_data import SECRET, PersonalField
from partnerlab.contract.unmarked_personal_data import (
    CITIZEN,
    FOREIGN,
    NAME,
    HiddenValue,
    HiddenValuePattern,
    PersonValues,
    describe,
    is_citizen_number,
)
from partnerlab.lab.journal import Exchange
from partnerlab.world.population import World
from partnerlab.world.relations import Account, Bill, Mandate, Person

Unmarked = tuple[Side, str, str]
"""A text outside the marked fields: its side, its place, and what it says."""

_SHORTEST = 8
"""Characters: nothing shorter tells a person apart."""

_SMALL = range(-(10 ** (_SHORTEST - 2)) + 1, 10 ** (_SHORTEST - 1))
"""Whole numbers of fewer characters."""

_NUMBER = re.compile("[0-9]+")

_KEPT = 500
"""Patterns, and identifiers that were looked up, which a lab that runs for days remembers."""


class PersonalDataWatch:
    """The people in play, and their data found in unmarked places. It does nothing unless `active`.

    In play are the people of the scenario, those named by the marked identifiers of an exchange, and these values.
    """

    def __init__(self, world: World) -> None:
        self._world, self.active = world, True
        self._people: dict[int, PersonValues] = {}
        self._numbers = set[str]()
        self._patterns: dict[tuple[int, ...], HiddenValuePattern] = {}
        self._named: dict[str, PersonValues | None] = {}

    def add(self, entity: Any) -> None:
        """Add a person to those in play, or the holder of an account, a bill or a mandate."""
        self._numbers.update(_account_numbers(entity))
        person = _person_behind(entity)
        if person is not None and person.number not in self._people:
            self._people[person.number] = values_of(person)
            self._patterns.clear()

    def hear(self, exchange: Exchange) -> None:
        """Add findings to a finished HTTP exchange for leaked data, which is then covered in output."""
        if not self.active or exchange.channel != "http":
            return
        sealed = [message for message in (exchange.sent, exchange.came) if message is not None and message.sealed]
        contract, request, answer = exchange.contract, exchange.request, exchange.answer
        asked = contract.personal_in_request(request) if contract else exchange.personal
        told = contract.personal_in_answer(answer) if contract and answer is not None else []
        texts: list[Unmarked] = [("request", *text) for text in _texts(request, asked)]
        if answer is not None:
            texts += [("answer", *text) for text in _texts(answer, told)]
        marked: list[Unmarked] = [("request", field.path, str(field.value)) for field in asked]
        marked += [("answer", field.path, str(field.value)) for field in told]
        cards = _judge_cards(exchange, [*texts, *marked])
        exchange.carries(asked + told + cards + self.judge(exchange, texts, asked + told))
        for message in sealed:
            message.seal()

    def judge(self, exchange: Exchange, texts: Iterable[Unmarked], marked: list[PersonalField]) -> list[PersonalField]:
        """Judge the unmarked texts of an exchange; returns the values to cover.

        Of what no contract knows nothing is marked: there it is covered, and judged for being unknown alone.
        """
        if not self.active:
            return []
        values = {str(field.value) for field in marked}
        known = {value for value in values if is_citizen_number(value)}
        contacts = [str(field.value) for field in marked if field.category == "contact"]
        search = self._pattern(values, contacts).search
        found = [
            (side, where, value._replace(kind=CITIZEN) if value.text in known else value)
            for side, where, text in texts
            if len(text) >= _SHORTEST
            for value in search(text)
        ]
        told = " ".join([*values, *(value.text for _, _, value in found if value.kind != NAME)])
        found = [item for item in dict.fromkeys(found) if item[2].kind != NAME or self._with_another(item[2], told)]
        for side, where, value in found if exchange.contract or exchange.channel != "http" else ():
            if side not in exchange.excused:
                exchange.findings.append(_finding(side, where, value))
        return [PersonalField(where, "identity", value.text) for _, where, value in found]

    def search(self, side: Side, where: str, text: str, names_alone: bool = False) -> list[Finding]:
        """Search a text outside any exchange, such as a log line, for data of people in play.

        A name without anything else of its person counts only with `names_alone`.
        """
        if not self.active or len(text) < _SHORTEST:
            return []
        cards = [card_finding(side, where)] if card_in(text) else []
        found = self._pattern(set(), []).search(text)
        told = " ".join(value.text for value in found if value.kind != NAME)
        named = [v for v in found if names_alone or v.kind != NAME or self._with_another(v, told)]
        if not self._numbers.isdisjoint(_NUMBER.findall(text)):
            named.append(HiddenValue("", "bank account or mandate number", None))
        told_once = {(value.kind, value.text): _finding(side, where, value) for value in named}
        return cards + list(told_once.values())

    def person_named(self, identifier: str) -> int | None:
        """The number of the person behind an identifier (of a person, or of whatever the person holds), if any."""
        named = self._person_named(identifier)
        return named.person if named else None

    def is_about(self, exchange: Exchange, person: int) -> bool:
        """Whether an exchange carries an identifier of the person, or of an account, bill or mandate of that person."""
        return any(self.person_named(str(field.value)) == person for field in exchange.personal)

    def _pattern(self, values: set[str], contacts: list[str]) -> HiddenValuePattern:
        """The pattern of all who are in play in an exchange that carries these marked values."""
        if len(self._patterns) > _KEPT:
            self._patterns.clear()
        named = {one.person: one for value in values if (one := self._person_named(value))}
        own = PersonValues(-1, tuple(("contact", value) for value in contacts if len(value) >= _SHORTEST), ())
        key = (*sorted(named.keys() - self._people.keys()), *map(hash, own.values))
        if key not in self._patterns:
            self._patterns[key] = HiddenValuePattern([*(self._people | named).values(), own])
        return self._patterns[key]

    def _person_named(self, value: str) -> PersonValues | None:
        if not (value.isascii() and value.isdigit()):
            return None
        if value not in self._named:
            if len(self._named) > _KEPT:
                self._named.clear()
            person = _person_behind(self._world.find(value))
            self._named[value] = values_of(person) if person else None
        return self._named[value]

    def _with_another(self, name: HiddenValue, told: str) -> bool:
        """Whether another value of the same person is in the exchange: a name alone is that of many."""
        person = name.person if name.person is not None else -1
        known = self._people.get(person) or values_of(self._world.person(person))
        return any(value in told for _, value in known.values)

    def reset(self) -> None:
        self.restore(({}, ()))

    def snapshot(self) -> Any:
        return dict(self._people), set(self._numbers)

    def restore(self, state: Any) -> None:
        people, numbers = state
        self._people, self._numbers = dict(people), set(numbers)
        self._patterns.clear()
        self._named.clear()

    def busy(self) -> str | None:
        return None

    def run_due(self) -> int:
        return 0


def values_of(person: Person) -> PersonValues:
    """Values that identify a person."""
    values = ((CITIZEN, person.pid), ("telephone number", person.mobile), ("e-mail address", person.email))
    names = (f"{person.first_name} {person.last_name}", f"{person.first_name_en} {person.last_name_en}")
    return PersonValues(person.number, values, names)


def _person_behind(entity: Any) -> Person | None:
    if isinstance(entity, Bill | Mandate):
        entity = entity.account
    if isinstance(entity, Account):
        entity = entity.holder
    return entity if isinstance(entity, Person) else None


def _account_numbers(entity: Any) -> tuple[str, ...]:
    """The bank account and the mandate by which the bills of an account are paid."""
    if isinstance(entity, Bill | Mandate):
        entity = entity.account
    return (entity.mandate.bank_account, entity.mandate.mandate_number) if isinstance(entity, Account) else ()


def _judge_cards(exchange: Exchange, texts: Iterable[Unmarked]) -> list[PersonalField]:
    """A whole card number is a finding wherever it stands, marked or not; returns what must be covered."""
    found = [(side, where, card) for side, where, text in texts if (card := card_in(text))]
    exchange.findings += [card_finding(side, where) for side, where, _ in found if side not in exchange.excused]
    return [PersonalField(where, SECRET, card) for _, where, card in found]


def _finding(side: Side, where: str, value: HiddenValue) -> Finding:
    rule, expected, seen = describe(value.kind)
    return Finding(side, where, rule, expected, seen, notice=value.kind == FOREIGN)


def _texts(message: Request | Answer, marked: list[PersonalField]) -> Iterator[tuple[str, str]]:
    """Every text of a message outside its marked fields, with its place."""
    places = {field.path for field in marked}
    if isinstance(message, Request):
        secret = {str(field.value) for field in marked if field.path.startswith("path/")}
        yield from (("path", part) for part in message.path.split("/") if part not in secret)
        yield from _named("query", message.query, places)
    yield from _named("header", message.headers, {place.lower() for place in places})
    if message.undecodable or isinstance(message.body, bytes):
        yield "body", message.raw.decode("utf-8", "replace")
    else:
        yield from _leaves("body", message.body, places)


def _named(kind: str, values: Mapping[str, str], places: set[str]) -> Iterator[tuple[str, str]]:
    return ((f"{kind}/{name}", value) for name, value in values.items() if f"{kind}/{name}" not in places)


def _leaves(path: str, value: Any, places: set[str]) -> Iterator[tuple[str, str]]:
    """The names and values below a place that are long enough to tell a person apart."""
    if isinstance(value, str | int | float):
        if path not in places and (text := _long_text(value)):
            yield path, text
        return
    waiting: list[tuple[str, Any]] = [(path, value)]
    for path, value in waiting:
        if path in places:
            continue
        items: Any = enumerate(value) if isinstance(value, list) else value.items() if isinstance(value, dict) else ()
        for name, item in items:
            if isinstance(name, str) and len(name) >= _SHORTEST:
                yield path, name
            if isinstance(item, dict | list):
                waiting.append((f"{path}/{name}", item))
            elif (text := _long_text(item)) and (place := f"{path}/{name}") not in places:
                yield place, text


def _long_text(value: Any) -> str:
    """A value as text, if it can tell a person apart: no short one, and no number with decimals."""
    if isinstance(value, str):
        return value if len(value) >= _SHORTEST else ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    whole = isinstance(value, int) and not isinstance(value, bool) and value not in _SMALL
    return str(value) if whole else ""
