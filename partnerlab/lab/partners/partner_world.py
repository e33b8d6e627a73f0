"""What a simulator function sees: population, its own memory and facts, time, chance; nothing of the network."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import TYPE_CHECKING, Any

from partnerlab.lab.clock import Clock
from partnerlab.lab.credentials import Credentials
from partnerlab.lab.letting_go import let_go
from partnerlab.world.population import World

if TYPE_CHECKING:
    from partnerlab.lab.snapshots import Frozen


@dataclass
class OutgoingMessage:
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


class PartnerMemories(dict[str, "PartnerWorld"]):
    """The partners' worlds by name, each made when somebody first looks: most stories meet only a few partners."""

    def __init__(self, make: Callable[[str], PartnerWorld]) -> None:
        super().__init__()
        self._make = make
        self._frozen: dict[str, Frozen] = {}

    def __missing__(self, name: str) -> PartnerWorld:
        made = self._make(name)
        if name in self._frozen:
            self._frozen.pop(name).thaw(made)
        self[name] = made
        return made

    def clear(self) -> None:
        """Forget them all."""
        forgotten = [table for world in self.values() for table in world.memory.values()]
        self._frozen.clear()
        super().clear()
        for table in forgotten:
            let_go(table)

    def frozen(self, freeze: Callable[[PartnerWorld], Frozen]) -> dict[str, Frozen]:
        """Every world that anybody looked at, as it stands."""
        return self._frozen | {name: freeze(world) for name, world in self.items()}

    def bring_back(self, frozen: dict[str, Frozen]) -> None:
        """Make them what they were, each when somebody first looks."""
        self.clear()
        self._frozen.update(frozen)

    def thaw(self) -> None:
        """Make them all at once: for who goes through those there are."""
        for name in list(self._frozen):
            _ = self[name]


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
        try:
            return self.memory[name]
        except KeyError:
            return self.memory.setdefault(name, {})

    def credential(self, name: str) -> str:
        """A key or secret that this partner and our side share."""
        return self.credentials[self.partner, name]

    def guid(self) -> str:
        """A new GUID, the same in every run of one seed."""
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))
