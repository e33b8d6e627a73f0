"""The list of a sandbox: what was shown, what is still awaited, and how something was nearly shown."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, g, render_template, request
from markupsafe import Markup

from partnerlab.page.fragments import answer, filled, live

checklist = Blueprint("checklist", __name__)


@checklist.get("/checklist")
def checklist_page() -> str:
    return render_template("checklist.html.j2", part=steps_part(), listed=_listed(), shown=_personal() == "shown")


@checklist.get("/checklist/steps")
def steps() -> Response:
    return answer(steps_part())


def steps_part() -> Markup:
    """The steps as they stand; they tick themselves by what arrives."""
    inner = filled("checklist_steps.html.j2", listed=_listed())
    asked = "?personal=shown" if _personal() else ""
    return live("steps", f"{current_app.config['PREFIX']}/checklist/steps{asked}", 1, inner)


def _listed() -> object:
    return g.control.get("checklist", personal=_personal())


def _personal() -> str | None:
    return "shown" if request.args.get("personal") == "shown" else None
