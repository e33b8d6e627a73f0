"""How far a run of scenarios is while somebody watches it, gathered from the events that its reports are made of."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

Event = Mapping[str, Any]

_GOOD = frozenset({"pass", "skip", "omit"})
_MOST = 100
"""Scenarios that did not pass of which it is told; the report has them all."""


class WatchedRun:
    """The scenario that is being played, step by step, and how those before it ended. Of no run until it hears one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._planned = 0
        self._verdicts: dict[str, int] = {}
        self._current: dict[str, Any] | None = None
        self._steps: dict[int, dict[str, Any]] = {}
        self._wrong: list[dict[str, Any]] = []
        self.playing = False

    def hear(self, event: Event) -> None:
        """Take in one event of the run."""
        hear = getattr(self, f"_{event['event']}", None)
        if hear is not None:
            with self._lock:
                hear(event)

    def status(self) -> dict[str, Any]:
        with self._lock:
            current = self._current and self._current | {"steps": list(map(dict, self._steps.values()))}
            return {
                "playing": self.playing,
                "planned": self._planned,
                "done": sum(self._verdicts.values()),
                "verdicts": dict(self._verdicts),
                "current": current,
                "wrong": list(self._wrong[:_MOST]),
            }

    def _run_started(self, event: Event) -> None:
        self._planned, self.playing = event["scenarios"], True

    def _run_finished(self, event: Event) -> None:
        self.playing = False

    def _scenario_started(self, event: Event) -> None:
        self._current = {"scenario": event["scenario"], "title": event["title"], "file": event["file"]}
        self._steps = {}

    def _step_started(self, event: Event) -> None:
        step = {"step": event["step"], "line": event["line"], "text": event["text"]}
        self._steps[event["step"]] = step | {"verdict": None, "reason": None}

    def _step_finished(self, event: Event) -> None:
        if step := self._steps.get(event["step"]):
            step.update(verdict=event["verdict"], reason=event["reason"])

    def _scenario_finished(self, event: Event) -> None:
        word = event["verdict"]
        self._verdicts[word] = self._verdicts.get(word, 0) + 1
        if word not in _GOOD and self._current:
            end = {"verdict": word, "blame": event["blame"], "reason": event["reason"]}
            self._wrong.append(self._current | end)
