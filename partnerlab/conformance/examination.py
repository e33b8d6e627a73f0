"""Checks held one after the other against somebody's implementation, told as the same events that scenarios are."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from partnerlab import __version__, ending
from partnerlab.contract.personal import PersonalField
from partnerlab.lab.journal import Exchange
from partnerlab.lab.lab import Lab
from partnerlab.scenario import events
from partnerlab.scenario.masking import mask_all
from partnerlab.scenario.runner import as_verdict
from partnerlab.scenario.verdicts import Text, Verdict, exit_code_of

Listener = Callable[[dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must hold. `act` raises a `Verdict` where it does not, or where it cannot be told.

    `id` is `partner/operation/what`, as the id of a scenario is its path; `party` is whose implementation it is.
    """

    id: str
    title: Text
    party: str
    act: Callable[[], None]
    personal: Callable[[], list[PersonalField]] = list


@dataclass
class Examination:
    """All checks of one subject (an address, a file), and how each ended."""

    lab: Lab
    subject: str
    mode: str
    listener: Listener
    words: list[str] = field(default_factory=list)

    def run(self, checks: Iterable[Check]) -> list[str]:
        """Hold every check, also after one that failed; the words in which they ended."""
        checks, begun = list(checks), time.perf_counter()
        self._tell("run_started", **self._facts(len(checks)))
        for check in checks:
            ending.heed()
            self.words.append(self._hold(check))
        self._finish(time.perf_counter() - begun)
        return self.words

    def _hold(self, check: Check) -> str:
        begun, before = time.perf_counter(), self.lab.journal.last
        self._tell("scenario_started", scenario=check.id, **self._about(check))
        self._tell("step_started", scenario=check.id, step=1, line=None, kind="check", text=check.title)
        listen = partial(self._exchanged, check)
        self.lab.journal.listeners.append(listen)
        try:
            verdict = _verdict_of(check)
        finally:
            self.lab.journal.listeners.remove(listen)
        ended = _told(verdict, self._personal(check))
        self._tell("step_finished", scenario=check.id, step=1, near_misses=[], **ended)
        self._tell(
            "scenario_finished", scenario=check.id, steps=1, exchanges=self.lab.journal.last - before,
            seconds=round(time.perf_counter() - begun, 4),
            **{key: ended[key] for key in ("verdict", "blame", "reason")},
        )  # fmt: skip
        return str(ended["verdict"])

    def _personal(self, check: Check) -> list[PersonalField]:
        exchanged = [found for exchange in self.lab.journal for found in exchange.personal]
        return exchanged + check.personal()

    def _exchanged(self, check: Check, exchange: Exchange) -> None:
        self.listener(events.exchange(self.lab, check, 1, exchange))

    def _facts(self, checks: int) -> Mapping[str, Any]:
        return {
            "seed": self.lab.seed, "version": __version__, "python": platform.python_version(),
            "sut": self.subject, "mode": self.mode, "scenarios": checks,
        }  # fmt: skip

    def _about(self, check: Check) -> Mapping[str, Any]:
        party = self.lab.kit.partner(check.party)
        return {
            "title": check.title, "file": self.subject, "proves": [], "seed": self.lab.seed,
            "start": self.lab.clock.now.isoformat(),
            "parties": [{"name": party.name, "title": party.title, "kind": "partner"}],
        }  # fmt: skip

    def _finish(self, seconds: float) -> None:
        self._tell(
            "run_finished", verdicts={word: self.words.count(word) for word in dict.fromkeys(self.words)},
            scenarios=len(self.words), steps=len(self.words), exchanges=self.lab.journal.last,
            seconds=round(seconds, 3), exit_code=exit_code_of(self.words), requirements=[],
        )  # fmt: skip

    def _tell(self, event: str, **facts: Any) -> None:
        self.listener({"event": event, **facts})


def _verdict_of(check: Check) -> Verdict | None:
    try:
        check.act()
    except Exception as bad:  # told as a verdict: the other checks are held all the same
        return as_verdict(bad)
    return None


def _told(verdict: Verdict | None, personal: list[PersonalField]) -> dict[str, Any]:
    if verdict is None:
        return {"verdict": "pass", "blame": None, "reason": None, "expected": None, "actual": None}
    said = {"reason": verdict.reason, "expected": verdict.expected, "actual": verdict.actual}
    covered: dict[str, Any] = mask_all(said, personal)
    return {"verdict": verdict.word, "blame": verdict.blame, **covered}
