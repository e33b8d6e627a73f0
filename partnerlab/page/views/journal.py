"""The journal as it grows: the newest exchanges, and older ones page by page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, g, render_template, request
from markupsafe import Markup

from partnerlab.page.exchange_words import verdict_of
from partnerlab.page.fragments import answer, filled, live
from partnerlab.page.views.sequence import EMPTY, sequence

journal = Blueprint("journal", __name__)

ROWS = 100
"""Exchanges on one page, so that a page stays quick when thousands have passed."""

DRAWN = 40
"""Exchanges in one diagram: more than that nobody reads from top to bottom."""

RECENT = 12
"""Exchanges beside the cards."""


@journal.get("/journal")
def journal_page() -> str:
    part = diagram_part() if request.args.get("as") == "diagram" else rows_part()
    return render_template("journal.html.j2", part=part, partners=g.control.get("partners")["partners"], asked=_asked())


@journal.get("/journal/rows")
def rows() -> Response:
    return answer(rows_part())


@journal.get("/journal/diagram")
def diagram_rows() -> Response:
    return answer(diagram_part())


@journal.get("/journal/recent")
def recent() -> Response:
    return answer(recent_part())


def rows_part() -> Markup:
    """One page of rows, the newest first; the newest page asks for itself again."""
    exchanges, older = _page(ROWS)
    inner = filled("journal_rows.html.j2", exchanges=_judged(exchanges), asked=_asked(), older=_older(exchanges, older))
    return _part("rows", inner)


def diagram_part() -> Markup:
    """The same as a diagram, in the order in which it passed."""
    exchanges, older = _page(DRAWN)
    drawn = sequence(exchanges) if exchanges else EMPTY
    return _part(
        "diagram", filled("journal_diagram.html.j2", drawn=drawn, asked=_asked(), older=_older(exchanges, older))
    )


def recent_part() -> Markup:
    """The last few exchanges, for the page of the partners."""
    newest = g.control.get("journal", newest=RECENT)
    inner = filled("recent.html.j2", exchanges=_judged(newest["exchanges"]), last=newest["last"])
    return live("recent", f"{current_app.config['PREFIX']}/journal/recent", 1, inner)


@journal.app_context_processor
def parts() -> dict[str, object]:
    return {"recent_part": recent_part}


def _asked() -> dict[str, str]:
    """What the visitor narrows the journal by."""
    return {name: request.args[name] for name in ("party", "wrong", "before") if request.args.get(name)}


def _page(count: int) -> tuple[list[dict[str, Any]], bool]:
    """The last exchanges that are asked for, in order, and whether there are older ones."""
    exchanges = g.control.get("journal", newest=count + 1, **_asked())["exchanges"]
    return exchanges[-count:], len(exchanges) > count


def _older(exchanges: list[dict[str, Any]], older: bool) -> str | None:
    """The query of the page before, if there is one."""
    return urlencode(_asked() | {"before": exchanges[0]["number"]}) if older else None


def _part(name: str, inner: Markup) -> Markup:
    url = f"{current_app.config['PREFIX']}/journal/{name}?{urlencode(_asked())}".rstrip("?")
    return live("journal", url, 10 if "before" in _asked() else 1, inner)


def _judged(exchanges: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The newest first, each with its verdict."""
    return [exchange | {"verdict": verdict_of(exchange)} for exchange in reversed(exchanges)]
