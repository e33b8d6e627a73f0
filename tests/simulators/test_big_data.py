"""Whatever happens on the way, Big Data ends with the facts of all three senders: each once, and no other."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from partnerlab.lab.deployment import in_process
from partnerlab.lab.partners.registry import Registry
from partnerlab.scenario.language.scenario_loader import read
from partnerlab.scenario.suite import play_scenarios

KEEPS, LOSES = "what is taken is kept", "what is taken gets lost"
DELIVERIES: tuple[list[Any], ...] = ([], ["twice"], ["request_lost"], [{"late": {"by": "2 hours"}}])
NUMBERS = {"imind": "R", "wlma": "J"}


def story(chance: random.Random) -> str:
    """Requests and changes of both senders, while Big Data is up, down or loses things; then each sender compares."""
    steps = [step for _ in range(8) for step in _turn(chance)]
    end: list[dict[str, Any]] = [
        {"clear_faults": "big_data"},
        {"set_state": "big_data", "state": KEEPS},
        {"advance": "by 1 day"},
    ]
    end += [{"sends": f"{sender}.ask_for_copies"} for sender in NUMBERS]
    end += [{"run_job": "cis.compare_copies"}, {"advance": "by 1 day"}]
    title = {"en": "Copies go astray", "th": "สำเนาสูญหาย"}
    body = {"title": title, "proves": ["SRC-BIGDATA-1"], "start": "2026-11-23 09:00"}
    given = {"people": {"near": 66, "far": 5067}}
    return json.dumps(body | {"given": given, "steps": steps + end}, ensure_ascii=False)


def _turn(chance: random.Random) -> Iterator[dict[str, Any]]:
    sender, place = chance.choice(list(NUMBERS)), chance.choice(["near", "far"])
    number = f"{NUMBERS[sender]}-{place}".upper()
    yield {"set_state": "big_data", "state": chance.choice([KEEPS, KEEPS, LOSES])}
    yield chance.choice([{"clear_faults": "big_data"}, {"set_fault": "big_data", "fault": "down"}])
    sent = {"number": number, "house": f"${place}.house", "detail": chance.choice(["น้ำรั่ว", "น้ำรั่วมาก"])}
    yield {"sends": f"{sender}.service_request", "with": sent}
    delivery = chance.choice(DELIVERIES)
    yield {"sends": f"{sender}.give_copy", "with": {"number": number}} | ({"deliver": delivery} if delivery else {})
    yield {"advance": chance.choice(["by 10 minutes", "by 4 hours"])}


@pytest.mark.parametrize("seed", range(4))
def test_it_ends_with_the_same_set_of_facts_as_the_senders(seed: int, tmp_path: Path) -> None:
    kit, file = Registry(), tmp_path / "copies_go_astray.yaml"
    file.write_text(story(random.Random(seed)), encoding="utf-8")
    with in_process(kit, 1) as stage:
        (outcome,) = play_scenarios(stage, [read(file, kit, tmp_path)])
        assert outcome.word == "pass", (outcome.failed_step, outcome.verdict)
        worlds = stage.lab.partner_worlds
        held = set(worlds["big_data"].table("rows"))
        sent = {
            (sender.upper(), number, revision)
            for sender in NUMBERS
            for number, request in worlds[sender].table("requests").items()
            for revision in request["forms"]
        }
        changes = [e.request.body for e in stage.lab.journal if e.operation == "take_request" and e.sender == "cis"]
    sent |= {("CIS", change["requestId"], change["revision"]) for change in changes}
    assert len({kind for kind, _, _ in sent}) >= 2 and held == sent
