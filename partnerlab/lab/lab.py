"""The state of one run: population, clock, journal, faults, the partners' memories, and the systems under test."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import ExitStack
from copy import deepcopy
from datetime import datetime
from functools import cached_property
from random import Random
from typing import Any

from partnerlab.contract.http.judge import MessageJudge
from partnerlab.contract.http.message import Request
from partnerlab.contract.http.operation import Operation
from partnerlab.lab.agent_totals.agent_totals import AgentTotals
from partnerlab.lab.clock import Clock
from partnerlab.lab.credentials import Credentials
from partnerlab.lab.exchange.narrowed_scope import NarrowedScope
from partnerlab.lab.exchange.size_limits import USUAL, SizeLimits
from partnerlab.lab.failures import Failures
from partnerlab.lab.faults.active_faults import ActiveFaults
from partnerlab.lab.faults.catalogue import make_fault
from partnerlab.lab.faults.fault import Fault
from partnerlab.lab.faults.timing_faults import HeldMessages
from partnerlab.lab.journal import Exchange, Journal, Route
from partnerlab.lab.message_times.message_times import MessageTimes
from partnerlab.lab.our_side import CIS, Systems
from partnerlab.lab.partners.partner import Partner, RegistryError
from partnerlab.lab.partners.partner_memory import PartnerMemories, PartnerMemory
from partnerlab.lab.partners.real_partners import RealPartners
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.payment_numbers import PaymentNumbers
from partnerlab.lab.personal_data_watch import PersonalDataWatch
from partnerlab.lab.population_facts import PopulationFacts
from partnerlab.lab.recorded.recorded_answers import facts_of
from partnerlab.lab.stateful_part import Part
from partnerlab.lab.system_log.log_findings import LogFindings
from partnerlab.lab.system_under_test import HookFailed, System
from partnerlab.world.population import World

PATIENCE = 10.0
DEFAULT_START = datetime(2026, 1, 5, 9, 0)


class Lab:
    """The state of one run. `system` must be set before a partner can send.

    `patience` is how many virtual seconds a party waits for an answer where the channel does not say; `keep` is how
    many exchanges the journal keeps, all if it is None.
    `file_credentials` open the servers for files: passwords and host key, which `up` makes of a secret.
    `parts` are what is stateful, by name; `resources` is closed with the lab; `apps` are the simulators as WSGI
    applications, once they are made. `in_forms` makes a lab of the same kind in which partners have other forms of
    their interfaces; it is None where the systems under test run elsewhere, which are told of one form.
    `lock` guards what an exchange changes; who makes things happen holds `acting`, for our side may ask meanwhile.
    """

    in_forms: Callable[[Registry], Lab] | None = None

    def __init__(
        self, kit: Registry, seed: int = 1, patience: float = PATIENCE, keep: int | None = None,
        limits: SizeLimits = USUAL,
    ) -> None:  # fmt: skip
        self.kit, self.seed, self.patience, self.limits = kit, seed, patience, limits
        self.clock = Clock(DEFAULT_START)
        self.journal = Journal(keep, limits.journal if keep else None)
        self.agent_totals = AgentTotals(kit)
        self.payment_numbers = PaymentNumbers()
        self.credentials = self.file_credentials = Credentials(seed)
        self.world = World(seed)
        self.personal_data = PersonalDataWatch(self.world)
        self.narrowed_scope = NarrowedScope()
        self.log_findings = LogFindings(self.journal, self.personal_data, self.credentials)
        self.faults = ActiveFaults(seed, self.clock)
        self.held = HeldMessages()
        self.failures = Failures()
        self.lock, self.acting = threading.RLock(), threading.Lock()
        self.partner_worlds = PartnerMemories(self._partner_memory)
        self.systems = Systems()
        self.real_partners = RealPartners()
        self.message_times = MessageTimes(kit, self.clock, self.systems, self.real_partners)
        self.resources, self.apps = ExitStack(), dict[str, Any]()
        self._judges: dict[Operation, MessageJudge] = {}
        self.parts: dict[str, Part] = {
            "clock": self.clock, "journal": self.journal, "agent totals": self.agent_totals,
            "payment numbers": self.payment_numbers, "message times": self.message_times,
            "population": PopulationFacts(self.world), "personal data": self.personal_data,
            "log findings": self.log_findings, "narrowed scope": self.narrowed_scope, "faults": self.faults,
            "held": self.held, "failures": self.failures, "partners": self.partner_worlds,
            "real partners": self.real_partners,
        }  # fmt: skip
        self._listen()

    def _listen(self) -> None:
        """What hears of every exchange, and what is closed with the lab."""
        listening = (self.agent_totals, self.payment_numbers, self.personal_data, self.message_times)
        self.journal.listeners += [part.hear for part in (*listening, self.narrowed_scope)]
        self.resources.callback(self.systems.dismiss)
        self.resources.callback(self.real_partners.close)

    @cached_property
    def _labs_in_forms(self) -> dict[Registry, Lab]:
        return {}

    @property
    def system(self) -> System:
        """The customer system; the others are in `systems`."""
        return self.systems[CIS]

    @system.setter
    def system(self, system: System) -> None:
        self.systems[CIS] = system

    def in_kit(self, kit: Registry) -> Lab | None:
        """The lab beside this one in which partners have other forms; None if the systems in play cannot follow."""
        if kit is self.kit:
            return self
        if self.in_forms is None:
            return None
        if kit not in self._labs_in_forms:
            self._labs_in_forms[kit] = self.in_forms(kit)
            self.resources.callback(self._labs_in_forms[kit].close)
        return self._labs_in_forms[kit]

    def register(self, name: str, part: Part) -> None:
        """Reset, keep and restore a part together with the lab from here on."""
        assert name not in self.parts, f"the lab has a part '{name}' already"
        self.parts[name] = part

    def reset(self, now: datetime) -> None:
        """Forget everything: memory, facts, faults, overrides, exchanges, files."""
        with self.lock:
            self.clock.set(now)
            for part in [*self.parts.values()]:
                part.reset()

    def set_state(self, partner: str, state: str, of: Any = None) -> None:
        """Put a partner, or somebody in the population, into one of the partner's named states."""
        states = self.kit.partner(partner).states["states"]
        if state not in states:
            raise RegistryError(f"{partner} has no state '{state}'; there are: {', '.join(states)}")
        definition = states[state]
        self.partner_worlds[partner].facts.update(facts_of(definition))
        if "of" in definition:
            if of is None:
                raise RegistryError(f"state '{state}' of {partner} is about a {definition['of']}: say which one")
            self.world.override(definition["of"], of.number, **definition["set"])

    def fault(
        self, partner: str, name: str, *, operation: str | None = None, times: int | None = None, **words: Any
    ) -> Fault:
        """A fault of this partner, by name; `set_fault` makes it strike."""
        return make_fault(name, self.kit.partner(partner).faults, partner, operation, times, words)

    def set_fault(self, partner: str, name: str, **how: Any) -> None:
        """Let a partner misbehave from here on."""
        self.faults.add(self.fault(partner, name, **how))

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
            self.run_due_work()
            stuck = (due, self.clock.now)
        self.clock.move(max(to, self.clock.now))
        self.run_due_work()

    def run_due_work(self) -> None:
        """Tell our side the time, and let every part do what is due, until nothing is left to do."""
        while True:
            for system in self.systems.playing:
                if system.hooked:
                    system.set_clock(self.clock.now)
            if not any(part.run_due() for part in [*self.parts.values()]):
                return

    def judge(self, partner: Partner, operation: Operation) -> MessageJudge:
        """The judge of an operation of this partner, by its contract and its agreement."""
        if operation not in self._judges:
            self._judges[operation] = MessageJudge(operation, partner.agreement)
        return self._judges[operation]

    def begin(self, route: Route, request: Request, left: datetime | None = None) -> Exchange:
        """An exchange that leaves now, unless a time is given."""
        with self.lock:
            return self.journal.begin(left or self.clock.now, route, request)

    def finish(self, exchange: Exchange, answered: datetime | None) -> None:
        """The exchange is complete: its answer came, or never will."""
        with self.lock:
            self.journal.finish(exchange, answered)

    def close(self) -> None:
        """Close what was opened for this lab."""
        self.resources.close()

    def _partner_memory(self, name: str) -> PartnerMemory:
        partner = self.kit.partner(name)
        facts = deepcopy(partner.states.get("facts") or {})
        random = Random(f"{self.seed}/{partner.name}")
        return PartnerMemory(
            partner.name, self.world, self.clock, random, self.credentials, facts, partner.business_day
        )
