"""The list of what a partner has to show, ticked by what arrives."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from partnerlab.contract.findings import Finding, failures
from partnerlab.lab.journal import Exchange
from partnerlab.report.finding_words.thai_findings import thai_finding
from partnerlab.scenario.verdicts import Text

Look = Callable[[Exchange], Text | None]
"""What an exchange means for a step: `SHOWN`, a near miss in words, or nothing to do with it."""

SHOWN: Text = {"en": "", "th": ""}

State = Literal["awaited", "near", "done"]


@dataclass
class ChecklistStep:
    """One thing to show. `advice` says how; `shown` is the exchange that showed it, `near` that of the last `miss`.

    What was shown stays shown, unless the step is `revocable`: then a later miss takes it back. One that is `provoked`
    is shown by a message that is wrong on purpose.
    """

    name: str
    title: Text
    advice: Text
    look: Look = field(repr=False)
    shown: Exchange | None = field(default=None, repr=False)
    near: Exchange | None = field(default=None, repr=False)
    miss: Text | None = None
    revocable: bool = False
    provoked: bool = False

    @property
    def number(self) -> int | None:
        """The number of the exchange that showed it."""
        return self.shown.number if self.shown else None

    @property
    def state(self) -> State:
        return "done" if self.shown else "near" if self.miss else "awaited"

    def hear(self, exchange: Exchange) -> bool:
        """Whether the exchange changed how the step stands."""
        if (self.shown and not self.revocable) or (seen := self.look(exchange)) is None:
            return False
        before = self.state
        if seen is SHOWN:
            self.shown = self.shown or exchange
            return before != "done"
        changed = before == "done" or seen != self.miss
        self.shown, self.miss, self.near = None, seen, exchange
        return changed


@dataclass(frozen=True, slots=True)
class Stray:
    """What came and is wrong, and which no step speaks of: `miss` says what is wrong with it."""

    exchange: Exchange
    miss: Text


_KEPT = 50
"""Strays that are remembered."""


class Checklist:
    """All steps of one partner.

    `on_change` is called for each step that was shown or nearly shown, `on_stray` for an exchange that fits none.
    """

    def __init__(
        self,
        partner: str,
        steps: Iterable[ChecklistStep],
        on_change: Callable[[ChecklistStep], None],
        on_stray: Callable[[Stray], None] = lambda stray: None,
    ) -> None:
        self._partner, self._on_change, self._on_stray = partner, on_change, on_stray
        self.steps = list(steps)
        self.strays: deque[Stray] = deque(maxlen=_KEPT)

    def hear(self, exchange: Exchange) -> None:
        """Tick the steps that a finished exchange of the partner shows, even one with a wrong key."""
        if self._partner not in (exchange.sender, exchange.receiver) and not exchange.own_client:
            return
        changed = [step for step in self.steps if step.hear(exchange)]
        for step in changed:
            self._on_change(step)
        miss = first_failure(exchange)
        meant = any(step.provoked and step.shown is exchange for step in changed)
        if _is_greeting(exchange) or meant or not (miss and exchange.own_client):
            return
        if not any(_speaks_of(step, miss) for step in self.steps):
            self.strays.append(Stray(exchange, miss))
            self._on_stray(self.strays[-1])

    @property
    def left(self) -> list[ChecklistStep]:
        """Steps that were not shown yet."""
        return [step for step in self.steps if step.state != "done"]


def _is_greeting(exchange: Exchange) -> bool:
    """Whether it only asks who is there, as `doctor` does."""
    return exchange.channel == "http" and exchange.request.method == "HEAD" and exchange.request.path == "/"


def _speaks_of(step: ChecklistStep, miss: Text) -> bool:
    return step.state == "near" and step.miss is not None and miss["en"] in step.miss["en"]


def first_failure(exchange: Exchange) -> Text | None:
    """What was wrong with it, in the words of the judge."""
    found = failures(exchange.findings)
    return finding_text(found[0]) if found else None


def finding_text(finding: Finding) -> Text:
    """A finding as one sentence."""
    return {"en": str(finding), "th": thai_finding(finding.as_dict())}
