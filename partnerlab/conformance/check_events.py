"""Events of a conformance run, its checks and their steps, for the reports."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from typing import Any

from partnerlab import __version__
from partnerlab.conformance.check_result import CheckResult, exit_code, proved_nothing
from partnerlab.scenario.verdicts import Text

Event = dict[str, Any]


def run_started(sut: str, mode: str, checks: int) -> Event:
    """`sut` is what is judged: an address, or a file."""
    return {
        "event": "run_started",
        "version": __version__,
        "python": platform.python_version(),
        "sut": sut,
        "mode": mode,
        "scenarios": checks,
    }


def run_finished(outcomes: Iterable[CheckResult]) -> Event:
    ended = list(outcomes)
    words = [outcome.verdict for outcome in ended]
    return {
        "event": "run_finished",
        "verdicts": {word: words.count(word) for word in dict.fromkeys(words)},
        "scenarios": len(ended),
        "steps": sum(outcome.steps for outcome in ended),
        "exchanges": sum(outcome.exchanges for outcome in ended),
        "seconds": round(sum(outcome.seconds for outcome in ended), 3),
        "exit_code": exit_code(ended),
        "proved_nothing": proved_nothing(ended),
        "requirements": [],
    }


def check_started(name: str, title: Text, file: str, parties: list[Event]) -> Event:
    return {
        "event": "scenario_started",
        "scenario": name,
        "file": file,
        "title": title,
        "proves": [],
        "parties": parties,
    }


def check_finished(outcome: CheckResult) -> Event:
    return {
        "event": "scenario_finished",
        "scenario": outcome.name,
        "verdict": outcome.verdict,
        "blame": outcome.blame,
        "reason": outcome.reason,
        "steps": outcome.steps,
        "exchanges": outcome.exchanges,
        "seconds": round(outcome.seconds, 4),
    }


def step_started(check: str, number: int, kind: str, text: Text) -> Event:
    return {"event": "step_started", "scenario": check, "step": number, "line": None, "kind": kind, "text": text}


def step_not_reached(check: str, number: int, kind: str, text: Text) -> Event:
    return step_started(check, number, kind, text) | {"event": "step_not_reached"}


def step_finished(check: str, number: int, word: str = "pass", **told: Any) -> Event:
    """`told` may hold blame, reason, expected and actual, covered already."""
    plain: Event = {"blame": None, "reason": None, "expected": None, "actual": None, "near_misses": []}
    return {"event": "step_finished", "scenario": check, "step": number, "verdict": word} | plain | told


def party(name: str, title: Text, kind: str = "partner") -> Event:
    return {"name": name, "title": title, "kind": kind}
