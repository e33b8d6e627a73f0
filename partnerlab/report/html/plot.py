"""A plot as inline SVG: panels of lines under one another on one time axis, with thresholds, bands and moments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from markupsafe import Markup

from partnerlab.report.html.markup import bilingual, both_as_text, element
from partnerlab.report.html.plot_scale import Axis, TimeAxis
from partnerlab.report.model import Event
from partnerlab.report.times import date, parse

WIDTH, LEFT, RIGHT = 1120, 62, 118
HEAD, PANEL, GAP, FOOT = 14, 150, 46, 34
LABEL = 17
"""How far labels of moments stand over one another."""

EMPTY = Markup()


def plot(event: Event) -> Markup:
    """The drawing of one `plot` event; nothing of one whose span cannot be read."""
    body: dict[str, Any] = event.get("plot") or {}
    begin, end = parse(body.get("from")), parse(body.get("until"))
    if begin is None or end is None or begin >= end:
        return EMPTY
    times = TimeAxis(begin, end, LEFT, WIDTH - LEFT - RIGHT)
    rows = list(_label_rows(times, body.get("moments") or []))
    top = HEAD + LABEL * (1 + max((row for _, _, row in rows), default=-1)) + 26
    panels = body.get("panels") or []
    bottom = top + len(panels) * (PANEL + GAP) - GAP
    drawn = [
        *(_band(times, band, top, bottom) for band in body.get("bands") or []),
        _days(times, top, bottom),
        *(_panel(times, panel, top + place * (PANEL + GAP)) for place, panel in enumerate(panels)),
        *(_moment(moment, x, row, bottom) for moment, x, row in rows),
    ]
    height = bottom + FOOT
    title = both_as_text(event.get("title") or "")
    return element(
        "svg", *drawn, class_="plot", viewBox=f"0 0 {WIDTH} {height}", role="img", aria_label=title
    ) + _key_of_bands(body)


def _key_of_bands(body: dict[str, Any]) -> Markup:
    """What the shaded hours are, once for each kind."""
    titles = {both_as_text(band.get("title")): band.get("title") for band in body.get("bands") or []}
    keys = [element("span", element("i", class_="swatch"), bilingual(title)) for title in titles.values()]
    return element("p", *keys, class_="hint plot-key") if keys else EMPTY


def _days(times: TimeAxis, top: float, bottom: float) -> Markup:
    """A line at each midnight and at each sixth hour, and the day's name under its noon."""
    drawn = []
    for midnight in times.midnights:
        for hour in (0, 6, 12, 18):
            x = times.x(midnight + timedelta(hours=hour))
            if x is not None:
                drawn.append(element("path", d=f"M{x} {top}V{bottom}", class_="day" if hour == 0 else "hour"))
        noon = times.x(midnight + timedelta(hours=12))
        if noon is not None:
            drawn.append(bilingual(date(midnight), "text", x=noon, y=bottom + 20, class_="when"))
    return EMPTY.join(drawn)


def _band(times: TimeAxis, band: dict[str, Any], top: float, bottom: float) -> Markup:
    left, right = times.x(band.get("from")), times.x(band.get("until"))
    if left is None or right is None:
        return EMPTY
    tip = element("title", both_as_text(band.get("title")))
    return element("rect", tip, x=left, y=top, width=round(right - left, 1), height=bottom - top, class_="rest")


def _label_rows(times: TimeAxis, moments: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], float, int]]:
    """Each moment with its place and the row of its label, the lowest in which it covers no other."""
    ends: list[float] = []
    for moment in moments:
        x = times.x(moment.get("at"))
        if x is None:
            continue
        row = next((row for row, end in enumerate(ends) if end < x), len(ends))
        ends[row : row + 1] = [x + 120]
        yield moment, x, row


def _moment(moment: dict[str, Any], x: float, row: int, bottom: float) -> Markup:
    y = HEAD + LABEL * row
    line = element("path", d=f"M{x} {y + 4}V{bottom}", class_="moment")
    dot = element("circle", cx=x, cy=y, r=3, class_="moment-dot")
    return line + dot + bilingual(moment.get("title"), "text", x=x + 7, y=y + 4, class_="moment-label")


