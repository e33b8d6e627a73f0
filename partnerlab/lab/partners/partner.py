"""A partner: one interface of one outside party, with its contract and its simulator."""

from __future__ import annotations

import importlib.util
import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

from partnerlab import yamlio
from partnerlab.contract.document_store import DocumentStore
from partnerlab.contract.files import Layout
from partnerlab.contract.files.layout_loader import load
from partnerlab.contract.http.document import OpenApiDocument
from partnerlab.errors import InputError
from partnerlab.schemas.validation import check

PROVIDER, CONSUMER = "as_provider.openapi.yaml", "as_consumer.openapi.yaml"


class RegistryError(InputError):
    """A partner's folders do not hold what a partner needs."""


@dataclass
class Partner:
    """One interface of one outside party: its contract, and the simulator that stands in for it."""

    name: str
    contracts: Path
    simulator: Path
    documents: DocumentStore = field(repr=False)

    @cached_property
    def agreement(self) -> dict[str, Any]:
        agreement: dict[str, Any] = check(yamlio.load(self.contracts / "agreement.yaml"), "agreement")
        return agreement

    @cached_property
    def provider(self) -> OpenApiDocument | None:
        return self._document(PROVIDER)

    @cached_property
    def consumer(self) -> OpenApiDocument | None:
        return self._document(CONSUMER)

    @cached_property
    def layouts(self) -> dict[str, Layout]:
        """Its record files by operation."""
        found = sorted(self.contracts.glob("files/*.layout.yaml"))
        return {path.name.removesuffix(".layout.yaml"): load(path) for path in found}

    @cached_property
    def module(self) -> ModuleType:
        """Its `simulator.py`, loaded from where it stands."""
        spec = importlib.util.spec_from_file_location(f"simulators.{self.name}", self.simulator / "simulator.py")
        if spec is None or spec.loader is None:
            raise RegistryError(f"{self.simulator / 'simulator.py'} cannot be loaded as Python")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    @cached_property
    def functions(self) -> dict[str, Callable[..., Any]]:
        """Its public functions, by the name of the operation they answer or send."""
        return {
            name: function
            for name, function in inspect.getmembers(self.module, inspect.isfunction)
            if function.__module__ == self.module.__name__ and not name.startswith("_")
        }

    @cached_property
    def states(self) -> dict[str, Any]:
        """Its named states, and the facts it starts with."""
        states: dict[str, Any] = check(yamlio.load(self.simulator / "states.yaml"), "states")
        return states

    @cached_property
    def faults(self) -> dict[str, Any]:
        """Its own misbehaviours, by name."""
        faults: dict[str, Any] = check(yamlio.load(self.simulator / "faults.yaml"), "faults")["faults"]
        return faults

    @property
    def title(self) -> dict[str, str]:
        title: dict[str, str] = self.agreement["party"]
        return title

    @property
    def pays(self) -> bool:
        """Whether it hands us money that it took from customers."""
        role: str = self.agreement["role"]
        return role.endswith("agent")

    @property
    def debits(self) -> bool:
        """Whether it is a bank that debits what we ask for."""
        return "bank_code" in self.agreement.get("codes", {})

    @property
    def booked_as(self) -> str | None:
        """The name under which our side books its money: the code by which it is known, unless told otherwise."""
        codes = self.agreement.get("codes", {})
        name: str | None = codes.get("booked_as") or codes.get("agent_code")
        return name

    @cached_property
    def system(self) -> str:
        """The system of our side that the link is with."""
        name: str = self.agreement.get("system", "cis")
        return name

    @cached_property
    def behind(self) -> str | None:
        """The gateway it stands behind, if any."""
        return self._said_of_channels("behind")

    @cached_property
    def through(self) -> str | None:
        """Who looks at each call between the gateway and itself, if anybody: one that has `admit`."""
        return self._said_of_channels("through")

    @property
    def answers(self) -> set[str]:
        """Operations it answers: what our side asks of it or leaves for it."""
        asked = set(self.provider.operations) if self.provider else set()
        return asked | self._files("out")

    @property
    def sends(self) -> set[str]:
        """Operations it starts: what it asks of our side or leaves for us."""
        started = set(self.consumer.operations) if self.consumer else set()
        return started | self._files("in")

    def _said_of_channels(self, word: str) -> str | None:
        said: list[str | None] = [channel.get(word) for channel in self.agreement["channels"]]
        return next((name for name in said if name), None)

    def _files(self, direction: str) -> set[str]:
        files = self.agreement.get("files") or {}
        return {name for name, file in files.items() if file["direction"] == direction}

    def _document(self, name: str) -> OpenApiDocument | None:
        exists = (self.contracts / name).is_file()
        return OpenApiDocument(self.documents, f"{self.name}/{name}") if exists else None
