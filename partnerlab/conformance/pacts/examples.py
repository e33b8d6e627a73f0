"""The recorded interactions of one partner as examples, with id, title and the fields that can be bound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from partnerlab.conformance.pacts import pact_file
from partnerlab.conformance.pacts.pact_file import Interaction
from partnerlab.contract.http.operation import Operation
from partnerlab.lab.partners.partner import Partner
from partnerlab.scenario.verdicts import Text


@dataclass(frozen=True)
class Example:
    """One recorded interaction of one operation."""

    operation: Operation
    recorded: Interaction

    @property
    def name(self) -> str:
        return self.recorded.description

    @property
    def id(self) -> str:
        return f"{self.operation.id}/{'_'.join(self.name.split())}"

    @property
    def bindable_fields(self) -> list[str]:
        """Where in its request something may be bound: parameters, and what stands in the body; no credentials."""
        places = [parameter.where for parameter in self.operation.parameters]
        places += _leaves(self.recorded.request.body, "body")
        return [place for place in places if place not in self.operation.credentials]

    @property
    def title(self) -> Text:
        title = self.operation.title
        return {language: f"{title[language]}: {self.name}" for language in ("en", "th")}


def _leaves(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, below in value.items():
            yield from _leaves(below, f"{path}/{name}")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _leaves(item, f"{path}/{number}")
    elif path != "body":
        yield path


def recorded_examples(partner: Partner, *, sent: bool = False) -> list[Example]:
    """Every recorded interaction in which our side asks the partner; or that the partner has `sent` to our side."""
    document = partner.consumer if sent else partner.provider
    found = []
    for file in pact_file.files_of(partner):
        pact = pact_file.read(file)
        if document and (pact.consumer if sent else pact.provider) == partner.name:
            routed = [(pact_file.operation_of(document, each), each) for each in pact.interactions]
            found += [Example(operation, each) for operation, each in routed if operation]
    return found
