"""What a scenario met while it was played, of all that is documented: read off the journal, never off its text."""

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
from partnerlab.lab.partners.registry import Registry
from partnerlab.scenario.language.scenario import Story


class MetElement(NamedTuple):
    """One documented element of a partner; `kind` is one of `documented.KINDS`."""

    partner: str
    kind: str
    element: str


class MetElements:
    """Collects what played scenarios met; one for all scenarios of a run, so that each contract is read once."""

    def __init__(self, kit: Registry) -> None:
        self._partners = {name: _DocumentedPartner(partner) for name, partner in kit.partners.items()}

    def of(self, lab: Lab, story: Story) -> set[MetElement]:
        """What the scenario met that the lab has just played to its end."""
        met = {MetElement(partner, "faults", name) for partner, name in lab.faults.struck}
        for exchange in lab.journal:
            met |= set(self._in_exchange(exchange))
        met |= set(self._states(story, {end for exchange in lab.journal for end in exchange.parties()}))
        return {one for one in met if one.element in self._partners[one.partner].elements[one.kind]}

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
            yield MetElement(item["partner"], "states", item["state"])
        for step in story.steps:
            if step.kind == "set_state":
                yield MetElement(step.party, "states", step.words["state"])
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
        return (MetElement(self.partner.name, kind, element) for element in elements)


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
