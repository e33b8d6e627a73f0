"""Scenario steps a second, in process, every message judged and journalled; one lab for each of two cores."""

from __future__ import annotations

import multiprocessing
import time
from typing import Any

from partnerlab.contract.http.message import request
from partnerlab.lab import deployment as deployments
from partnerlab.lab.partners.registry import Registry
from partnerlab.scenario.language.scenario_loader import find, read
from partnerlab.scenario.runner import Runner
from partnerlab.scenario.scenario_run import Outcome

TARGET = 1_000
CORES = 2
SECONDS = 3.0


def measure() -> list[dict[str, Any]]:
    """Every story that sends over HTTP, over and over, for some seconds; beside it one lab alone."""
    alone, plain = _lab(0)
    with multiprocessing.get_context("spawn").Pool(CORES) as pool:
        both = sum(rate for rate, _ in pool.map(_lab, range(CORES)))
    return [
        {
            "name": "scenario steps, in process, two cores",
            "value": round(both),
            "unit": "steps/s",
            "target": TARGET,
            "ok": both >= TARGET,
            "beside": f"{both / alone:.1f} times one lab alone; a step costs {plain / alone:.0f} bare calls",
            "detail": f"{alone:.0f} steps/s on one core",
        }
    ]


def _lab(number: int) -> tuple[float, float]:
    """Steps a second of one lab in this process, at its best, for noise only adds; and bare calls a second."""
    kit = Registry()
    root = kit.root / "scenarios"
    stories = [read(file, kit, root) for file in find([root / "payment_online", root / "new_connection"])]
    with deployments.in_process(kit) as stage:
        runner = Runner(stage.lab)
        _all_pass([runner.run(story) for story in stories])
        best, end = 0.0, time.perf_counter() + SECONDS
        while time.perf_counter() < end:
            begun = time.perf_counter()
            outcomes = [runner.run(story) for story in stories]
            best = max(best, sum(outcome.steps for outcome in outcomes) / (time.perf_counter() - begun))
            _all_pass(outcomes)
        return best, _bare_calls(stage)


def _all_pass(outcomes: list[Outcome]) -> None:
    wrong = [outcome.story.id for outcome in outcomes if outcome.word != "pass"]
    if wrong:
        raise RuntimeError(f"not measured: these did not pass: {', '.join(wrong)}")


def _bare_calls(stage: deployments.Deployment) -> float:
    message = request("GET", "/_test/about")
    begun = time.perf_counter()
    for _ in range(500):
        stage.lab.system.call(message)
    return 500 / (time.perf_counter() - begun)
