"""The run that is being played: its scenario step by step, and what did not pass so far."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, g, render_template
from markupsafe import Markup

from partnerlab.page.fragments import answer, filled, live
from partnerlab.page.views.journal import diagram_part

watched_run = Blueprint("watched_run", __name__)


@watched_run.get("/run")
def run_page() -> str:
    return render_template("run.html.j2", part=run_part(), diagram=diagram_part())


@watched_run.get("/run/steps")
def steps() -> Response:
    return answer(run_part())


def run_part() -> Markup:
    """How far it is; asks for itself several times a second, for a step is short."""
    inner = filled("run_steps.html.j2", run=g.control.get("run"))
    return live("run", f"{current_app.config['PREFIX']}/run/steps", 0.5, inner)
