"""The texts of all exchanges as one block of JSON, from which the page draws an exchange when it is chosen.

A body, headers or a moment that repeats stands once, in `shared`; an exchange has its number there in its place.
"""

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
SHARED_OF_MESSAGE, SHARED_OF_EXCHANGE = ("body", "headers"), ("left", "answered")
_SHORT = 40
"""Characters of JSON: what is shorter is not worth a number."""
_ESCAPES = {
    "</": "<\\/",
    "<!": "\\u003c!",
    "<s": "\\u003cs",
    "<S": "\\u003cS",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}
"""What could end a script element, or hide what follows in one; so written it means the same to JSON."""


def block(run: Run, words: dict[str, tuple[str, str]], waiting: dict[str, Any]) -> Markup:
    """The JSON, safe inside `<script type="application/json">` whatever a body holds; `waiting` is added to it."""
    parties = {name: party.get("title") for name, party in run.parties.items()}
    shared = _SharedValues()
    told = {
        "words": words,
        "parties": parties,
        "scenarios": {scenario.anchor: _scenario(scenario, shared) for scenario in run.scenarios},
        "shared": shared.values,
        **waiting,
    }
    written = _json(told)
    for text, escape in _ESCAPES.items():
        written = written.replace(text, escape)
    return Markup(written.encode("utf-8", "backslashreplace").decode())


class _SharedValues:
    """Values that exchanges have in common, each once; its number is its place in the list."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._numbers: dict[str, int] = {}

    def share(self, holder: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
        """The same, with numbers in place of long values."""
        return holder | {key: self._shared(holder[key]) for key in keys if key in holder}

    def _shared(self, value: Any) -> Any:
        """A value that is a number itself must not be taken for the place of another."""
        text = _json(value)
        if len(text) <= _SHORT and not isinstance(value, int | float):
            return value
        if text not in self._numbers:
            self._numbers[text] = len(self.values)
            self.values.append(value)
        return self._numbers[text]


def _scenario(scenario: ScenarioSummary, shared: _SharedValues) -> dict[str, Any]:
    return {"exchanges": {event.get("number"): _exchange(event, shared) for event in scenario.exchanges}}


def _exchange(event: Event, shared: _SharedValues) -> dict[str, Any]:
    kept = {key: event[key] for key in KEPT if event.get(key) not in (None, [], "", 0)}
    messages = {key: shared.share(kept[key], SHARED_OF_MESSAGE) for key in ("request", "answer") if key in kept}
    times = {key: date_time(event[key]) for key in SHARED_OF_EXCHANGE if event.get(key)}
    return shared.share(kept | messages | times, SHARED_OF_EXCHANGE)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
