"""The texts of all exchanges as one block of JSON, from which the page draws an exchange when it is chosen."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from partnerlab.report.model import Event, Run, ScenarioSummary
from partnerlab.report.times import date_time

KEPT = (
    "number", "parent", "sender", "receiver", "via", "operation", "channel", "request", "answer", "lost", "faults",
    "findings", "masked",
)  # fmt: skip
# In a script element only these could end it or hide what follows; as escapes they mean the same to JSON.
_ESCAPES = {letter: f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def block(run: Run, words: dict[str, tuple[str, str]]) -> Markup:
    """The JSON, safe inside `<script type="application/json">` whatever a body holds."""
    parties = {name: party.get("title") for name, party in run.parties.items()}
    told = {
        "words": words,
        "parties": parties,
        "scenarios": {scenario.anchor: _scenario(scenario) for scenario in run.scenarios},
    }
    written = json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=str)
    for letter, escape in _ESCAPES.items():  # `translate` takes several times as long for megabytes
        written = written.replace(letter, escape)
    return Markup(written.encode("utf-8", "backslashreplace").decode())


def _scenario(scenario: ScenarioSummary) -> dict[str, Any]:
    return {"exchanges": {event.get("number"): _exchange(event) for event in scenario.exchanges}}


def _exchange(event: Event) -> dict[str, Any]:
    kept = {key: event[key] for key in KEPT if event.get(key) not in (None, [], "", 0)}
    times = {key: date_time(event[key]) for key in ("left", "answered") if event.get(key)}
    return kept | times
