"""Events of a run as plain data, with personal data covered: the one stream that every report reads."""

from __future__ import annotations

import json
import platform
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from partnerlab import __version__
from partnerlab.contract.redaction import cover_all_numbers, mask_all
from partnerlab.contract.requirements import Requirement
from partnerlab.lab.agent_totals.day_comparison import ComparedDay
from partnerlab.lab.journal import Exchange
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.registry import Registry
from partnerlab.scenario import step_text
from partnerlab.scenario.differences import tell_covered_apart
from partnerlab.scenario.exchange_events import Event, exchange_event, exchange_outline
from partnerlab.scenario.language.scenario import Step, Story
from partnerlab.scenario.language.scenario_loader import every_id
from partnerlab.scenario.scenario_run import Outcome, ScenarioRun
from partnerlab.scenario.story_rules.invariants import Invariant
from partnerlab.scenario.verdicts import Verdict, worst


def run_started(lab: Lab, stories: int, mode: str) -> Event:
    return {
        "event": "run_started",
        "seed": lab.seed,
        "version": __version__,
        "python": platform.python_version(),
        "sut": ", ".join(system.channel.where for system in lab.systems.values()),
        "mode": mode,
        "scenarios": stories,
    }


def run_finished(kit: Registry, outcomes: list[Outcome], seconds: float, exit_code: int) -> Event:
    words = [outcome.word for outcome in outcomes]
    return {
        "event": "run_finished",
        "verdicts": {word: words.count(word) for word in dict.fromkeys(words)},
        "scenarios": len(outcomes),
        "steps": sum(outcome.steps for outcome in outcomes),
        "exchanges": sum(outcome.exchanges for outcome in outcomes),
        "seconds": round(seconds, 3),
        "exit_code": exit_code,
        "complete": _is_complete(kit, outcomes),
        "requirements": _requirements(kit, outcomes),
    }


def scenario_started(lab: Lab, story: Story) -> Event:
    requirements = lab.kit.requirements
    return {
        "event": "scenario_started",
        "scenario": story.id,
        "file": _short(story.file, lab.kit.root),
        "title": story.title,
        "proves": [{"id": name, "text": requirements[name].text} for name in story.proves],
        "start": story.start.isoformat(),
        "parties": _parties(lab, story),
        "seed": lab.seed,
    }


def scenario_finished(outcome: Outcome) -> Event:
    audit_log = {"audit_log": outcome.audit_log} if outcome.audit_log else {}
    return audit_log | {
        "event": "scenario_finished",
        "scenario": outcome.story.id,
        "verdict": outcome.word,
        "blame": outcome.blame,
        "reason": cover_all_numbers(mask_all(outcome.verdict.reason, outcome.personal)) if outcome.verdict else None,
        "steps": outcome.steps,
        "exchanges": outcome.exchanges,
        "seconds": round(outcome.seconds, 4),
    }


def step_started(lab: Lab, story: Story, step: Step) -> Event:
    return _announced("step_started", lab, story, step)


def step_not_reached(lab: Lab, story: Story, step: Step) -> Event:
    """A step that was not played, because one before it did not pass."""
    return _announced("step_not_reached", lab, story, step)


def _announced(event: str, lab: Lab, story: Story, step: Step) -> Event:
    return {
        "event": event,
        "scenario": story.id,
        "step": step.number,
        "line": step.line,
        "kind": step.kind,
        "text": step_text.step(step, lab.kit),
    }


def step_finished(play: ScenarioRun, step: Step, verdict: Verdict | None) -> Event:
    """How a step ended. What a failure tells may quote personal data: it is covered like a message."""
    told: Event = {
        "event": "step_finished",
        "scenario": play.story.id,
        "step": step.number,
        "verdict": verdict.word if verdict else "pass",
        "blame": verdict.blame if verdict else None,
    }
    if verdict is None:
        return told | {"reason": None, "expected": None, "actual": None, "near_misses": []}
    quoted = {
        "reason": verdict.reason,
        "expected": _text(verdict.expected),
        "actual": _text(verdict.actual),
        "near_misses": verdict.near_misses,
    }
    covered: Event = cover_all_numbers(mask_all(quoted, play.personal()))
    return told | tell_covered_apart(covered, verdict)


