"""The data of the HTML template, computed beforehand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from partnerlab.report.model import BAD, OPEN, Event, Run, ScenarioSummary, Step, proof
from partnerlab.report.times import date_time
from partnerlab.report.translations import LANGUAGES, WORDS, in_both_languages, in_language

GRID = 30  # more scenarios than this, and a grid is wider than any screen


@dataclass(slots=True)
class Cover:
    verdict: str
    sentence: Any
    verdicts: dict[str, int]
    facts: list[tuple[str, Any]]
    wrong: list[ScenarioSummary]
    uncovered: list[tuple[str, Any, Any, str | None]]  # verdict, what, why, anchor
    untested: list[Event]
    partners: list[tuple[str, Any, dict[str, int]]]


@dataclass(slots=True)
class Row:
    """A scenario in the list, with what the filter looks at."""

    scenario: ScenarioSummary
    number: int
    verdict: str
    partners: str
    parties: list[Any]
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
    outside: Any
    """Why the organisation decides it, if it does."""
    scenarios: list[tuple[int, ScenarioSummary]]


def cover(run: Run, ran_at: datetime | None) -> Cover:
    """What an approver reads first."""
    verdicts = run.verdicts
    bad, unjudged = (sum(verdicts[word] for word in words) for words in (BAD, OPEN))
    total = len(run.scenarios)
    if bad:
        verdict, sentence = "fail", in_both_languages("page.some_failed", bad=bad, n=total)
    elif not total:
        verdict, sentence = "skip", in_both_languages("page.nothing_ran")
    elif run.judged_nothing:
        verdict, sentence = "skip", in_both_languages("page.judged_nothing", n=total)
    elif unjudged:
        verdict, sentence = "skip", in_both_languages("page.none_failed", open=unjudged, n=total)
    else:
        verdict, sentence = "pass", in_both_languages("page.all_passed", n=total)
    wrong = [scenario for scenario in run.scenarios if scenario.verdict in BAD]
    untested = [requirement for requirement in run.requirements if proof(requirement) == "open"]
    facts, uncovered = _facts(run, ran_at), list(_uncovered(run))
    return Cover(verdict, sentence, verdicts, facts, wrong, uncovered, untested, _partners(run))


def _facts(run: Run, ran_at: datetime | None) -> list[tuple[str, Any]]:
    started, finished = run.started, run.finished
    at = ran_at.isoformat() if ran_at else started.get("at")
    facts: list[tuple[str, Any]] = [
        ("run.at", date_time(at) if at else in_both_languages("run.unrecorded")),
        ("run.sut", started.get("sut")),
        ("run.mode", _mode(started.get("mode"))),
        *((f"run.{key}", started.get(key)) for key in ("version", "seed", "python")),
    ]
    seconds = float(finished.get("seconds") or 0)
    if finished:
        steps = int(finished.get("steps") or 0)
        counts = [
            in_both_languages("count.steps", n=f"{steps:,}"),
            in_both_languages("count.exchanges", n=f"{finished.get('exchanges', 0):,}"),
        ]
        speed = [in_both_languages("count.speed", n=f"{steps / seconds:,.0f}")] if seconds else []
        took = {lang: f"{seconds:,.2f} {in_both_languages('unit.seconds')[lang]}" for lang in LANGUAGES}
        facts += [
            ("run.seconds", took),
            ("run.extent", _list([*counts, *speed])),
            ("run.exit", finished.get("exit_code")),
        ]
    return [(key, value) for key, value in facts if value is not None]


def _mode(mode: Any) -> Any:
    """The ways of running that the report has words for; another is shown as it is."""
    return in_both_languages(f"mode.{mode}") if f"mode.{mode}" in WORDS else mode


def _list(texts: list[dict[str, str]]) -> dict[str, str]:
    return {language: ", ".join(text[language] for text in texts) for language in LANGUAGES}


def _uncovered(run: Run) -> Iterator[tuple[str, Any, Any, str | None]]:
    for scenario in run.scenarios:
        if scenario.verdict in OPEN:
            yield scenario.verdict, scenario.title, scenario.reason, scenario.anchor
    missing = run.planned - len(run.scenarios)
    if missing:
        yield "skip", in_both_languages("uncovered.never_started", n=missing), "", None


def _partners(run: Run) -> list[tuple[str, Any, dict[str, int]]]:
    """Every partner with how the scenarios it took part in ended, in the order of first appearance."""
    parties = run.parties
    counts: dict[str, Counter[str]] = {}
    for scenario in run.scenarios:
        for name in partners(scenario, parties):
            counts.setdefault(name, Counter())[scenario.verdict] += 1
    return [
        (name, parties[name].get("title") or name, {word: counts[name][word] for word in run.verdicts})
        for name in counts
    ]


def partners(scenario: ScenarioSummary, parties: Mapping[str, Event]) -> list[str]:
    """The partners that took part, without our own systems and the lab itself."""
    return [name for name in scenario.parties if name in parties and parties[name].get("kind") != "system"]


def rows(run: Run) -> list[Row]:
    """The list of scenarios."""
    parties = run.parties
    return [_row(scenario, number, parties) for number, scenario in enumerate(run.scenarios, start=1)]


def _row(scenario: ScenarioSummary, number: int, parties: Mapping[str, Event]) -> Row:
    by_step: dict[int, list[int]] = {}
    for event in scenario.exchanges:
        by_step.setdefault(event.get("step") or 0, []).append(event.get("number") or 0)
    named = " ".join(partners(scenario, parties))
    steps = [step for _, step in sorted(scenario.steps.items())]
    verdict = scenario.verdict
    titles = [parties.get(name, {}).get("title") or name for name in scenario.parties]
    search = _search(scenario, titles)
    return Row(scenario, number, verdict, named, titles, search, steps, _invariants(scenario), by_step)


def _search(scenario: ScenarioSummary, titles: list[Any]) -> str:
    """Everything a reader may look a scenario up by, in one lower-case text."""
    words = [in_language(text, language) for text in [scenario.title, *titles] for language in LANGUAGES]
    words += [scenario.id, scenario.blame or "", *scenario.parties]
    words += [str(claim.get("id")) for claim in scenario.started.get("proves") or []]
    words += [str(event.get("operation")) for event in scenario.exchanges]
    return " ".join(dict.fromkeys(words)).lower()


def _invariants(scenario: ScenarioSummary) -> list[Invariant]:
    gathered: dict[str, Invariant] = {}
    for event in scenario.invariants:
        name = str(event.get("name"))
        invariant = gathered.setdefault(name, Invariant(event.get("title") or name, 0, []))
        invariant.checks += 1
        if event.get("verdict") != "pass":
            invariant.broken.append(event)
    return list(gathered.values())


def requirements(run: Run) -> list[Requirement]:
    """The matrix's rows."""
    numbered = {scenario.id: (number, scenario) for number, scenario in enumerate(run.scenarios, start=1)}
    told = []
    for event in run.requirements:
        testing = [numbered[name] for name in event.get("scenarios") or [] if name in numbered]
        told.append(Requirement(str(event.get("id")), event.get("text"), proof(event), event.get("outside"), testing))
    return told
