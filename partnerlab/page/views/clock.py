"""The lab's clock: what time it is, and the ways to let time pass."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, g, redirect, request
from markupsafe import Markup

from partnerlab.page.fragments import answer, changed, filled, is_fragment, live

clock = Blueprint("clock", __name__)

STEPS = (
    ("by 15 minutes", "clock.quarter"),
    ("by 1 hour", "clock.hour"),
    ("to next day 08:30", "clock.next_day"),
    ("to next business day 08:30", "clock.business_day"),
    ("to month end", "clock.month_end"),
)
"""Steps of time in the words of a scenario, and the words on their buttons."""


def clock_face() -> Markup:
    """The time as it is, which asks for itself again."""
    status = g.control.get("clock")
    return live("clock", f"{current_app.config['PREFIX']}/clock", 2, filled("clock_face.html.j2", clock=status))


@clock.get("/clock")
def show_clock() -> Response:
    return answer(clock_face())


@clock.post("/clock")
def advance() -> Response:
    """Let time pass in the words of a scenario, or until a partner's cut-off is over."""
    cut_off = request.form.get("cut_off")
    words = f"past the cut-off of {cut_off}" if cut_off else request.form.get("advance", "").strip()
    g.control.put("clock", body={"advance": words})
    if is_fragment():
        return changed(str(clock_face()))
    return redirect(request.referrer or f"{current_app.config['PREFIX']}/", 303)  # type: ignore[return-value]


@clock.app_context_processor
def clock_controls() -> dict[str, object]:
    """What the bar at the top of every page draws."""
    return {"clock_face": clock_face, "clock_steps": STEPS, "cut_offs": _cut_offs}


def _cut_offs() -> list[dict[str, object]]:
    """The partners whose business day ends at an agreed time."""
    return [partner for partner in g.control.get("partners")["partners"] if partner["cut_off"]]
