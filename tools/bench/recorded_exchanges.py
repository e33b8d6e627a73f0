"""What is measured under load: a look-up, a change of state and a kept row, as our side sends them."""

from __future__ import annotations

import json
import pickle
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from werkzeug.test import Client

from partnerlab.lab.exchange.simulator_app import simulator_apps
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
    bodies: tuple[bytes, ...]
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
        asked = _asked(stage.lab) | {"row": _row(stage.lab)}
        memories = {name: world.memory for name, world in stage.lab.partner_worlds.items()}
        return Played(asked, stage.lab.clock.now, memories)


KEEPER, ROW_ADDRESS = "hii_thaiwater", "/api/v1/thaiwater30/provider/mwa/waterquality"
VALUES = [round(7 + number / 100, 2) for number in range(11, 100) if number % 10]
"""So many that none comes again while another of its kind is under way."""

ROW = {
    "waterquality_station_oldcode": "S1", "waterquality_do": 3.93, "waterquality_temp": 32.3,
    "waterquality_turbid": 8.8, "waterquality_salinity": 0.21, "waterquality_conductivity": 515,
    "waterquality_tds": 290, "waterquality_status": "ปกติ", "probe_faults": [],
}  # fmt: skip


def _row(lab: Lab) -> Asked:
    """A row that is kept, with other values each time: each corrects the one before, for the same again is refused."""
    moment = f"{lab.clock.now - timedelta(hours=1):%Y-%m-%d %H:%M}"
    facts = [ROW | {"waterquality_datetime": moment, "waterquality_ph": ph} for ph in VALUES]
    bodies = tuple(json.dumps(row, ensure_ascii=False).encode() for row in facts)
    headers = {"x-api-key": lab.partner_worlds[KEEPER].credential("api_key"), "content-type": "application/json"}
    client = Client(simulator_apps(lab)[KEEPER])
    answers = [client.post(ROW_ADDRESS, data=body, headers=headers) for body in bodies[-2:]]
    if answers[-1].status_code != 200:
        raise RuntimeError(f"not measured: a row was refused: {answers[-1].text}")
    return Asked("POST", ROW_ADDRESS, "", headers, bodies, answers[-1].data, KEEPER)


def _asked(lab: Lab) -> dict[str, Asked]:
    """The look-up with the longest answer, and the last message that changed a simulator's state."""
    ours = [exchange for exchange in lab.journal.search(sender=lab.system.name) if exchange.answer]
    look_ups = [exchange for exchange in ours if exchange.request.method == "GET"]
    changes = [exchange for exchange in ours if exchange.request.method == "POST"]
    return {
        "look-up": _on_the_wire(max(look_ups, key=_length)),
        "status": _on_the_wire(changes[-1]),
    }


def _length(exchange: Exchange) -> int:
    return len(exchange.answer.raw) if exchange.answer else 0


def _on_the_wire(exchange: Exchange) -> Asked:
    request, answer = exchange.request, exchange.answer
    assert answer is not None
    kept = {name: value for name, value in request.headers.items() if name not in ("host", "connection")}
    query, simulator = urlencode(request.query), exchange.via or exchange.receiver
    return Asked(request.method, request.path, query, kept, (request.raw,), answer.raw, simulator)
