"""A partner: one interface of one outside party, with its contract and its simulator."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

from partnerlab import yamlio
from partnerlab.contract.document_store import DocumentStore, reading
from partnerlab.contract.files import Layout
from partnerlab.contract.files.layout_loader import load
from partnerlab.contract.http.document import OpenApiDocument
from partnerlab.errors import InputError
from partnerlab.lab.partners import interface_form
from partnerlab.lab.partners.simulator_module import load_module
from partnerlab.schemas.validation import check
from partnerlab.suggestions import unknown_name_message

PROVIDER, CONSUMER = "as_provider.openapi.yaml", "as_consumer.openapi.yaml"


class RegistryError(InputError):
    """A partner's folders do not hold what a partner needs."""


@dataclass(frozen=True)
class Ask:
    """One thing that a partner asks of another: the receiver's operation, and which personal data may travel."""

    sender: str
    act: str
    receiver: str
    operation: str
    entry: dict[str, Any] = field(hash=False)

    @property
    def scope(self) -> dict[str, Any]:
        """The agreed data as an agreement has it, under the receiver's operation."""
        return {"data": {self.operation: {side: self.entry[side] for side in ("request", "answer")}}}

    @property
    def credentials(self) -> list[str]:
        """The receiver's credentials that the sender uses."""
        names: list[str] = self.entry.get("credentials", [])
        return names


