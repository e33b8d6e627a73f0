"""The result of one check of a conformance run, and the exit code for all of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from partnerlab.scenario.verdicts import Text

_BAD = frozenset({"fail", "not_received", "error"})
_ON_THE_WAY = frozenset({"configuration", "network"})


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The word of one check, whose fault it is, why, and how much was looked at on the way.

    `proves` is false where passing tells nothing of the implementation: an address and a clock are only looked at
    beforehand, and who refuses everybody refuses wrong credentials too.
    """

    name: str
    verdict: str
    blame: str | None = None
    reason: Text | None = None
    steps: int = 1
    exchanges: int = 0
    seconds: float = 0.0
    proves: bool = True


def exit_code(outcomes: Collection[CheckResult]) -> int:
    """0 if all that could be told is right, 1 if something is wrong or nothing could be told, 3 if the lab broke."""
    verdicts = {outcome.verdict for outcome in outcomes}
    if "error" in verdicts:
        return 3
    return 0 if _any_proof(outcomes) and not verdicts & _BAD else 1


def proved_nothing(outcomes: Collection[CheckResult]) -> bool:
    """Whether the run says neither good nor bad of the implementation: all that went wrong lay before it."""
    found = any(outcome.verdict in _BAD and outcome.blame not in _ON_THE_WAY for outcome in outcomes)
    return not found and not _any_proof(outcomes)


def _any_proof(outcomes: Collection[CheckResult]) -> bool:
    return any(outcome.verdict == "pass" and outcome.proves for outcome in outcomes)
