"""Positions in a sequence diagram, in whole pixels: lanes, legs, activation bars and bands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal

from partnerlab.report.html.timeline import Chapter, Exchange, chapters, lanes
from partnerlab.report.model import Event, ScenarioSummary, Step, count_findings
from partnerlab.report.times import clock_time
from partnerlab.report.translations import in_both_languages

GUTTER = 66  # where the virtual times stand
WIDTH = 800  # what a diagram with few lanes is stretched to
PITCH = 166  # the least distance between lanes: a gateway's label fits
BAND = 30
EMPTY_BAND = 21  # a step in which nothing was exchanged
NOTE = 13  # a line under an arrow
PAGE = 11  # half a page on a file's arrow
HOP = 11  # from the leg to a gateway down to the leg from it
HALF_BAR = 4
NEST = 5  # how far a bar inside a bar steps aside


@dataclass(frozen=True, slots=True)
class Arrow:
    """One arrow from lane to lane. An exchange through a gateway has two for each way."""

    y: int
    x1: int
    x2: int
    first: bool
    lost: bool


@dataclass(slots=True)
class Message:
    """The request or the answer of an exchange."""

    exchange: Exchange
    side: Literal["request", "answer"]
    legs: list[Arrow]
    time: str | None  # what to write beside it, when it is news


@dataclass(frozen=True, slots=True)
class Bar:
    """A party is busy."""

    x: int
    y1: int
    y2: int


@dataclass(frozen=True, slots=True)
class Band:
    """Across all lanes: a step begins, or the clock moves."""

    y: int
    height: int
    step: Step | None
    clock: Event | None


@dataclass(slots=True)
class Drawing:
    lanes: list[str]
    pitch: int
    ways: list[Message] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    bands: list[Band] = field(default_factory=list)
    height: int = 0

    @property
    def width(self) -> int:
        return GUTTER + self.pitch * len(self.lanes)

    def x(self, lane: str) -> int:
        return GUTTER + self.pitch * self.lanes.index(lane) + self.pitch // 2


def lay_out(scenario: ScenarioSummary, width: int = WIDTH) -> Drawing:
    """The diagram of a scenario, at least so many pixels wide."""
    names = lanes(scenario)
    drawing = Drawing(names, max(PITCH, (width - GUTTER) // max(len(names), 1)))
    pen = _LayoutBuilder(drawing)
    for chapter in chapters(scenario):
        pen.chapter(chapter)
    drawing.height = pen.y + 8
    return drawing


class _LayoutBuilder:
    """Goes down the page."""

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self.y = 4
        self.time = ""
        self.busy: Counter[str] = Counter()

    def chapter(self, chapter: Chapter) -> None:
        if chapter.step.number or chapter.step.started:  # what passed outside any step has no band
            self._band(chapter.step, None, BAND if chapter.entries else EMPTY_BAND)
        for entry in chapter.entries:
            if isinstance(entry, Exchange):
                self._exchange(entry)
            else:
                self._band(None, entry)
        if chapter.entries:
            self.y += 10

    def _band(self, step: Step | None, clock: Event | None, height: int = BAND) -> None:
        self.y += 4 if clock else 0
        self.drawing.bands.append(Band(self.y, height, step, clock))
        self.y += height + (6 if clock else 2)

    def _exchange(self, exchange: Exchange) -> None:
        event, route = exchange.event, exchange.route
        if len(route) < 2:
            return
        lost = event.get("lost")
        self._way(exchange, "request", route, lost == "request")
        if lost == "request":
            self.y += _room(exchange, "request")
            return
        began = self.y
        works = not exchange.is_file or bool(exchange.inner)
        held = route[1:] if works else []
        self.busy.update(held)
        self.y += _room(exchange, "request")
        for inner in exchange.inner:
            self._exchange(inner)
        self.y += 6 if works else 0
        if _answers(exchange):
            self._way(exchange, "answer", route[::-1], lost == "answer")
        self._bars(held, began)
        self.y += _room(exchange, "answer")

    def _bars(self, held: list[str], began: int) -> None:
        for lane in held:
            self.busy[lane] -= 1
            x = self.drawing.x(lane) + NEST * self.busy[lane]
            self.drawing.bars.append(Bar(x, began - 3, self.y + 3))

    def _way(self, exchange: Exchange, side: Literal["request", "answer"], route: list[str], lost: bool) -> None:
        legs = []
        for index, (here, there) in enumerate(pairwise(route)):
            self.y += _above(exchange, side) if index == 0 else HOP
            broken = lost and index == len(route) - 2
            legs.append(self._leg(here, there, index == 0, broken))
        when = clock_time(exchange.event.get("left" if side == "request" else "answered"))
        news = when if when and when != self.time else None
        self.time = when or self.time
        self.drawing.ways.append(Message(exchange, side, legs, news))

    def _leg(self, here: str, there: str, first: bool, lost: bool) -> Arrow:
        start, end = self._edge(here), self._edge(there)
        way = 1 if end >= start else -1
        start += way * (HALF_BAR if self.busy[here] else 0)
        end = start + 40 if here == there else end - way * (HALF_BAR + 1)
        if lost:
            end = start + round((end - start) * 0.62)
        return Arrow(self.y, start, end, first, lost)

    def _edge(self, lane: str) -> int:
        return self.drawing.x(lane) + NEST * max(self.busy[lane] - 1, 0)


def notes(event: Event, side: str) -> list[tuple[str, Any]]:
    """What is to be written under an arrow, as (kind, text): what was put in or lost, what breaks the contract."""
    written: list[tuple[str, Any]] = []
    lost, faults = event.get("lost"), event.get("faults")
    if side == ("answer" if lost == "answer" else "request") and (lost or faults):
        written.append(("fault", ", ".join(map(str, faults)) if faults else in_both_languages(f"exchange.lost.{lost}")))
    found = count_findings(event, side)
    if found:
        written.append(("finding", in_both_languages("count.findings", n=found)))
    return written


def _above(exchange: Exchange, side: str) -> int:
    """Over the arrow, for its label; a file's stands over its page."""
    return 24 if side == "answer" else 38 if exchange.is_file else 30


def _room(exchange: Exchange, side: str) -> int:
    """Under the arrow, and under the page that lies on a file's arrow."""
    return NOTE * len(notes(exchange.event, side)) + (PAGE if exchange.is_file and side == "request" else 0)


def _answers(exchange: Exchange) -> bool:
    """Whether an arrow back is drawn: a file has an answer only if that answer says something."""
    answer = exchange.event.get("answer") or {}
    if exchange.is_file:
        return bool(answer.get("body"))
    return bool(answer) or exchange.event.get("lost") == "answer"
