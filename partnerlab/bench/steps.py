"""Scenario steps a second, in process, every message judged and journalled."""

from __future__ import annotations

import time
from typing import Any

from partnerlab.lab.registry import Kit
from partnerlab.scenario import stage as stages
from partnerlab.scenario.reading import find, read
from partnerlab.scenario.runner import Runner

TARGET = 1_000
ROUNDS = 5


def run() -> list[dict[str, Any]]:
    """All HTTP scenarios over and over; beside them the bare calls that they make."""
    kit = Kit()
    root = kit.root / "scenarios"
    stories = [read(file, kit, root) for file in find([root / "payment_online", root / "new_connection"])]
    with stages.in_process(kit) as stage:
        runner = Runner(stage.lab)
        for story in stories:
            runner.run(story)
        rates, exchanges = [], 0
        for _ in range(ROUNDS):
            begun, outcomes = time.perf_counter(), [runner.run(story) for story in stories]
            seconds = time.perf_counter() - begun
            rates.append(sum(outcome.steps for outcome in outcomes) / seconds)
            exchanges = sum(outcome.exchanges for outcome in outcomes)
            wrong = [outcome.story.id for outcome in outcomes if outcome.word != "pass"]
            if wrong:
                raise RuntimeError(f"not measured: these did not pass: {', '.join(wrong)}")
        plain = _plain_calls(stage)
    best = max(rates)
    return [
        {
            "name": "scenario steps, in process",
            "value": round(best),
            "unit": "steps/s",
            "target": TARGET,
            "ok": best >= TARGET,
            "beside": f"{plain / best:.1f} bare calls of our side take as long as one step",
            "detail": f"median {sorted(rates)[len(rates) // 2]:.0f}, {exchanges} exchanges a round",
        }
    ]


def _plain_calls(stage: stages.Stage) -> float:
    """Calls a second of the cheapest test hook: what our side itself costs."""
    from partnerlab.contract.message import request

    message = request("GET", "/_test/about")
    begun = time.perf_counter()
    for _ in range(500):
        stage.lab.system.call(message)
    return 500 / (time.perf_counter() - begun)
