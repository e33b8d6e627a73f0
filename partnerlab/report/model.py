"""The model of a run, built from its events and shared by all renderings.

Unknown events and unknown keys are passed over, and a stream that breaks off still gives a run, so that
an older report reads a newer stream and a crash leaves evidence behind.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from partnerlab.report.translations import in_both_languages

Event = Mapping[str, Any]
VERDICTS = ("pass", "fail", "not_received", "error", "skip", "omit")
WORST_FIRST = ("fail", "error", "not_received", "skip", "omit", "pass")
BAD = frozenset({"fail", "not_received", "error"})
OPEN = frozenset({"skip", "omit"})
_NO_ANCHOR = re.compile(r"""[\s%#?&"'<>\\`]+""")  # what an address would read as something else


@dataclass(slots=True)
class Step:
    """One step: how it was announced and how it ended; `finished` is empty when it was never reached."""

    number: int
    started: Event = field(default_factory=dict)
    finished: Event = field(default_factory=dict)

    @property
    def verdict(self) -> str | None:
        verdict = self.finished.get("verdict")
        return None if verdict is None else str(verdict)


@dataclass(slots=True)
class ScenarioSummary:
    """One scenario with everything that happened in it, in the order of the stream."""

    id: str
    anchor: str
    started: Event
    finished: Event = field(default_factory=dict)
    steps: dict[int, Step] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)  # exchanges and clock advances
    invariants: list[Event] = field(default_factory=list)
    plots: list[Event] = field(default_factory=list)
    days: list[Event] = field(default_factory=list)  # of each agent, reconciled

    def step(self, number: Any) -> Step:
        """The step of that number, made on first mention (a stream may lack its announcement)."""
        key = number if isinstance(number, int) else 0
        return self.steps.setdefault(key, Step(key))

    @property
    def verdict(self) -> str:
        return str(self.finished.get("verdict") or "error")

    @property
    def blame(self) -> str | None:
        blame = self.finished.get("blame")
        return str(blame) if blame else None

    @property
    def reason(self) -> Any:
        return self.finished.get("reason") if self.finished else in_both_languages("scenario.unfinished")

    @property
    def audit_log(self) -> Event:
        """`entries` and `head` of our side's record of look-ups; empty where nothing was looked up."""
        return self.finished.get("audit_log") or {}

    @property
    def title(self) -> Any:
        return self.started.get("title") or self.id

    @property
    def folder(self) -> str:
        return self.id.rpartition("/")[0]

    @property
    def exchanges(self) -> list[Event]:
        """In the order in which they left, whatever the order in which they were told."""
        told = [event for event in self.events if event["event"] == "exchange"]
        return sorted(told, key=lambda event: event.get("number") or 0)

    @property
    def parties(self) -> list[str]:
        """All parties named in the scenario or taking part in an exchange, gateways included."""
        named = [str(party.get("name")) for party in self.started.get("parties") or []]
        met = [event.get(role) for event in self.exchanges for role in ("sender", "via", "receiver")]
        return list(dict.fromkeys([*named, *(str(party) for party in met if party)]))

    def step_location(self, step: Step) -> str:
        """`file:line` of a step, which editors and terminals turn into a link."""
        file, line = self.started.get("file") or self.id, step.started.get("line")
        return f"{file}:{line}" if line else str(file)

    def steps_not_reached(self) -> list[Step]:
        """The steps that were announced as not played, in order."""
        steps = (step for _, step in sorted(self.steps.items()))
        return [step for step in steps if step.started.get("event") == "step_not_reached"]

    def failed_steps(self) -> list[Step]:
        """The steps that did not go well, in order."""
        return [step for _, step in sorted(self.steps.items()) if step.verdict in BAD]


