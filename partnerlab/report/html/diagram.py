"""A sequence diagram as inline SVG. Every arrow is a link to its exchange, so that a keyboard reaches it too."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from partnerlab.report.html.diagram_geometry import (
    BAND,
    NOTE,
    PAGE,
    WIDTH,
    Arrow,
    Band,
    Bar,
    Drawing,
    Message,
    lay_out,
    notes,
)
from partnerlab.report.html.markup import bilingual, both_as_text, element, safe
from partnerlab.report.model import Event, ScenarioSummary, count_findings
from partnerlab.report.times import date_time
from partnerlab.report.translations import in_both_languages

EMPTY = Markup("")


def diagram(
    scenario: ScenarioSummary, parties: Mapping[str, Event], address: str | None = None, width: int = WIDTH
) -> Markup:
    """The lanes' heads and the drawing under them; `parties` are those of the run, by name.

    An arrow leads to its exchange in the same page, or to `address`, which has a place for its `{number}`.
    It is at least `width` pixels wide.
    """
    drawing = lay_out(scenario, width)
    heads = [_head(parties.get(lane) or {"name": lane}) for lane in drawing.lanes]
    size = f"width:{drawing.width}px"
    lanes = element("div", *heads, class_="lanes", style=f"{size};--pitch:{drawing.pitch}px", aria_hidden="true")
    return lanes + _svg(scenario, drawing, address or f"#{scenario.anchor}/exchange-{{number}}")


def _head(party: Event) -> Markup:
    kind = "system" if party.get("kind") == "system" else "partner"
    name = element("code", party.get("name"))
    return element("div", bilingual(party.get("title") or party.get("name"), "b"), name, class_=f"lane {kind}")


def _svg(scenario: ScenarioSummary, drawing: Drawing, address: str) -> Markup:
    lines = [
        element("line", x1=drawing.x(lane), x2=drawing.x(lane), y1=0, y2=drawing.height, class_="life")
        for lane in drawing.lanes
    ]
    bars = [_bar(bar) for bar in sorted(drawing.bars, key=lambda bar: bar.x)]
    bands = [_band(scenario, drawing, band) for band in drawing.bands]
    ways = [_way(scenario, way, address) for way in drawing.ways]
    size = {"width": drawing.width, "height": drawing.height, "viewBox": f"0 0 {drawing.width} {drawing.height}"}
    return element("svg", *lines, *bars, *bands, *ways, role="group", **size)


def _bar(bar: Bar) -> Markup:
    return element("rect", x=bar.x - 4, y=bar.y1, width=8, height=bar.y2 - bar.y1, class_="busy")


def _band(scenario: ScenarioSummary, drawing: Drawing, band: Band) -> Markup:
    if band.step:
        number = band.step.number
        link = element("a", number, href=f"#{scenario.anchor}/step-{number}")
        inner = link + bilingual(band.step.started.get("text"))
        kind = f"band step{'' if band.height == BAND else ' quiet'} v-{band.step.verdict or 'none'}"
    else:
        clock = band.clock or {}
        why = element("i", bilingual(clock.get("why"))) if clock.get("why") else EMPTY
        inner = element("b", "→ ", bilingual(date_time(clock.get("to")))) + why
        kind = "band clock"
    box = element("div", inner, class_=kind)
    return element("foreignObject", box, x=0, y=band.y, width=drawing.width, height=band.height)


def _way(scenario: ScenarioSummary, way: Message, address: str) -> Markup:
    event, asks = way.exchange.event, way.side == "request"
    anchor = f"{scenario.anchor}/exchange-{event.get('number')}"
    kind = f"x {way.side} {'file' if way.exchange.is_file else 'http'}{_mood(event, way.side)}"
    drawn = [_leg(leg, way) for leg in way.legs]
    page = asks and way.exchange.is_file
    middle, y = _middle(way.legs[0]), way.legs[0].y
    under = _notes(event, way.side, _middle(way.legs[-1]), way.legs[-1].y + (PAGE if page else 0))
    when = element("text", way.time, x=4, y=y + 4, class_="time") if way.time else EMPTY
    label = _question(event, middle, y, way) if asks else _reply(event, middle, y)
    facts = {"id": anchor, "aria_label": _told(event)} if asks else {"tabindex": -1, "aria_hidden": "true"}
    tip = element("title", (event.get("request") or {}).get("line") or event.get("operation"))
    return (
        element(
            "a",
            tip,
            *drawn,
            label,
            under,
            href=address.replace("{number}", str(event.get("number"))),
            class_=kind,
            **facts,
        )
        + when
    )


def _mood(event: Event, side: str) -> str:
    return " found" if count_findings(event, side) else " faulty" if event.get("faults") or event.get("lost") else ""


def _leg(leg: Arrow, way: Message) -> Markup:
    line = f"M{leg.x1} {leg.y}H{leg.x2}"
    head = -5 if leg.x2 >= leg.x1 else 5
    hit = element("path", d=line, class_="hit")
    if leg.lost:
        cross = f"M{leg.x2 - 6} {leg.y - 6}l12 12m0 -12l-12 12"
        return hit + element("path", d=line, class_="line") + element("path", d=cross, class_="cross")
    tip = f"M{leg.x2 + head * 1.6:g} {leg.y - 4}L{leg.x2} {leg.y}L{leg.x2 + head * 1.6:g} {leg.y + 4}"
    if way.exchange.is_file or way.side == "request":
        tip += "z"
    return hit + element("path", d=line, class_="line") + element("path", d=tip, class_="tip")


def _question(event: Event, x: int, y: int, way: Message) -> Markup:
    if not way.exchange.is_file:
        return _label(x, y - 7, event.get("number"), event.get("operation"))
    path = str((event.get("request") or {}).get("line") or "").rpartition("/")[2]
    page = f"M{x - 8} {y - 11}h11l5 5v17h-16zm11 0v5h5m-13 4h8m-8 4h8"
    return element("path", d=page, class_="page") + _label(
        x, y - 16, event.get("number"), path or event.get("operation")
    )


def _label(x: int, y: int, number: object, name: object) -> Markup:
    return element("text", element("tspan", number, class_="no"), safe(f" {name}"), x=x, y=y)


def _reply(event: Event, x: int, y: int) -> Markup:
    answer = event.get("answer") or {}
    status = answer.get("status", "")
    bad = isinstance(status, int) and status >= 400
    return element("text", status, x=x, y=y - 6, class_="bad" if bad else None)


def _notes(event: Event, side: str, x: int, y: int) -> Markup:
    lines = enumerate(notes(event, side), start=1)
    return EMPTY.join(bilingual(text, "text", x=x, y=y + NOTE * line, class_=kind) for line, (kind, text) in lines)


def _told(event: Event) -> str:
    route = f"{event.get('sender')} → {event.get('receiver')}"
    return f"{both_as_text(in_both_languages('exchange'))} {event.get('number')}: {route}, {event.get('operation')}"


def _middle(leg: Arrow) -> int:
    return (leg.x1 + leg.x2) // 2
