"""What the template shows, worked out beforehand so that the template only places it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from partnerlab.report.model import BAD, OPEN, Event, Run, Scenario, Step
from partnerlab.report.times import date_time
from partnerlab.report.words import LANGUAGES, phrase, said

GRID = 30  # more scenarios than this, and a grid is wider than any screen


@dataclass(slots=True)
class Cover:
    verdict: str
    sentence: Any
    verdicts: dict[str, int]
    facts: list[tuple[str, Any]]
    wrong: list[Scenario]
    uncovered: list[tuple[str, Any, Any, str | None]]  # verdict, what, why, anchor
    partners: list[tuple[str, Any, dict[str, int]]]


@dataclass(slots=True)
class Row:
    """A scenario in the list, with what the filter looks at."""

    scenario: Scenario
    number: int
    verdict: str
    partners: str
    search: str
    steps: list[Step]
    invariants: list[Invariant]
    step_exchanges: dict[int, list[int]]


@dataclass(slots=True)
class Invariant:
    """One promise over all the moments at which it was checked."""

    title: Any
    checks: int
    broken: list[Event]


@dataclass(slots=True)
class Requirement:
    id: str
    text: Any
    verdict: str
    scenarios: list[tuple[int, Scenario]]


def cover(run: Run, ran_at: datetime | None) -> Cover:
    """What an approver reads first."""
    verdicts = run.verdicts
    bad, unjudged = (sum(verdicts[word] for word in words) for words in (BAD, OPEN))
    total = len(run.scenarios)
    if bad:
        verdict, sentence = "fail", phrase("page.some_failed", bad=bad, n=total)
    elif not total:
        verdict, sentence = "skip", phrase("page.nothing_ran")
    elif unjudged:
        verdict, sentence = "skip", phrase("page.none_failed", open=unjudged, n=total)
    else:
        verdict, sentence = "pass", phrase("page.all_passed", n=total)
    wrong = [scenario for scenario in run.scenarios if scenario.verdict in BAD]
    return Cover(verdict, sentence, verdicts, _facts(run, ran_at), wrong, list(_uncovered(run)), _partners(run))


def _facts(run: Run, ran_at: datetime | None) -> list[tuple[str, Any]]:
    started, finished = run.started, run.finished
    at = ran_at.isoformat() if ran_at else started.get("at")
    facts: list[tuple[str, Any]] = [
        ("run.at", date_time(at) if at else phrase("run.unrecorded")),
        *((f"run.{key}", started.get(key)) for key in ("sut", "mode", "version", "seed", "python")),
    ]
    seconds = float(finished.get("seconds") or 0)
    if finished:
        steps = int(finished.get("steps") or 0)
        counts = [
            phrase("count.steps", n=f"{steps:,}"),
            phrase("count.exchanges", n=f"{finished.get('exchanges', 0):,}"),
        ]
        speed = [phrase("count.speed", n=f"{steps / seconds:,.0f}")] if seconds else []
        took = {lang: f"{seconds:,.2f} {phrase('unit.seconds')[lang]}" for lang in LANGUAGES}
        facts += [
            ("run.seconds", took),
            ("run.extent", _list([*counts, *speed])),
            ("run.exit", finished.get("exit_code")),
        ]
    return [(key, value) for key, value in facts if value is not None]


def _list(texts: list[dict[str, str]]) -> dict[str, str]:
    return {language: ", ".join(text[language] for text in texts) for language in LANGUAGES}


def _uncovered(run: Run) -> Iterator[tuple[str, Any, Any, str | None]]:
    for scenario in run.scenarios:
        if scenario.verdict in OPEN:
            yield scenario.verdict, scenario.title, scenario.reason, scenario.anchor
    for requirement in run.requirements:
        if not requirement.get("scenarios"):
            told = {lang: f"{requirement.get('id')} {said(requirement.get('text'), lang)}" for lang in LANGUAGES}
            yield "unproven", told, phrase("uncovered.requirement"), None
    missing = run.planned - len(run.scenarios)
    if missing:
        yield "skip", phrase("uncovered.never_started", n=missing), "", None


def _partners(run: Run) -> list[tuple[str, Any, dict[str, int]]]:
    """Every partner with how its scenarios ended, in the order of first appearance."""
    titles: dict[str, Any] = {}
    counts: dict[str, Counter[str]] = {}
    for scenario in run.scenarios:
        for party in scenario.partners:
            name = str(party.get("name"))
            titles.setdefault(name, party.get("title") or name)
            counts.setdefault(name, Counter())[scenario.verdict] += 1
    return [(name, title, {word: counts[name][word] for word in run.verdicts}) for name, title in titles.items()]


def rows(run: Run) -> list[Row]:
    """The list of scenarios."""
    return [_row(scenario, number) for number, scenario in enumerate(run.scenarios, start=1)]


def _row(scenario: Scenario, number: int) -> Row:
    by_step: dict[int, list[int]] = {}
    for event in scenario.exchanges:
        by_step.setdefault(event.get("step") or 0, []).append(event.get("number") or 0)
    partners = " ".join(str(party.get("name")) for party in scenario.partners)
    steps = [step for _, step in sorted(scenario.steps.items())]
    verdict = scenario.verdict
    return Row(scenario, number, verdict, partners, _search(scenario), steps, _invariants(scenario), by_step)


def _search(scenario: Scenario) -> str:
    """Everything a reader may look a scenario up by, in one lower-case text."""
    texts = [scenario.title, *(party.get("title") for party in scenario.started.get("parties") or [])]
    words = [said(text, language) for text in texts for language in LANGUAGES]
    words += [scenario.id, scenario.blame or ""]
    words += [str(claim.get("id")) for claim in scenario.started.get("proves") or []]
    words += [str(event.get(key)) for event in scenario.exchanges for key in ("operation", "sender", "receiver")]
    return " ".join(dict.fromkeys(words)).lower()


def _invariants(scenario: Scenario) -> list[Invariant]:
    gathered: dict[str, Invariant] = {}
    for event in scenario.invariants:
        name = str(event.get("name"))
        invariant = gathered.setdefault(name, Invariant(event.get("title") or name, 0, []))
        invariant.checks += 1
        if event.get("verdict") != "pass":
            invariant.broken.append(event)
    return list(gathered.values())


def requirements(run: Run) -> list[Requirement]:
    """The matrix's rows; a requirement that nothing tests is `unproven` whatever the run called it."""
    numbered = {scenario.id: (number, scenario) for number, scenario in enumerate(run.scenarios, start=1)}
    told = []
    for event in run.requirements:
        testing = [numbered[name] for name in event.get("scenarios") or [] if name in numbered]
        verdict = str(event.get("verdict") or "unproven") if testing else "unproven"
        told.append(Requirement(str(event.get("id")), event.get("text"), verdict, testing))
    return told
