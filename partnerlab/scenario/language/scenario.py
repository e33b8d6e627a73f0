"""A scenario as typed data for the runner, with the line of each step."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from partnerlab.lab.our_side import CIS
from partnerlab.lab.partners.registry import Registry

KINDS = (
    "sends", "receives", "receives_nothing", "advance", "run_job", "shows", "set_state", "set_fault", "clear_faults",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `party` and `operation` are the two halves of `PARTNER.OPERATION`."""

    kind: str
    number: int
    line: int
    value: str
    words: dict[str, Any] = field(default_factory=dict)

    @property
    def party(self) -> str:
        return self.value.partition(".")[0]

    @property
    def operation(self) -> str | None:
        return self.value.partition(".")[2] or None


@dataclass(frozen=True, slots=True)
class Story:
    """One scenario. `id` is its path below the folder of scenarios, without `.yaml`.

    `exactly` names partners, or `PARTNER.OPERATION`, that receive nothing beside what steps list.
    """

    id: str
    file: Path
    title: dict[str, str]
    proves: list[str]
    start: datetime
    given: dict[str, Any]
    steps: list[Step]
    expect_findings: list[dict[str, Any]] = field(default_factory=list)
    exactly: tuple[str, ...] = ()

    @property
    def forms(self) -> dict[str, str]:
        """By partner, the form of its interface that this scenario uses in place of the one in force."""
        forms: dict[str, str] = self.given.get("forms", {})
        return forms

    def parties(self) -> list[str]:
        """Every party a step names, in order of appearance."""
        return list(dict.fromkeys(step.party for step in self.steps if step.kind != "advance"))

    def systems(self, kit: Registry) -> list[str]:
        """The systems of our side that take part: a step's own, or those that its partners are linked with."""
        given = [item["partner"] for word in ("states", "faults") for item in self.given.get(word, [])]
        named = [kit.partners[name].system if name in kit.partners else name for name in (*self.parties(), *given)]
        accounts = [CIS] if self.given.get("accounts") else []
        return list(dict.fromkeys([*accounts, *named])) or [CIS]
