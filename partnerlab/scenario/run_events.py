"""The one stream that every report reads: what happened, in plain data, with personal data covered."""

from __future__ import annotations

import json
import platform
from datetime import datetime
from pathlib import Path
from typing import Any

from partnerlab import __version__
from partnerlab.contract.http.message import FORM, Answer, Request
from partnerlab.contract.personal_data import PersonalField
from partnerlab.contract.redaction import cover_all_numbers, mask, mask_all, mask_form, mask_json, mask_shape
from partnerlab.contract.requirements import Requirement
from partnerlab.lab.journal import Exchange
from partnerlab.lab.lab import Lab
from partnerlab.lab.our_side import SYSTEMS
from partnerlab.scenario import step_text
from partnerlab.scenario.invariants import Invariant
from partnerlab.scenario.language.scenario import Step, Story
from partnerlab.scenario.language.scenario_loader import every_id
from partnerlab.scenario.scenario_run import Outcome, ScenarioRun
from partnerlab.scenario.verdicts import Verdict, worst

Event = dict[str, Any]


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


def run_finished(lab: Lab, outcomes: list[Outcome], seconds: float, exit_code: int) -> Event:
    words = [outcome.word for outcome in outcomes]
    return {
        "event": "run_finished",
        "verdicts": {word: words.count(word) for word in dict.fromkeys(words)},
        "scenarios": len(outcomes),
        "steps": sum(outcome.steps for outcome in outcomes),
        "exchanges": sum(outcome.exchanges for outcome in outcomes),
        "seconds": round(seconds, 3),
        "exit_code": exit_code,
        "complete": _is_complete(lab, outcomes),
        "requirements": _requirements(lab, outcomes),
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
    return {
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
    return told | covered


def clock(lab: Lab, story: Story, step: Step, before: datetime) -> Event:
    return {
        "event": "clock",
        "scenario": story.id,
        "step": step.number,
        "from": before.isoformat(),
        "to": lab.clock.now.isoformat(),
        "why": step_text.step(step, lab.kit),
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


def exchange(lab: Lab, story: Story, step: int, found: Exchange) -> Event:
    return {"event": "exchange", "scenario": story.id, "step": step} | passed(lab, found)


def passed(
    lab: Lab,
    found: Exchange,
    shown: bool = False,
    *,
    findings: list[Event] | None = None,
    secrets: list[PersonalField] | None = None,
) -> Event:
    """An exchange by itself, outside any story; with `shown` nothing in it is covered, else `secrets` too.

    `findings` take the place of the exchange's own where somebody else than a simulator is to blame.
    """
    fields = [] if shown else found.personal + (secrets or [])
    request, covered = _request(found, fields, shown)
    answer, more = _answer(found.answer, fields, shown)
    if not shown:
        request, answer = cover_all_numbers(request), cover_all_numbers(answer)
    return {
        "event": "exchange",
        "number": found.number,
        "parent": found.parent,
        "left": found.left.isoformat(),
        "answered": found.answered.isoformat() if found.answered else None,
        "sender": found.sender,
        "receiver": found.receiver,
        "via": found.via,
        "operation": found.operation,
        "channel": found.channel,
        "request": request,
        "answer": answer,
        "lost": found.lost,
        "faults": list(found.faults),
        "findings": cover_all_numbers(mask_all(_findings(lab, found) if findings is None else findings, fields)),
        "masked": covered + more,
    }


def _request(found: Exchange, fields: list[PersonalField], shown: bool) -> tuple[Event, int]:
    message = found.request
    if found.masked is None:
        text, covered = _body(message, fields, shown)
    elif shown:
        text, covered = message.raw.decode(found.encoding, "backslashreplace"), 0
    else:
        text, covered = mask(found.masked, fields)
    told = {
        "line": mask(message.line, fields)[0],
        "headers": mask_all(message.headers, fields),
        "body": text,
        "size": len(message.raw),
        "media": message.media or (f"text/plain; charset={found.encoding}" if found.channel != "http" else ""),
    }
    return told, covered


def _answer(answer: Answer | None, fields: list[PersonalField], shown: bool) -> tuple[Event | None, int]:
    if answer is None:
        return None, 0
    text, covered = _body(answer, fields, shown)
    told = {
        "status": answer.status,
        "headers": mask_all(answer.headers, fields),
        "body": text,
        "size": len(answer.raw),
        "media": answer.media,
    }
    return told, covered


def _body(message: Request | Answer, fields: list[PersonalField], shown: bool) -> tuple[str, int]:
    text = message.raw.decode("utf-8", "backslashreplace")
    if shown:
        return text, 0
    if message.undecodable:
        return mask_shape(text), 1
    covers = mask_json if message.media.endswith("json") else mask_form if message.media == FORM else mask
    return covers(text, fields)


def _findings(lab: Lab, found: Exchange) -> list[Event]:
    return [
        finding.as_dict()
        | {
            "blame": "system_under_test" if found.culprit(finding) in SYSTEMS else "simulator",
            "excused": finding.side in found.excused,
        }
        for finding in found.findings
    ]


def _parties(lab: Lab, story: Story) -> list[Event]:
    ours = [{"name": name, "title": step_text.OUR_SIDE[name], "kind": "system"} for name in story.systems(lab.kit)]
    named = [name for name in story.parties() if name in lab.kit.partners]
    return [*ours, *({"name": n, "title": lab.kit.partners[n].title, "kind": "partner"} for n in named)]


def _requirements(lab: Lab, outcomes: list[Outcome]) -> list[Event]:
    """All of them after a run of every scenario; else those that this run's scenarios name, for it tells no more."""
    events = (_requirement(requirement, outcomes) for requirement in lab.kit.requirements.values())
    complete = _is_complete(lab, outcomes)
    return [event for event in events if complete or event["scenarios"]]


def _is_complete(lab: Lab, outcomes: list[Outcome]) -> bool:
    """Whether every scenario of the kit was played: only then can a requirement be judged."""
    return {outcome.story.id for outcome in outcomes} >= every_id(lab.kit)


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