@dataclass
class Partner:
    """One interface of one outside party: its contract, and the simulator that stands in for it.

    `chosen_form` is which of its forms it has, if the agreement knows several and not the one in force is meant.
    """

    name: str
    contracts: Path
    simulator: Path
    documents: DocumentStore = field(repr=False)
    chosen_form: str | None = None

    @cached_property
    def agreement(self) -> dict[str, Any]:
        """What was agreed; of an interface that has several forms, what holds for the form that it has here."""
        return interface_form.narrowed(self._whole_agreement, self.form) if self.form else self._whole_agreement

    @cached_property
    def form(self) -> str | None:
        """The form of its interface; None where there is only one."""
        form = self.chosen_form or interface_form.in_force(self._forms)
        if form and form not in self.forms:
            raise RegistryError(unknown_name_message(f"form of {self.name}", form, self.forms))
        return form

    @property
    def forms(self) -> list[str]:
        """The names of all its forms; none where there is only one."""
        return interface_form.names(self._forms)

    @cached_property
    def _whole_agreement(self) -> dict[str, Any]:
        agreement: dict[str, Any] = check(yamlio.load(self.contracts / "agreement.yaml"), "agreement")
        return agreement

    @property
    def name_in_form(self) -> str:
        """Its name, with that of the form which it has here where its interface has several."""
        return f"{self.name} {self.form}" if self.form else self.name

    @property
    def _forms(self) -> dict[str, Any]:
        forms: dict[str, Any] = self._whole_agreement.get("forms", {})
        return forms

    @property
    def provider_file(self) -> str:
        """The file name of the contract of its answers, in the form of the interface that is in force."""
        return interface_form.file_name(self.contracts, PROVIDER, self.form)

    @property
    def named_form(self) -> str | None:
        """The form whose name its documents and pacts bear; None for the form with the plain names."""
        return None if self.provider_file == PROVIDER else self.form

    @property
    def simulator_file(self) -> Path:
        """Its simulator in the form that it has."""
        return self.simulator / interface_form.module_name(self.simulator, self.form)

    @property
    def file_channels(self) -> dict[str, dict[str, Any]]:
        """What its agreement says of each channel over which it exchanges files, by the channel's kind."""
        return {channel["kind"]: channel for channel in self.agreement["channels"] if channel["kind"] != "http"}

    def file_channel(self, operation: str | None = None) -> str | None:
        """The kind of channel over which it exchanges a file: the one agreed for that file, else the first."""
        agreed = self.agreement.get("files", {}).get(operation, {}).get("channel")
        return agreed if agreed in self.file_channels else next(iter(self.file_channels), None)

    @property
    def doubts(self) -> list[dict[str, Any]]:
        """What its agreement says of channels whose life is uncertain or over: `state`, `since`, `why`."""
        return [channel["life"] for channel in self.agreement["channels"] if "life" in channel]

    @property
    def seals_files(self) -> bool:
        """Whether its files travel as OpenPGP messages."""
        return any(channel.get("openpgp") for channel in self.file_channels.values())

    @property
    def has_provider(self) -> bool:
        """Whether it answers over HTTP: asked before its document is read, which takes longer."""
        return (self.contracts / PROVIDER).is_file()

    @cached_property
    def provider(self) -> OpenApiDocument | None:
        return self._document(self.provider_file)

    @cached_property
    def consumer(self) -> OpenApiDocument | None:
        return self._document(CONSUMER)

    @cached_property
    def layouts(self) -> dict[str, Layout]:
        """Its record files by operation."""
        return {
            path.name.removesuffix(".layout.yaml"): self._layout(path)
            for path in sorted(self.contracts.glob("files/*.layout.yaml"))
        }

    @cached_property
    def module(self) -> ModuleType:
        """Its simulator, loaded from where it stands."""
        return load_module(self.simulator_file, self.name)

    @cached_property
    def functions(self) -> dict[str, Callable[..., Any]]:
        """Its public functions by the operation they answer or send; those of a family as `__all__` lists them."""
        of_family = getattr(self.module, "__all__", ())
        return {
            name: function
            for name, function in inspect.getmembers(self.module, inspect.isfunction)
            if name in of_family or (function.__module__ == self.module.__name__ and not name.startswith("_"))
        }

    @cached_property
    def states(self) -> dict[str, Any]:
        """Its named states, and the facts it starts with."""
        states: dict[str, Any] = check(yamlio.load(self.simulator / "states.yaml"), "states")
        return states | {"states": interface_form.of_form(states["states"], self.form)}

    @cached_property
    def faults(self) -> dict[str, Any]:
        """Its own misbehaviours, by name."""
        faults: dict[str, Any] = check(yamlio.load(self.simulator / "faults.yaml"), "faults")["faults"]
        return interface_form.of_form(faults, self.form)

    @property
    def title(self) -> dict[str, str]:
        title: dict[str, str] = self.agreement["party"]
        return title

    def can(self, capability: str) -> bool:
        """Whether the agreement says that it does this: `pays`, `answers`, `forwards` ..."""
        return capability in self.agreement["capabilities"]

    @cached_property
    def cut_off(self) -> time | None:
        """The time of day at which its business day ends, if it has one."""
        text = self.agreement.get("cut_off")
        return time.fromisoformat(text) if text else None

    def business_day(self, moment: datetime) -> date:
        """The day to which money that it takes at a moment belongs: from its cut-off on, the next one."""
        is_next = self.cut_off is not None and moment.time() >= self.cut_off
        return moment.date() + timedelta(days=1) if is_next else moment.date()

    @property
    def pays(self) -> bool:
        """Whether it hands us money that it took from customers."""
        return self.can("pays")

    @property
    def debits(self) -> bool:
        """Whether it is a bank that debits accounts at our request."""
        return "bank_code" in self.agreement.get("codes", {})

    @property
    def booked_as(self) -> str | None:
        """The name under which our side books its money: the code by which it is known, unless told otherwise."""
        codes = self.agreement.get("codes", {})
        name: str | None = codes.get("booked_as") or codes.get("agent_code")
        return name

    @property
    def office_code(self) -> str | None:
        """The number of an office that asks for usage."""
        code: str | None = self.agreement.get("codes", {}).get("office_code")
        return code

    @cached_property
    def system(self) -> str:
        """The system of our side that the link is with."""
        name: str = self.agreement.get("system", "cis")
        return name

    @cached_property
    def gateways(self) -> list[str]:
        """The gateways that a request to this partner passes, outermost first; each has a function `admit`."""
        return next((channel["gateways"] for channel in self.agreement["channels"] if "gateways" in channel), [])

    @cached_property
    def behind(self) -> str | None:
        """The gateway that is called in its place, if any."""
        return self.gateways[0] if self.gateways else None

    @cached_property
    def sends_through(self) -> str | None:
        """The gateway through which it sends, if any: one that has `forward`."""
        return next((channel["through"] for channel in self.agreement["channels"] if "through" in channel), None)

    @cached_property
    def asks(self) -> dict[str, Ask]:
        """Operations of other partners that it calls, by the name of its own function."""
        asks: dict[str, dict[str, Any]] = self.agreement.get("asks") or {}
        found = {}
        for act, entry in asks.items():
            receiver, _, operation = entry["of"].partition(".")
            found[act] = Ask(self.name, act, receiver, operation, entry)
        return found

    @property
    def answers(self) -> set[str]:
        """Operations it answers: what our side asks of it or leaves for it."""
        asked = set(self.provider.operations) if self.provider else set()
        return asked | self._files("out")

    @property
    def sends(self) -> set[str]:
        """Operations it starts: what it asks of our side or of another partner, and the files that it sends us."""
        started = set(self.consumer.operations) if self.consumer else set()
        return started | self._files("in") | self.asks.keys()

    def arguments(self, operation: str) -> dict[str, inspect.Parameter]:
        """The arguments of an operation that it sends: what `with:` of a scenario may give."""
        parameters = inspect.signature(self.functions[operation]).parameters.values()
        return {parameter.name: parameter for parameter in parameters if parameter.kind is parameter.KEYWORD_ONLY}

    @property
    def sends_to_us(self) -> set[str]:
        """Operations and files that it sends to our side, not to another partner."""
        return self.sends - self.asks.keys()

    def _files(self, direction: str) -> set[str]:
        files = self.agreement.get("files") or {}
        return {name for name, file in files.items() if file["direction"] == direction}

    def _layout(self, path: Path) -> Layout:
        with reading(path):
            return load(path)

    def _document(self, name: str) -> OpenApiDocument | None:
        if not (self.contracts / name).is_file():
            return None
        with reading(self.contracts / name):
            return OpenApiDocument(self.documents, f"{self.name}/{name}")
