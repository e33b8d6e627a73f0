"""One laboratory: a population, the partners' simulators over it, a clock, a journal, and a system under test."""

from __future__ import annotations

import threading
from copy import deepcopy
from datetime import datetime
from random import Random
from typing import Any

from partnerlab.contract.findings import Finding
from partnerlab.contract.http.judge import Judge
from partnerlab.contract.http.message import Answer, Request
from partnerlab.contract.http.operation import Operation
from partnerlab.contract.personal_data import unknown_fields
from partnerlab.lab.agent_totals.agent_totals import AgentTotals
from partnerlab.lab.clock import Clock
from partnerlab.lab.credentials import Credentials
from partnerlab.lab.exchange.file_exchange import FileExchange
from partnerlab.lab.exchange.message_sender import SendResult, send
from partnerlab.lab.exchange.simulator_app import SimulatorApp
from partnerlab.lab.faults import Fault, Faults
from partnerlab.lab.faults.catalogue import make
from partnerlab.lab.faults.timing_faults import HeldMessages
from partnerlab.lab.journal import Exchange, Journal, Route
from partnerlab.lab.our_side import CIS, Systems
from partnerlab.lab.partners.partner_world import OutgoingFile, PartnerMemories, PartnerWorld
from partnerlab.lab.partners.real_partners import RealPartners
from partnerlab.lab.partners.registry import Partner, Registry, RegistryError
from partnerlab.lab.system_under_test import HookFailed, System
from partnerlab.world.population import World

PATIENCE = 10.0
EPOCH = datetime(2026, 1, 5, 9, 0)


