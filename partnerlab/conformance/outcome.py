"""How one check of a conformance run ended, and the code with which a pipeline is told of all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from partnerlab.scenario.verdicts import Text


@dataclass(frozen=True, slots=True)
class Outcome:
    """The word of one check, whose fault it is, why, and how much was looked at on the way."""

    name: str
    word: str
    blame: str | None = None
    reason: Text | None = None
    steps: int = 1
    exchanges: int = 0
    seconds: float = 0.0


def exit_code(outcomes: Iterable[Outcome]) -> int:
    """0 if all that could be told is right, 1 if something is wrong or nothing could be told, 3 if the lab broke."""
    words = {outcome.word for outcome in outcomes}
    if "error" in words:
        return 3
    return 1 if words & {"fail", "not_received"} or "pass" not in words else 0
