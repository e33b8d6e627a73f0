"""How one check of a conformance run ended, and the code with which a pipeline is told of all of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from partnerlab.scenario.verdicts import Text


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The word of one check, whose fault it is, why, and how much was looked at on the way.

    What is only looked at beforehand, an address or a clock, tells nothing of the implementation by passing.
    """

    name: str
    verdict: str
    blame: str | None = None
    reason: Text | None = None
    steps: int = 1
    exchanges: int = 0
    seconds: float = 0.0
    is_precondition: bool = False


def exit_code(outcomes: Collection[CheckResult]) -> int:
    """0 if all that could be told is right, 1 if something is wrong or nothing could be told, 3 if the lab broke."""
    verdicts = {outcome.verdict for outcome in outcomes}
    if "error" in verdicts:
        return 3
    return 0 if proved_anything(outcomes) and not verdicts & {"fail", "not_received"} else 1


def proved_anything(outcomes: Collection[CheckResult]) -> bool:
    """Whether any check passed that tells something of the implementation."""
    return any(outcome.verdict == "pass" for outcome in outcomes if not outcome.is_precondition)
