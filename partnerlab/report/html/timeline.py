"""The order of a scenario's drawing: its steps, their exchanges and clock moves, nested exchanges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from partnerlab.report.model import Event, ScenarioSummary, Step
from partnerlab.report.times import parse


@dataclass(slots=True)
class Exchange:
    """An exchange with those that happened while it was being handled."""

    event: Event
    inner: list[Exchange] = field(default_factory=list)

    @property
    def is_file(self) -> bool:
        return str(self.event.get("channel", "http")) != "http"

    @property
    def route(self) -> list[str]:
        """The parties it passes, the gateway between the two if there is one."""
        stops = (self.event.get("sender"), self.event.get("via"), self.event.get("receiver"))
        return [str(stop) for stop in stops if stop]


@dataclass(slots=True)
class Chapter:
    """A step with its top-level exchanges and clock changes."""

    step: Step
    entries: list[Exchange | Event] = field(default_factory=list)


def lanes(scenario: ScenarioSummary) -> list[str]:
    """The parties in the order of their first exchange, then those without one."""
    met = [stop for event in scenario.exchanges for stop in Exchange(event).route]
    named = [str(party.get("name")) for party in scenario.started.get("parties") or []]
    return list(dict.fromkeys([*met, *named]))


def chapters(scenario: ScenarioSummary) -> list[Chapter]:
    """The story, step by step."""
    told = {number: Chapter(step) for number, step in sorted(scenario.steps.items())}
    entries: list[Exchange | Event] = [*_roots(scenario), *_clocks(scenario)]
    for entry in entries:
        happening = entry.event if isinstance(entry, Exchange) else entry
        step = scenario.step(happening.get("step"))
        told.setdefault(step.number, Chapter(step)).entries.append(entry)
    for chapter in told.values():
        chapter.entries = list(_in_time(chapter.entries))
    return [told[number] for number in sorted(told)]


def _roots(scenario: ScenarioSummary) -> list[Exchange]:
    nodes = {event.get("number"): Exchange(event) for event in scenario.exchanges}
    roots: list[Exchange] = []
    for number, node in nodes.items():
        parent = node.event.get("parent")
        # a parent numbered later is a broken stream; following it could go round in circles
        outer = nodes.get(parent) if isinstance(parent, int) and isinstance(number, int) and parent < number else None
        (outer.inner if outer else roots).append(node)
    return roots


def _clocks(scenario: ScenarioSummary) -> list[Event]:
    return [event for event in scenario.events if event["event"] == "clock"]


def _in_time(entries: list[Exchange | Event]) -> Iterator[Exchange | Event]:
    """Each advance of the clock before the first exchange that left after the advance began."""
    exchanges = [entry for entry in entries if isinstance(entry, Exchange)]
    pending = [entry for entry in entries if not isinstance(entry, Exchange)]
    before: dict[int, list[Event]] = defaultdict(list)
    for clock in pending:
        began = parse(clock.get("from"))
        before[next((i for i, one in enumerate(exchanges) if _after(one, began)), len(exchanges))].append(clock)
    for index, exchange in enumerate(exchanges):
        yield from before[index]
        yield exchange
    yield from before[len(exchanges)]


def _after(exchange: Exchange, began: datetime | None) -> bool:
    left = parse(exchange.event.get("left"))
    return left is not None and began is not None and left > began
