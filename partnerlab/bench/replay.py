"""What is measured under load: a look-up and a change of state, as our side asked them in a story just played."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from partnerlab.lab.journal import Exchange
from partnerlab.lab.registry import Kit
from partnerlab.scenario import stage as stages
from partnerlab.scenario.reading import read

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


def played() -> stages.Stage:
    """A lab in which the story has just been played, everybody's memory as it left it."""
    kit = Kit()
    stage = stages.in_process(kit)
    outcome = stage.play([read(kit.root / STORY, kit, kit.root / "scenarios")])[0]
    if outcome.word != "pass":
        raise RuntimeError(f"not measured: {STORY} did not pass: {outcome.verdict}")
    return stage


def asked(stage: stages.Stage) -> dict[str, Asked]:
    """The look-up with the longest answer, and the last message that changed a simulator's state."""
    ours = [exchange for exchange in stage.lab.journal.search(sender=stage.lab.system.name) if exchange.answer]
    look_ups = [exchange for exchange in ours if exchange.request.method == "GET"]
    changes = [exchange for exchange in ours if exchange.request.method == "POST"]
    return {
        "GET": _asked(max(look_ups, key=lambda exchange: len(exchange.answer.raw if exchange.answer else b""))),
        "POST": _asked(changes[-1]),
    }


def _asked(exchange: Exchange) -> Asked:
    request, answer = exchange.request, exchange.answer
    assert answer is not None
    kept = {name: value for name, value in request.headers.items() if name not in ("host", "connection")}
    query, simulator = urlencode(request.query), exchange.via or exchange.receiver
    return Asked(request.method, request.path, query, kept, request.raw, answer.raw, simulator)
