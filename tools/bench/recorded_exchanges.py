"""What is measured under load: a look-up and a change of state, as our side asked them in a story just played."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from partnerlab.lab.journal import Exchange
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.system_under_test import nobody
from partnerlab.scenario.suite import play_scenarios

STORY = "scenarios/new_connection/a_company_gets_water_once_the_register_knows_it.yaml"
"""Ends with a register asked and a status taken, both of which may be asked again."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request on the wire, and the bytes that answered it."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes
    answer: bytes
    simulator: str


@dataclass(frozen=True, slots=True)
class Played:
    """The story's end: what to ask again, and what each partner remembers by which it would answer the same."""

    asked: dict[str, Asked]
    now: datetime
    memories: dict[str, dict[str, Any]]

    def lab(self, keep: int | None = None) -> Lab:
        """A lab in which everybody remembers the story; `keep` bounds its journal."""
        lab = Lab(Registry(), keep=keep)
        lab.system = nobody()
        lab.reset(self.now)
        for partner, memory in self.memories.items():
            lab.partner_worlds[partner].memory = memory
        return lab

    def save(self, file: Path) -> None:
        file.write_bytes(pickle.dumps(self))


def load(file: Path) -> Played:
    """What a process of the same bench has saved."""
    played: Played = pickle.loads(file.read_bytes())
    return played


def play() -> Played:
    """Play the story."""
    from partnerlab.lab import deployment as deployments
    from partnerlab.scenario.language.scenario_loader import read

    kit = Registry()
    with deployments.in_process(kit) as stage:
        outcome = play_scenarios(stage, [read(kit.root / STORY, kit, kit.root / "scenarios")])[0]
        if outcome.word != "pass":
            raise RuntimeError(f"not measured: {STORY} did not pass: {outcome.verdict}")
        memories = {name: world.memory for name, world in stage.lab.partner_worlds.items()}
        return Played(_asked(stage.lab), stage.lab.clock.now, memories)


def _asked(lab: Lab) -> dict[str, Asked]:
    """The look-up with the longest answer, and the last message that changed a simulator's state."""
    ours = [exchange for exchange in lab.journal.search(sender=lab.system.name) if exchange.answer]
    look_ups = [exchange for exchange in ours if exchange.request.method == "GET"]
    changes = [exchange for exchange in ours if exchange.request.method == "POST"]
    return {
        "GET": _on_the_wire(max(look_ups, key=lambda exchange: len(exchange.answer.raw if exchange.answer else b""))),
        "POST": _on_the_wire(changes[-1]),
    }


def _on_the_wire(exchange: Exchange) -> Asked:
    request, answer = exchange.request, exchange.answer
    assert answer is not None
    kept = {name: value for name, value in request.headers.items() if name not in ("host", "connection")}
    query, simulator = urlencode(request.query), exchange.via or exchange.receiver
    return Asked(request.method, request.path, query, kept, request.raw, answer.raw, simulator)
