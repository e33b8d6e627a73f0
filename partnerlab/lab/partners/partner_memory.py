"""A partner's memory in a lab: the class behind `PartnerWorld`."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Any

from partnerlab.lab.clock import Clock
from partnerlab.lab.credentials import Credentials
from partnerlab.world.population import World


@dataclass
class PartnerMemory:
    """A `PartnerWorld`. `memory` is what it remembers, a table for each name."""

    partner: str
    world: World
    clock: Clock
    random: Random
    credentials: Credentials
    facts: dict[str, Any]
    business_day_of: Callable[[datetime], date] = datetime.date
    memory: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        return self.clock.now

    @property
    def business_day(self) -> date:
        return self.business_day_of(self.now)

    def find(self, identifier: object) -> Any:
        return self.world.find(str(identifier))

    def table(self, name: str) -> dict[Any, Any]:
        try:
            return self.memory[name]
        except KeyError:
            return self.memory.setdefault(name, {})

    def credential(self, name: str, *, of: str | None = None) -> str:
        return self.credentials[of or self.partner, name]

    def guid(self) -> str:
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))


class PartnerMemories(dict[str, PartnerMemory]):
    """The partners' memories by name, each made at its first use: most scenarios meet only a few partners."""

    def __init__(self, make: Callable[[str], PartnerMemory]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, name: str) -> PartnerMemory:
        self[name] = self._make(name)
        return self[name]

    def reset(self) -> None:
        self.clear()

    def snapshot(self) -> Any:
        return {name: (*_copied((m.memory, m.facts), m), m.random.getstate()) for name, m in self.items()}

    def restore(self, state: Any) -> None:
        for name, (memory, facts, random) in state.items():
            partner = self[name]
            partner.memory, partner.facts = _copied((memory, facts), partner)
            partner.random.setstate(random)

    def busy(self) -> str | None:
        return None

    def run_due(self) -> int:
        return 0


def _copied(state: tuple[Any, Any], partner: PartnerMemory) -> tuple[Any, ...]:
    """A copy of a partner's memory. The population and the clock belong to the lab and are not copied."""
    shared = {id(thing): thing for thing in (partner.world, partner.clock)}
    copied: tuple[Any, ...] = deepcopy(state, shared)
    return copied
