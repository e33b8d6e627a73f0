"""What a simulator function sees, and what it may send. Simulators import nothing else of the lab."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any, Protocol

from partnerlab.world.population import World


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

    def find(self, identifier: object) -> Any:
        """The person, company, house, account, bill or mandate that an identifier means, or None."""

    def table(self, name: str) -> dict[str, Any]:
        """What the partner remembers under a name, until the lab is reset."""

    def credential(self, name: str) -> str:
        """A key or secret that this partner and our side share."""

    def guid(self) -> str:
        """A new GUID, the same in every run of one seed."""


@dataclass
class OutgoingMessage:
    """A message that a partner sends: the function named as the operation yields it, and gets the answer back."""

    body: Any = None
    query: dict[str, str] = field(default_factory=dict)
    params: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class OutgoingFile:
    """A record file that a partner sends: the parts of its name, and its records by field."""

    name: dict[str, Any]
    details: list[dict[str, Any]]
    header: dict[str, Any] = field(default_factory=dict)
    trailer: dict[str, Any] | None = None
