"""Documented statuses, codes, states and faults that a scenario met, read from the journal after it was played."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from partnerlab.contract.code_lists import CodeLists
from partnerlab.contract.identity.marked_places import values_at
from partnerlab.lab.journal import Exchange
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.documented import (
    code_element,
    codes_of_files,
    codes_of_operations,
    documented,
    status_element,
)
from partnerlab.lab.partners.partner import Partner
from partnerlab.scenario.language.scenario import Story


class MetElement(NamedTuple):
    """One documented element of a partner in one form of its interface; `kind` is one of `documented.KINDS`."""

    partner: str
    kind: str
    element: str


class MetElements:
    """Collects what played scenarios met; one for all scenarios of a run, so that each contract is read once."""

    def __init__(self) -> None:
        self._by_form: dict[str, _DocumentedPartner] = {}

    def of(self, lab: Lab, story: Story) -> set[MetElement]:
        """The documented statuses, codes, states and faults that the scenario showed which the lab has just played."""
        return _Played({name: self._documented(one) for name, one in lab.kit.partners.items()}).met(lab, story)

    def _documented(self, partner: Partner) -> _DocumentedPartner:
        name = partner.name_in_form
        return self._by_form.get(name) or self._by_form.setdefault(name, _DocumentedPartner(partner))


class _Played:
    """One played scenario, with each partner in the form that its interface had in it."""

    def __init__(self, partners: dict[str, _DocumentedPartner]) -> None:
        self._partners = partners

    def met(self, lab: Lab, story: Story) -> set[MetElement]:
        met = {one for name, fault in lab.faults.struck for one in self._partners[name].met("faults", [fault])}
        for exchange in lab.journal:
            met |= set(self._in_exchange(exchange))
        return met | set(self._states(story, {end for exchange in lab.journal for end in exchange.parties()}))

    def _in_exchange(self, exchange: Exchange) -> Iterator[MetElement]:
        partner = next((self._partners[end] for end in exchange.parties() if self._is_of(end, exchange)), None)
        if partner is None:
            return
        if exchange.contract is None:
            yield from partner.met("codes", _codes_in_file(exchange, partner.file_codes))
        elif exchange.answer is not None:
            yield from partner.met("statuses", [status_element(exchange.operation, exchange.answer.status)])
            yield from partner.met("codes", _codes_in_answer(exchange, partner.codes))

    def _is_of(self, end: str, exchange: Exchange) -> bool:
        """Whether the operation stands in the contract of this end."""
        if end not in self._partners:
            return False
        partner = self._partners[end].partner
        return exchange.operation in (partner.answers if end == exchange.receiver else partner.sends_to_us)

    def _states(self, story: Story, parties: set[str]) -> Iterator[MetElement]:
        """The states that the story sets, and those in which a partner that took part begins."""
        for item in story.given.get("states", []):
            yield from self._partners[item["partner"]].met("states", [item["state"]])
        for step in story.steps:
            if step.kind == "set_state":
                yield from self._partners[step.party].met("states", [step.words["state"]])
        for name in parties & self._partners.keys():
            yield from self._partners[name].met("states", self._partners[name].first_states)


class _DocumentedPartner:
    """One partner, and what is documented of it."""

    def __init__(self, partner: Partner) -> None:
        self.partner = partner

    @cached_property
    def elements(self) -> dict[str, set[str]]:
        return {kind: set(elements) for kind, elements in documented(self.partner).items()}

    @cached_property
    def codes(self) -> dict[str, CodeLists]:
        return codes_of_operations(self.partner)

    @cached_property
    def file_codes(self) -> dict[str, CodeLists]:
        return codes_of_files(self.partner)

    @cached_property
    def first_states(self) -> list[str]:
        """The states that say what is so from the beginning."""
        facts = self.partner.states.get("facts") or {}
        return [
            name
            for name, state in self.partner.states["states"].items()
            if "of" not in state and state["facts"].items() <= facts.items()
        ]

    def met(self, kind: str, elements: Iterator[str] | list[str]) -> Iterator[MetElement]:
        """Those of these elements that are documented."""
        known, name = self.elements[kind], self.partner.name_in_form
        return (MetElement(name, kind, element) for element in elements if element in known)


def _codes_in_answer(exchange: Exchange, codes: dict[str, CodeLists]) -> Iterator[str]:
    body = exchange.answer.body if exchange.answer else None
    for path in codes.get(exchange.operation, {}):
        for _, value in values_at(body, path):
            yield code_element(path, str(value))


def _codes_in_file(exchange: Exchange, codes: dict[str, CodeLists]) -> Iterator[str]:
    file = exchange.fields
    if file is None:
        return
    for path in codes.get(exchange.operation, {}):
        for record in (file.header, *file.details, file.trailer):
            if path[0] in record:
                yield code_element(path, str(record[path[0]]))
