"""The list of what a partner has to show, ticked by what arrives."""

from __future__ import annotations

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
    """One thing to show. `advice` says how; `number` is the exchange that showed it, `miss` the last near miss."""

    name: str
    title: Text
    advice: Text
    look: Look = field(repr=False)
    number: int | None = None
    miss: Text | None = None

    @property
    def state(self) -> State:
        return "done" if self.number is not None else "near" if self.miss else "awaited"

    def hear(self, exchange: Exchange) -> bool:
        """Whether the exchange changed how the step stands; what was shown stays shown."""
        if self.number is not None or (seen := self.look(exchange)) is None:
            return False
        if seen is SHOWN:
            self.number = exchange.number
            return True
        changed, self.miss = seen != self.miss, seen
        return changed


class Checklist:
    """All steps of one partner; `on_change` hears of each that was shown or nearly so."""

    def __init__(
        self, partner: str, steps: Iterable[ChecklistStep], on_change: Callable[[ChecklistStep], None]
    ) -> None:
        self._partner, self._on_change = partner, on_change
        self.steps = list(steps)

    def hear(self, exchange: Exchange) -> None:
        """An exchange of anybody is over; the partner's own are looked at, also where its key does not show them."""
        if self._partner not in (exchange.sender, exchange.receiver) and not exchange.own_client:
            return
        for step in self.steps:
            if step.hear(exchange):
                self._on_change(step)

    @property
    def left(self) -> list[ChecklistStep]:
        """Steps that were not shown yet."""
        return [step for step in self.steps if step.state != "done"]


def first_failure(exchange: Exchange) -> Text | None:
    """What was wrong with it, in the words of the judge."""
    found = failures(exchange.findings)
    return finding_text(found[0]) if found else None


def finding_text(finding: Finding) -> Text:
    """A finding as one sentence."""
    return {"en": str(finding), "th": thai_finding(finding.as_dict())}
