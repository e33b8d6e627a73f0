"""The protocol `PartnerWorld` that a simulator function gets, and the messages it may send; its only import of the lab.

A function that answers takes the partner's world and the `Request` (or the `RecordFile`), and returns a body, or a body
and a status. One that sends is a generator: it yields what it sends and gets each `Answer`, None if there was none.
Its words have types, to which scenarios are held; a ValueError says why it cannot work with a value of the right type.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Any, Protocol

from partnerlab.contract.files.fixed_width.record_reader import RecordFile, Values
from partnerlab.contract.findings import Finding
from partnerlab.contract.http.message import Answer, Request
from partnerlab.world.population import World
from partnerlab.world.relations import Account, Bill, Company, House, Person

__all__ = [
    "Account",
    "Answer",
    "Bill",
    "Company",
    "Finding",
    "House",
    "OutgoingFile",
    "OutgoingMessage",
    "PartnerWorld",
    "Person",
    "RecordFile",
    "Request",
    "Sending",
    "Values",
]


class PartnerWorld(Protocol):
    """One partner's view of the lab: the population, its own facts and memory, time and randomness; no network.

    `facts` are what its named states set: who is logged in, whether it is open.
    """

    partner: str
    world: World
    facts: dict[str, Any]

    @property
    def random(self) -> Random:
        """Seeded randomness of this partner alone."""

    @property
    def now(self) -> datetime:
        """The lab's time, in Bangkok."""

    @property
    def business_day(self) -> date:
        """The day to which money that it takes now belongs, by the cut-off of its agreement."""

    def find(self, identifier: object) -> Any:
        """The person, company, house, account, bill or mandate that an identifier means, or None."""

    def table(self, name: str) -> dict[Any, Any]:
        """What the partner remembers under a name, until the lab is reset."""

    def credential(self, name: str, *, of: str | None = None) -> str:
        """A key or secret that this partner and our side share, or that belongs to the link with another partner."""

    def guid(self) -> str:
        """A new GUID, the same in every run of one seed."""


@dataclass
class OutgoingMessage:
    """A message that a partner sends: its function yields it, and gets the answer back.

    It is of the `operation` that has the function's name, unless another is given: one of our side's, or an act that
    the agreement lists under `asks`.
    """

    body: Any = None
    query: dict[str, str] = field(default_factory=dict)
    params: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    operation: str | None = None


@dataclass
class OutgoingFile:
    """A record file that a partner sends: the parts of its name, and its records by field."""

    name: dict[str, Any]
    details: list[dict[str, Any]]
    header: dict[str, Any] = field(default_factory=dict)
    trailer: dict[str, Any] | None = None


Sending = Generator[OutgoingMessage | OutgoingFile, Answer | None, None]
"""A function that sends, while it does."""