def clock(lab: Lab, story: Story, step: Step, before: datetime) -> Event:
    return {
        "event": "clock",
        "scenario": story.id,
        "step": step.number,
        "from": before.isoformat(),
        "to": lab.clock.now.isoformat(),
        "why": step_text.step(step, lab.kit),
    }


def plot(lab: Lab, story: Story, step: Step, body: Any) -> Event:
    """What the step has shown to be drawn."""
    return {
        "event": "plot",
        "scenario": story.id,
        "step": step.number,
        "title": step_text.step(step, lab.kit),
        "plot": body,
    }


def invariant(story: Story, step: Step, rule: Invariant, verdict: Verdict | None) -> Event:
    return {
        "event": "invariant",
        "scenario": story.id,
        "step": step.number,
        "name": rule.name,
        "title": rule.title,
        "verdict": verdict.word if verdict else "pass",
        "reason": verdict.reason if verdict else None,
    }


def reconciliation(play: ScenarioRun, days: list[ComparedDay]) -> Event:
    """Each agent's days: what it handed over, what our side booked, what the agent reports, and what differs."""
    told = [
        day.place._asdict()
        | {"handed_over": asdict(day.handed_over), "booked": asdict(day.booked), "agrees": day.agrees}
        | {name: day.sheet.get(name) for name in ("reversed", "reported")}
        | {"differences": mask_all(list(day.sheet.get("differences") or []), play.personal())}
        for day in days
    ]
    return {"event": "reconciliation", "scenario": play.story.id, "days": told}


def exchange(lab: Lab, story: Story, step: int, found: Exchange, bodies: bool) -> Event:
    """An exchange of a story; without `bodies` only what a terminal tells of it, which takes a tenth of the time."""
    told = exchange_event(lab, found) if bodies else exchange_outline(lab, found)
    return {"event": "exchange", "scenario": story.id, "step": step} | told


def _parties(lab: Lab, story: Story) -> list[Event]:
    ours = [{"name": name, "title": step_text.OUR_SIDE[name], "kind": "system"} for name in story.systems(lab.kit)]
    named = [name for name in story.parties() if name in lab.kit.partners]
    return [*ours, *({"name": n, "title": lab.kit.partners[n].title, "kind": "partner"} for n in named)]


def _requirements(kit: Registry, outcomes: list[Outcome]) -> list[Event]:
    """All of them after a run of every scenario; else those that this run's scenarios name, for it tells no more."""
    events = (_requirement(requirement, outcomes) for requirement in kit.requirements.values())
    complete = _is_complete(kit, outcomes)
    return [event for event in events if complete or event["scenarios"]]


def _is_complete(kit: Registry, outcomes: list[Outcome]) -> bool:
    """Whether every scenario of the kit was played: only then can a requirement be judged."""
    played = {outcome.story.id for outcome in outcomes}
    return all(name in played for name in every_id(kit))


def _requirement(requirement: Requirement, outcomes: list[Outcome]) -> Event:
    """With no scenario it is open, or `outside` says why none is wanted; neither changes how a run ends."""
    proving = [outcome for outcome in outcomes if requirement.id in outcome.story.proves]
    return {
        "id": requirement.id,
        "text": requirement.text,
        "scenarios": [outcome.story.id for outcome in proving],
        "verdict": worst(outcome.word for outcome in proving) if proving else None,
        "outside": requirement.outside,
    }


def _short(file: Path, root: Path) -> str:
    """A path that means the same on another machine, where that can be."""
    return file.resolve().relative_to(root).as_posix() if file.resolve().is_relative_to(root) else str(file)


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, indent=1, default=str)
