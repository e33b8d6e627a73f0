"""A story while it is played, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from partnerlab.contract.personal_data import PersonalField
from partnerlab.lab.lab import Lab
from partnerlab.scenario.fixtures import identities
from partnerlab.scenario.language.scenario import Step, Story
from partnerlab.scenario.met_elements import MetElement
from partnerlab.scenario.story_rules.expected_findings import ExpectedFindings
from partnerlab.scenario.verdicts import Verdict


@dataclass
class ScenarioRun:
    """One story being played: the names it knows, and which exchanges a step has claimed."""

    lab: Lab
    story: Story
    names: dict[str, Any] = field(default_factory=dict)
    claimed: set[int] = field(default_factory=set)
    step: int = 0
    forgotten: dict[str, int] = field(default_factory=dict)
    """By partner whose state was set: the exchange up to which it may have lost what it took."""
    drawn: list[Any] = field(default_factory=list)
    """What the step has shown to be drawn."""
    expected: ExpectedFindings = field(init=False)

    def __post_init__(self) -> None:
        self.expected = ExpectedFindings(self.story.expect_findings)

    def personal(self) -> list[PersonalField]:
        """The values that reports must cover: those that were exchanged, and those of the fixtures."""
        exchanged = [field for exchange in self.lab.journal for field in exchange.personal]
        return exchanged + [found for thing in self.names.values() for found in identities(thing)]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a scenario ended. `personal` holds the values that reports must cover.

    `audit_log`: how many look-ups of usage our side has on record, and the head of their hash chain, if there were any.
    `met` is what it met of all that is documented, if that was asked for and the story passed.
    """

    story: Story
    word: str
    blame: str | None
    verdict: Verdict | None
    failed_step: Step | None
    steps: int
    exchanges: int
    seconds: float
    personal: list[PersonalField] = field(default_factory=list)
    audit_log: dict[str, Any] | None = None
    met: frozenset[MetElement] = frozenset()