def _panel(times: TimeAxis, panel: dict[str, Any], top: float) -> Markup:
    thresholds = panel.get("thresholds") or []
    lines = panel.get("lines") or []
    values = [value for line in lines for _, value in line["points"]] + [limit["value"] for limit in thresholds]
    axis = Axis.of(values, top, PANEL)
    right = times.left + times.width
    ticks = [
        element("path", d=f"M{LEFT} {axis.y(value)}H{right}", class_="tick")
        + element("text", text, x=LEFT - 8, y=axis.y(value) + 4, class_="scale")
        for value, text in axis.ticks
    ]
    heading = bilingual(panel.get("title"), "text", x=LEFT, y=top - 12, class_="heading")
    unit = element("text", panel.get("unit"), x=LEFT - 8, y=top - 12, class_="scale")
    limits = [_threshold(axis, limit, right) for limit in thresholds]
    drawn = [_line(times, axis, line, place) for line, place in zip(lines, _colours(lines), strict=True)]
    frame = element("rect", x=LEFT, y=top, width=times.width, height=PANEL, class_="frame")
    return EMPTY.join([*ticks, frame, heading, unit, *limits, *drawn, *_legend(lines, right, top - 12)])


def _colours(lines: list[dict[str, Any]]) -> list[int]:
    """The number of each line's colour: forecasts have their own, the others count on their own."""
    styles = [_style(str(line.get("kind"))) for line in lines]
    return [styles[:place].count(style) for place, style in enumerate(styles)]


def _threshold(axis: Axis, limit: dict[str, Any], right: float) -> Markup:
    y = axis.y(limit["value"])
    text = {language: f"{limit['value']:.2f} {title}" for language, title in limit["title"].items()}
    line = element("path", d=f"M{LEFT} {y}H{right}", class_="threshold")
    return line + bilingual(text, "text", x=right + 6, y=y + 4, class_="limit")


def _line(times: TimeAxis, axis: Axis, line: dict[str, Any], place: int) -> Markup:
    """A line through its points; a daily figure holds to the next midnight, and a step to the next value."""
    kind = str(line.get("kind"))
    there = [(times.x(at), axis.y(value), at, value) for at, value in line["points"]]
    points = [(x, y, at, value) for x, y, at, value in there if x is not None]
    if not points:
        return EMPTY
    if kind in ("daily", "steps"):
        ends = [x for x, *_ in points[1:]] + [_held_until(times, points[-1][0], kind)]
        path = "".join(
            f"{'M' if place == 0 else 'L'}{x} {y}H{end}"
            for place, ((x, y, *_), end) in enumerate(zip(points, ends, strict=True))
        )
    else:
        path = "M" + "L".join(f"{x} {y}" for x, y, *_ in points)
    drawn = element("path", d=path, class_=f"line {_style(kind)} n{place}")
    dots = [_dot(x, y, at, value, place) for x, y, at, value in points] if kind == "measured" else []
    return drawn + EMPTY.join(dots)


def _held_until(times: TimeAxis, x: float, kind: str) -> float:
    day = times.width * (timedelta(days=1) / (times.end - times.begin))
    return min(round(x + (day if kind == "daily" else day / 12), 1), times.left + times.width)


def _dot(x: float, y: float, at: object, value: float, place: int) -> Markup:
    moment = parse(at)
    tip = element("title", f"{moment:%Y-%m-%d %H:%M}  {value:g}" if moment else f"{value:g}")
    return element("circle", tip, cx=x, cy=y, r=2.4, class_=f"dot n{place}")


def _style(kind: str) -> str:
    return "forecast" if kind == "forecast" else "measured"


def _legend(lines: list[dict[str, Any]], right: float, y: float) -> Iterator[Markup]:
    """The lines' names over the panel, from the right."""
    for back, (place, line) in enumerate(reversed(list(zip(_colours(lines), lines, strict=True)))):
        x = right - 190 * (back + 1) + 12
        yield element("path", d=f"M{x} {y - 4}h26", class_=f"line {_style(str(line.get('kind')))} n{place}")
        yield bilingual(line.get("title"), "text", x=x + 32, y=y, class_="name")