@dataclass(slots=True)
class Run:
    """A whole run."""

    started: Event = field(default_factory=dict)
    finished: Event = field(default_factory=dict)
    scenarios: list[ScenarioSummary] = field(default_factory=list)
    _open: dict[str, ScenarioSummary] = field(default_factory=dict)
    _anchors: Counter[str] = field(default_factory=Counter)

    def take(self, event: Event) -> None:
        """Take in one event."""
        kind = event.get("event")
        if kind in ("run_started", "run_finished"):
            setattr(self, kind.removeprefix("run_"), event)
        elif kind == "scenario_started":
            self._begin(event)
        elif scenario := self._open.get(str(event.get("scenario"))):
            _happen(scenario, event)

    def _begin(self, event: Event) -> None:
        name = str(event.get("scenario"))
        plain = _NO_ANCHOR.sub("-", name)
        self._anchors[plain] += 1
        told = self._anchors[plain]
        self._open[name] = ScenarioSummary(name, plain if told == 1 else f"{plain}~{told}", event)
        self.scenarios.append(self._open[name])

    @property
    def verdicts(self) -> dict[str, int]:
        """How many scenarios ended how, counted here and not believed, every verdict named."""
        counted = Counter(scenario.verdict for scenario in self.scenarios)
        return {word: counted.pop(word, 0) for word in VERDICTS} | dict(counted)

    @property
    def parties(self) -> dict[str, Event]:
        """Every party that any scenario introduces, by name: a gateway met here may be introduced there."""
        told = [party for scenario in self.scenarios for party in scenario.started.get("parties") or []]
        return {str(party.get("name")): party for party in reversed(told)}

    @property
    def planned(self) -> int:
        """How many scenarios were meant to run (the stream gives a number or their names)."""
        said = self.started.get("scenarios")
        number = said if isinstance(said, int) else len(said or [])
        return max(number, len(self.scenarios))

    @property
    def complete(self) -> bool:
        """Whether all scenarios were played, so that requirements can be judged (older streams do not say)."""
        return bool(self.finished.get("complete", True))

    @property
    def judged_nothing(self) -> bool:
        """Whether scenarios were played, and each of them was skipped or does not apply."""
        return bool(self.scenarios) and all(scenario.verdict in OPEN for scenario in self.scenarios)

    @property
    def proved_nothing(self) -> bool:
        """Whether a verification ended without a word about the implementation, good or bad."""
        return bool(self.finished.get("proved_nothing"))

    @property
    def not_exercised(self) -> list[str]:
        """What a verification never asked: operations, and the statuses that did not come."""
        return list(map(str, self.finished.get("not_exercised") or []))

    @property
    def requirements(self) -> list[Event]:
        """As the run declared them; when it broke off, as far as the scenarios named them."""
        declared = self.finished.get("requirements")
        return list(declared) if declared is not None else list(_named(self.scenarios))


def proof(requirement: Event) -> str:
    """How a requirement stands: the verdict of the scenarios that test it, or, if none does, `open` or `outside`."""
    if requirement.get("scenarios"):
        return str(requirement.get("verdict") or "open")
    return "outside" if requirement.get("outside") else "open"


def count_findings(event: Event, side: str) -> int:
    """How many findings count against one side of an exchange (what a fault on purpose explains does not)."""
    findings = event.get("findings") or []
    counted = [one for one in findings if not (one.get("excused") or one.get("notice"))]
    return sum(one.get("side", "request") == side for one in counted)


def nearest_exchange(miss: Event) -> tuple[int | None, str]:
    """Which exchange a near miss speaks of: its number if it has one, and what to call it."""
    named = str(miss.get("exchange"))
    number = re.match(r"#?([0-9]+)(?![^ ])", named)
    return (int(number[1]) if number else None), named


def read_run(events: Iterable[Event]) -> Run:
    """The run that these events tell."""
    run = Run()
    for event in events:
        run.take(event)
    return run


def _happen(scenario: ScenarioSummary, event: Event) -> None:
    kind = event["event"]
    if kind in ("step_started", "step_not_reached"):
        scenario.step(event.get("step")).started = event
    elif kind == "step_finished":
        scenario.step(event.get("step")).finished = event
    elif kind in ("exchange", "clock"):
        scenario.events.append(event)
    elif kind == "plot":
        scenario.plots.append(event)
    elif kind == "invariant":
        scenario.invariants.append(event)
    elif kind == "reconciliation":
        scenario.days += event.get("days") or []
    elif kind == "scenario_finished":
        scenario.finished = event


def _named(scenarios: Iterable[ScenarioSummary]) -> Iterator[Event]:
    proofs: dict[str, tuple[Any, list[ScenarioSummary]]] = {}
    for scenario in scenarios:
        for claim in scenario.started.get("proves") or []:
            proofs.setdefault(claim["id"], (claim.get("text"), []))[1].append(scenario)
    for name, (text, proving) in sorted(proofs.items()):
        verdicts = {scenario.verdict for scenario in proving}
        worst = next((word for word in WORST_FIRST if word in verdicts), "pass")
        yield {"id": name, "text": text, "scenarios": [scenario.id for scenario in proving], "verdict": worst}
