"""What a simulator function sees: population, its own memory and facts, time, chance; nothing of the network."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from partnerlab.lab.clock import Clock
from partnerlab.lab.credentials import Credentials
from partnerlab.world.population import World


@dataclass
class Outgoing:
    """What a partner sends: yielded by the function named as the operation, which gets the answer back."""

    body: Any = None
    query: dict[str, str] = field(default_factory=dict)
    params: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class OutgoingFile:
    """A record file that a partner leaves: the parts of its name, and its records by field."""

    name: dict[str, Any]
    details: list[dict[str, Any]]
    header: dict[str, Any] = field(default_factory=dict)
    trailer: dict[str, Any] | None = None


class Worlds(dict[str, "PartnerWorld"]):
    """The partners' worlds by name, each made when somebody first looks: most stories meet only a few partners."""

    def __init__(self, make: Callable[[str], PartnerWorld]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, name: str) -> PartnerWorld:
        self[name] = self._make(name)
        return self[name]


@dataclass
class PartnerWorld:
    """One partner's view of the lab.

    `facts` are what its named states set (who is logged in, whether it is open); `memory` is what it remembers:
    a table a word, forgotten at reset.
    """

    partner: str
    world: World
    clock: Clock
    random: Random
    credentials: Credentials
    facts: dict[str, Any]
    memory: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        return self.clock.now

    def find(self, identifier: object) -> Any:
        """Who or what an identifier means in the population, or None."""
        return self.world.find(str(identifier))

    def table(self, name: str) -> dict[str, Any]:
        """What the partner remembers under a word."""
        return self.memory.setdefault(name, {})

    def credential(self, name: str) -> str:
        """A key or secret that this partner and our side share."""
        return self.credentials.of(self.partner, name)

    def guid(self) -> str:
        """A new GUID, the same in every run of one seed."""
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))
