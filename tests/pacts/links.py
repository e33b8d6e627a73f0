"""Every link of the kit that a pact must cover, and the interactions that were told for it; no list is kept."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from partnerlab.contract.http.document import OpenApiDocument
from partnerlab.lab.partners.partner import Partner
from partnerlab.lab.partners.registry import Registry
from tests.pacts.clients import Client, session
from tests.pacts.interactions import Asked, Sent

KIT = Registry()


@dataclass(frozen=True)
class Link:
    """One direction between a partner and our side."""

    partner: Partner
    asked: bool
    kit: Registry = KIT
    """The kit in which the partner's interface has the form that the pact is about."""

    def __str__(self) -> str:
        form = self.partner.named_form
        return f"{self.consumer}-{self.provider}{f'.{form}' if form else ''}"

    @property
    def consumer(self) -> str:
        return self.partner.system if self.asked else self.partner.name

    @property
    def provider(self) -> str:
        return self.partner.name if self.asked else self.partner.system

    @property
    def document(self) -> OpenApiDocument:
        found = self.partner.provider if self.asked else self.partner.consumer
        assert found is not None
        return found

    @property
    def file(self) -> Path:
        return self.partner.contracts / "pacts" / f"{self}.json"

    @property
    def interactions(self) -> list[Asked] | list[Sent]:
        found: list[Asked] | list[Sent] = getattr(self.module, self._word, [])
        if not found:
            pytest.fail(f"{self._told} has no {self._word}.\n{self.what_to_do}", pytrace=False)
        return found

    @property
    def asked_by_others(self) -> set[str]:
        """Operations that other partners ask: their own agreement and scenarios hold them, if our side does not ask."""
        asks = (ask for partner in KIT.partners.values() for ask in partner.asks.values())
        return {ask.operation for ask in asks if self.asked and ask.receiver == self.partner.name}

    def client(self, url: str) -> Any:
        """Our side's own client of this partner, which is at `url`."""
        build: Client | None = getattr(self.module, "client", None)
        if build is None:
            pytest.fail(f"{self._told} has no client(url, session).\n{self.what_to_do}", pytrace=False)
        return build(url, session(url, getattr(self.module, "ELSEWHERE", {})))

    @property
    def module(self) -> ModuleType:
        try:
            return importlib.import_module(f"tests.pacts.partners.{self._file}")
        except ModuleNotFoundError as bad:
            if bad.name != f"tests.pacts.partners.{self._file}":
                raise
            pytest.fail(f"{self._told} is missing.\n{self.what_to_do}", pytrace=False)

    @property
    def what_to_do(self) -> str:
        """For whoever adds a partner: where its pact comes from."""
        what = "what our side's own client asks of it" if self.asked else "what its simulator sends to our side"
        return (
            f"{self.partner.name} is linked over HTTP, so its pact {self} must record {what}.\n"
            f"What to do: write {self._words} in {self._told}, after a sibling; "
            f"run `pytest tests/pacts --write-pacts`; read {self.file.relative_to(KIT.root)} and commit it. "
            "docs/pacts.md says more."
        )

    @property
    def _word(self) -> str:
        return "ASKED" if self.asked else "SENT"

    @property
    def _words(self) -> str:
        return "ASKED and client(url, session)" if self.asked else self._word

    @property
    def _told(self) -> str:
        return f"tests/pacts/partners/{self._file}.py"

    @property
    def _file(self) -> str:
        form = self.partner.named_form
        return f"{self.partner.name}_{form}" if form else self.partner.name


def links() -> list[Link]:
    """Every direction of every partner that is linked over HTTP, in each form; who only exchanges files has none."""
    kits = [(kit.partner(name), kit) for name in KIT.partners for kit in KIT.in_every_form(name)]
    asked = [Link(partner, True, kit) for partner, kit in kits if partner.provider and partner.provider.operations]
    sending = [
        Link(partner, False, kit)
        for partner, kit in kits
        if partner.consumer and partner.consumer.operations and not partner.named_form
    ]
    return asked + sending


every_link = pytest.mark.parametrize("link", links(), ids=str)