class Lab:
    """Everything of one run. `system` must be set before a partner can send.

    `patience` is how many virtual seconds a party waits for an answer where the channel does not say.
    """

    def __init__(self, kit: Registry, seed: int = 1, patience: float = PATIENCE) -> None:
        self.kit, self.seed, self.patience = kit, seed, patience
        self.clock = Clock(EPOCH)
        self.journal = Journal()
        self.agent_totals = AgentTotals(kit)
        self.journal.listeners.append(self.agent_totals.hear)
        self.credentials = Credentials(seed)
        self.world = World(seed)
        self.faults = Faults(Random(seed), self.clock)
        self.held = HeldMessages()
        self.lock = threading.RLock()
        self.worlds = PartnerMemories(self._partner_world)
        self.errors: list[tuple[str, BaseException]] = []
        self.unreachable: str | None = None
        self.filing = FileExchange(self)
        self.systems = Systems()
        self.reals = RealPartners()
        self._judges: dict[Operation, Judge] = {}
        self._simulators: dict[str, SimulatorApp] | None = None
        self.reset(EPOCH)

    @property
    def system(self) -> System:
        """The customer system; the others are in `systems`."""
        return self.systems[CIS]

    @system.setter
    def system(self, system: System) -> None:
        self.systems[CIS] = system

    @property
    def simulators(self) -> dict[str, SimulatorApp]:
        """The Flask apps, by partner; who stands behind a gateway has none of its own."""
        if self._simulators is None:  # `cached_property` would make every other look at a lab slower
            partners = self.kit.partners.values()
            self._simulators = {p.name: SimulatorApp(self, p) for p in partners if p.provider and not p.behind}
        return self._simulators

    def behind(self, gateway: str) -> list[Partner]:
        return [partner for partner in self.kit.partners.values() if partner.behind == gateway]

    def reset(self, now: datetime) -> None:
        """Forget everything: memory, facts, faults, overrides, exchanges."""
        self.clock.clear(now)
        with self.lock:
            self.journal.clear()
            self.agent_totals.clear()
        self.world.clear()
        self.faults = Faults(Random(self.seed), self.clock)
        self.held.clear()
        self.errors.clear()
        self.unreachable = self.reals.trouble = None
        self.worlds.clear()
        self.filing.reset()

    def set_state(self, partner: str, state: str, of: Any = None) -> None:
        """Put a partner, or somebody in the population, into one of the partner's named states."""
        states = self.kit.partner(partner).states["states"]
        if state not in states:
            raise RegistryError(f"{partner} has no state '{state}'; there are: {', '.join(states)}")
        definition = states[state]
        self.worlds[partner].facts.update(definition.get("facts", {}))
        if "of" in definition:
            if of is None:
                raise RegistryError(f"state '{state}' of {partner} is about a {definition['of']}: say of whom")
            self.world.override(definition["of"], of.number, **definition["set"])

    def fault(
        self, partner: str, name: str, *, operation: str | None = None, times: int | None = None, **words: Any
    ) -> Fault:
        """A fault of this partner, by name; `set_fault` makes it strike."""
        return make(name, self.kit.partner(partner).faults, partner, operation, times, words)

    def set_fault(self, partner: str, name: str, **how: Any) -> None:
        self.faults.add(self.fault(partner, name, **how))

    def send(self, partner: str, operation: str, words: dict[str, Any], faults: list[Fault]) -> SendResult:
        """Let a partner send, then let everything settle that follows at once."""
        sending = send(self, self.kit.partner(partner), operation, words, faults)
        self.settle()
        return sending

    def next_due(self) -> datetime | None:
        """When something next happens by itself, on our side or in the lab."""
        ours = [system.set_clock(self.clock.now) for system in self.systems.playing if system.hooked]
        return min((when for when in (*ours, self.clock.next_due) if when is not None), default=None)

    def advance(self, to: datetime) -> None:
        """Let time pass until `to`, running everything due on the way in order, on both sides."""
        stuck = None
        while (due := self.next_due()) is not None and due <= to:
            if (due, self.clock.now) == stuck:
                name = " or ".join(system.name for system in self.systems.playing)
                raise HookFailed(f"{name} says again and again that work is due at {due}, and does not do it")
            self.clock.move(max(due, self.clock.now))
            self.settle()
            stuck = (due, self.clock.now)
        self.clock.move(max(to, self.clock.now))
        self.settle()

    def settle(self) -> None:
        """Run what is due now, and let files that have arrived be taken up, until nothing is left to do."""
        while True:
            for system in self.systems.playing:
                if system.hooked:
                    system.set_clock(self.clock.now)
            if not (self.clock.run_due() or self.filing.settle()):
                return

    def judge(self, partner: Partner, operation: Operation) -> Judge:
        """Who holds an operation of this partner against its contract and its agreement."""
        if operation not in self._judges:
            self._judges[operation] = Judge(operation, partner.agreement)
        return self._judges[operation]

    def begin(self, route: Route, request: Request, left: datetime | None = None) -> Exchange:
        """An exchange that leaves now, unless it is told when."""
        with self.lock:
            return self.journal.begin(left or self.clock.now, route, request)

    def finish(self, exchange: Exchange, answered: datetime | None) -> None:
        """It is complete: its answer came, or never will."""
        with self.lock:
            self.journal.finish(exchange, answered)

    def note_unknown(self, partner: Partner, message: Request, answer: Answer, offered: list[str]) -> None:
        """Our side asked for something that no contract knows."""
        exchange = self.begin(Route(partner.system, partner.name, "?"), message)
        exchange.came = answer
        exchange.carries(unknown_fields(message))
        exchange.masked = f"({len(message.raw)} bytes of which no contract says what they are)" if message.raw else ""
        expected = f"one of {', '.join(offered)}"
        exchange.findings.append(Finding("request", "path", "undocumented operation", expected, message.line))
        self.finish(exchange, self.clock.now)

    def leave_file(self, partner: Partner, operation: str, file: OutgoingFile, faults: list[Fault]) -> list[Exchange]:
        return self.filing.leave(partner, operation, file, faults)

    def failed(self, partner: Partner, operation: str, error: BaseException) -> None:
        """A simulator broke: ours to mend, and never to be mistaken for an answer."""
        self.errors.append((f"{partner.name}.{operation}", error))

    def close(self) -> None:
        self.filing.close()
        self.reals.close()
        self.systems.dismiss()

    def _partner_world(self, name: str) -> PartnerWorld:
        partner = self.kit.partner(name)
        facts = deepcopy(partner.states.get("facts") or {})
        chance = Random(f"{self.seed}/{partner.name}")
        return PartnerWorld(partner.name, self.world, self.clock, chance, self.credentials, facts)
