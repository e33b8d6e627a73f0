"""What a partner's folder may export, on one screen: `ADAPTER = Adapter(...)` in its `__init__`.

An adapter translates between the partner's words and `messages`. It keeps no table, decides nothing about money,
runs no work and knows no file channel; rules that differ by partner and are ours to apply are settings, which come
from its agreement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from flask import Blueprint

from reference.cis.citizens.channels import CitizenChannel
from reference.cis.citizens.desk import CitizenDesk
from reference.cis.citizens.outages import Outages
from reference.cis.file_formats import DebitFiles, PaymentFileFormat
from reference.cis.messages import UsageTerms
from reference.cis.money.approvals import Approvals
from reference.cis.money.counter import Counter
from reference.cis.money.day_totals import DayTotals
from reference.cis.repairs.material_list import MaterialList
from reference.cis.service_requests.desk import RequestDesk
from reference.cis.service_requests.listeners import RequestListener
from reference.cis.service_requests.paper_intake import PaperSource
from reference.cis.service_requests.registers import Ask, Gateway, Question
from reference.cis.usage.disclosures import Disclosures
from reference.cis.used_tokens import UsedTokens
from reference.common.clock import Clock
from reference.common.link import Link

__all__ = ["Adapter", "Core", "Link"]


class Core(Protocol):
    """What an adapter's routes may call."""

    @property
    def clock(self) -> Clock: ...
    @property
    def counter(self) -> Counter: ...
    @property
    def approvals(self) -> Approvals: ...
    @property
    def totals(self) -> DayTotals: ...
    @property
    def used_tokens(self) -> UsedTokens: ...
    @property
    def desk(self) -> RequestDesk: ...
    @property
    def materials(self) -> MaterialList: ...
    @property
    def disclosures(self) -> Disclosures: ...
    @property
    def citizens(self) -> CitizenDesk: ...
    @property
    def outages(self) -> Outages: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapter:
    """What one partner has; everything is optional.

    `needs`: settings without which its client and its files are not set up.  `through`: the folder of the gateway
    that carries its calls.  `gateway`: the client that carries others' calls.  `routes` makes a blueprint with a
    `url_prefix` for all partners that export the same function, and `refusal` the body of a refusal below it, from
    HTTP status and message.  `registers`: the questions that it answers, and how each is asked.
    `listener`: a client that hears of changed requests.  `paper_source`: the client
    that fetches the papers of its requests.  `citizen_channel`: a client through which citizens log in,
    which is a listener, too.  `usage_terms`: what an office may be told of usage, whose
    number is the setting `office_code`.  `shows`: things in its memory that test hooks may show.
    `forms`: where the interface has several, the adapter of each by its name; the setting `form` chooses.
    """

    needs: tuple[str, ...] = ()
    through: str | None = None
    routes: Callable[[Core, Sequence[Link]], Blueprint] | None = None
    refusal: Callable[[int, str], dict[str, Any]] | None = None
    gateway: Callable[[Link], Gateway] | None = None
    registers: Mapping[type[Question[Any]], Callable[[Link], Ask]] = field(default_factory=dict)
    payment_file: Callable[[Link], PaymentFileFormat] | None = None
    debit_files: Callable[[Link], DebitFiles] | None = None
    listener: Callable[[Link], RequestListener] | None = None
    paper_source: Callable[[Link], PaperSource] | None = None
    citizen_channel: Callable[[Link], CitizenChannel] | None = None
    usage_terms: UsageTerms | None = None
    shows: Mapping[str, Callable[[Link], dict[str, Any]]] = field(default_factory=dict)
    forms: Mapping[str, Adapter] = field(default_factory=dict)

    def in_form(self, name: str | None) -> Adapter:
        """The adapter of a form; without a name the one that is the partner's standard."""
        if name is None:
            return self
        if name not in self.forms:
            raise ValueError(f"there is no form '{name}'; there are: {', '.join(sorted(self.forms)) or 'none'}")
        return self.forms[name]
