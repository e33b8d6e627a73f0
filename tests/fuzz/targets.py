"""Every OpenAPI document of the kit with whoever answers it in this process; no list is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from partnerlab.conformance.keys import Keys
from partnerlab.conformance.provider_states import ProviderStates
from partnerlab.contract.openapi import Document
from partnerlab.contract.operation import Operation
from partnerlab.lab.lab import EPOCH
from partnerlab.scenario.stage import Stage
from tests.fuzz.seeds import Seed, seeds_of
from tests.pacts.links import KIT, Link, links

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
HOOKS = "_test_hooks/hooks.openapi.yaml"


@dataclass(frozen=True)
class Target:
    """One document; `link` is missing where it is no partner's."""

    document: Document
    link: Link | None = None

    def __str__(self) -> str:
        return self.document.name.removesuffix(".openapi.yaml")

    @property
    def simulated(self) -> bool:
        """Whether a simulator answers, not our side."""
        return self.link is not None and self.link.asked


@dataclass(frozen=True)
class Aim:
    """One operation of one document."""

    target: Target
    operation: Operation

    def __str__(self) -> str:
        return f"{self.target}-{self.operation.id}"


def targets() -> list[Target]:
    """Every partner's documents, and the test hooks."""
    return [*(Target(link.document, link) for link in links()), Target(Document(KIT.documents, HOOKS))]


def aims() -> list[Aim]:
    return [Aim(target, operation) for target in targets() for operation in target.document.operations.values()]


class Range:
    """A stage on which documents are fired at: who answers is put into a known state first."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.lab = stage, stage.lab
        self._states, self._keys = ProviderStates(stage.lab), Keys(stage.lab)

    @cached_property
    def ours(self) -> Any:
        """The reference as a WSGI application."""
        return self.lab.system.channel._app  # type: ignore[attr-defined]

    def app(self, target: Target, headers: Mapping[str, str]) -> Wsgi:
        """Who answers a document, with headers that every call gets."""
        link = target.link
        found = self.lab.simulators[link.partner.behind or link.partner.name] if link and link.asked else self.ours
        return _with_headers(found, headers)

    def ready(self, target: Target, given: Iterable[Any] = ()) -> None:
        """Everything forgotten, and what is given entered."""
        if target.link is None:
            self.lab.reset(EPOCH)
            self.lab.system.reset()
            self.lab.system.set_clock(self.lab.clock.now)
        else:
            self._states.prepare(target.link.partner.name, given)

    def keys(self, target: Target, operation: Operation) -> dict[str, str]:
        """The headers with keys and tokens, valid now, that an operation asks for."""
        return self._keys.on(target.link.partner, operation, "header") if target.link else {}

    def seeds(self, target: Target) -> dict[str, list[Seed]]:
        if target.link is None:
            return {}
        return seeds_of(target.link, self._keys.all(target.link.partner))


def _with_headers(app: Wsgi, headers: Mapping[str, str]) -> Wsgi:
    extra = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    return lambda environ, start_response: app(environ | extra, start_response)
