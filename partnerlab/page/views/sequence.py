"""Exchanges as the sequence diagram of the reports; each arrow leads to its exchange."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app, g
from markupsafe import Markup

from partnerlab.page.words import known, word
from partnerlab.report.html.diagram import EMPTY, diagram
from partnerlab.report.model import ScenarioSummary
from partnerlab.report.translations import LANGUAGES

__all__ = ["EMPTY", "sequence"]


_WIDTH = 480
"""Pixels: a diagram stands beside a list, and only one with many parties is scrolled."""


def sequence(exchanges: Sequence[Mapping[str, Any]]) -> Markup:
    """The diagram of these exchanges, in the order in which they passed."""
    scenario = ScenarioSummary("live", "live", {}, events=[{"step": 0} | dict(event) for event in exchanges])
    address = f"{current_app.config['PREFIX']}/journal/{{number}}"
    return diagram(scenario, _parties(), address, _WIDTH)


def _parties() -> dict[str, dict[str, Any]]:
    """The partners, and our side's systems, by name."""
    partners = {
        partner["name"]: {"name": partner["name"], "title": partner["title"]}
        for partner in g.control.get("partners")["partners"]
    }
    systems = {system["name"]: _system(system["name"]) for system in g.control.get("systems")["systems"]}
    return partners | systems


def _system(name: str) -> dict[str, Any]:
    key = f"system.{name}"
    title = {language: word(key, language) if known(key) else name for language in LANGUAGES}
    return {"name": name, "kind": "system", "title": title}
