"""How one check of a conformance run ended, and the code with which a pipeline is told of all of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from partnerlab.scenario.verdicts import Text


@dataclass(frozen=True, slots=True)
class Outcome:
    """The word of one check, whose fault it is, why, and how much was looked at on the way.

    What is only looked at beforehand, an address or a clock, tells nothing of the implementation by passing.
    """

    name: str
    word: str
    blame: str | None = None
    reason: Text | None = None
    steps: int = 1
    exchanges: int = 0
    seconds: float = 0.0
    beforehand: bool = False


def exit_code(outcomes: Collection[Outcome]) -> int:
    """0 if all that could be told is right, 1 if something is wrong or nothing could be told, 3 if the lab broke."""
    words = {outcome.word for outcome in outcomes}
    if "error" in words:
        return 3
    told = any(outcome.word == "pass" for outcome in outcomes if not outcome.beforehand)
    return 0 if told and not words & {"fail", "not_received"} else 1
