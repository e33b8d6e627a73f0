"""The partners as cards, and one partner with its states and faults, which a click sets and clears."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from flask import Blueprint, Response, current_app, g, redirect, render_template, request
from markupsafe import Markup

from partnerlab.page.fragments import answer, changed, filled, is_fragment, live
from partnerlab.page.typed_words import typed_words
from partnerlab.report.translations import in_language

partners = Blueprint("partners", __name__)

PLACES = ("answer", "delivery", "message", "way", "file", "reception", "visit", "forward")
"""Where a fault strikes, in the order in which the page lists them."""


@partners.get("/")
def overview() -> str:
    return render_template("overview.html.j2", cards=partner_cards())


@partners.get("/cards")
def cards() -> Response:
    return answer(partner_cards())


def partner_cards() -> Markup:
    """All partners, or those in whose names `q` is, as cards that ask for themselves again."""
    wanted = request.args.get("q", "").strip()
    everybody = g.control.get("partners")["partners"]
    shown = [partner for partner in everybody if wanted.lower() in _searched(partner)]
    facts = g.control.get("states")["facts"]
    inner = filled("cards.html.j2", partners=shown, faults=_set_faults(), facts=facts)
    return live("cards", f"{current_app.config['PREFIX']}/cards", 2, inner, hx_include="#find")


def _searched(partner: dict[str, Any]) -> str:
    title = partner["title"]
    return " ".join([partner["name"], title["en"], title["th"], *partner["capabilities"]]).lower()


def _set_faults() -> dict[str, list[dict[str, Any]]]:
    """The faults that are set, by partner."""
    faults = defaultdict(list)
    for fault in g.control.get("faults")["set"]:
        faults[fault["partner"]].append(fault)
    return faults


@partners.get("/partners/<name>")
def partner(name: str) -> str:
    """One partner: as a panel beside the cards, or as a page of its own."""
    if is_fragment():
        return render_template("partner_panel.html.j2", **_partner(name))
    return render_template("partner.html.j2", **_partner(name))


def _partner(name: str) -> dict[str, Any]:
    states = g.control.get("states", partner=name)
    (chosen,) = [partner for partner in g.control.get("partners")["partners"] if partner["name"] == name]
    kinds = defaultdict(list)
    faults = g.control.get("faults", partner=name)
    for kind in faults["kinds"]:
        kinds[kind["strikes"]].append(kind)
    return {
        "partner": chosen,
        "states": sorted(states["states"], key=lambda state: in_language(state["title"], g.language)),
        "facts": states["facts"][name],
        "faults": faults["set"],
        "kinds": {place: kinds[place] for place in PLACES if place in kinds},
        "operations": [*chosen["answers"], *(sent["operation"] for sent in chosen["sends"])],
    }


@partners.post("/partners/<name>/states")
def set_state(name: str) -> Response:
    """Put the partner, or somebody of the population in its registers, into a named state."""
    number, kind = request.form.get("number", "").strip(), request.form.get("of")
    of = {"of": {kind: int(number) if number.isdecimal() else number}} if kind else {}
    g.control.post("states", body={"partner": name, "state": request.form.get("state", "")} | of)
    return _after_act(name)


@partners.post("/partners/<name>/faults")
def add_fault(name: str) -> Response:
    """Let the partner misbehave, in one operation or in all, so many times or until it is cleared."""
    form = request.form
    step: dict[str, Any] = {"partner": name, "fault": form.get("fault", "")}
    if form.get("operation"):
        step["operation"] = form["operation"]
    if times := form.get("times", "").strip():
        step["times"] = int(times) if times.isdecimal() else times
    g.control.post("faults", body=step | {"with": typed_words(form)})
    return _after_act(name)


@partners.post("/partners/<name>/faults/clear")
def clear_faults(name: str) -> Response:
    g.control.delete("faults", partner=name)
    return _after_act(name)


@partners.post("/faults/clear")
def clear_all_faults() -> Response:
    g.control.delete("faults")
    if is_fragment():
        return changed("")
    return redirect(f"{current_app.config['PREFIX']}/", 303)  # type: ignore[return-value]


def _after_act(name: str) -> Response:
    """The panel as it is now; a click on a card leaves the panel alone."""
    if not is_fragment():
        return redirect(f"{current_app.config['PREFIX']}/partners/{name}", 303)  # type: ignore[return-value]
    if request.form.get("from") == "card":
        return changed("")
    return changed(render_template("partner_panel.html.j2", **_partner(name)))
