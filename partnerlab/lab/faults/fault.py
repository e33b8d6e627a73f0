"""A fault: one named way of misbehaving, with the context that it may use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any, Literal

from partnerlab.errors import InputError

FaultTarget = Literal["answer", "delivery", "message", "file", "way", "forward", "reception", "visit"]
"""What a fault strikes: an answer, how a message or a file is delivered, what stands in a message that is sent, when
either sets off (`way`), a message that a gateway forwards, a file of ours at the partner's door (`reception`), or a
step of our visit to its page (`visit`).
"""


class FaultError(InputError):
    """A fault that does not exist, or is set in a way it cannot work."""


@dataclass(frozen=True, slots=True)
class FaultContext:
    """Randomness, the lab's time, what this one fault remembers of the messages before, and the step of a visit."""

    random: Random
    now: datetime
    memory: dict[str, Any]
    step: str = ""


@dataclass(frozen=True, slots=True)
class FaultKind:
    """One way of misbehaving: what it strikes, the function that does it, and the words it takes.

    `takes` names the type of each word. A kind with `when` strikes only the messages for which that is true.
    One that `breaks_contract` does so on purpose: what it breaks then is no mistake. `channel` is the only file channel
    that it can happen on.
    """

    name: str
    place: FaultTarget
    apply: Callable[..., Any]
    needs: frozenset[str]
    takes: dict[str, str]
    when: Callable[..., bool] | None = None
    breaks_contract: bool = False
    channel: str | None = None


@dataclass(slots=True)
class Fault:
    """A kind that is set on a partner. `times` counts down; None means until it is taken away."""

    name: str
    kind: FaultKind
    partner: str
    operation: str | None = None
    times: int | None = None
    words: dict[str, Any] = field(default_factory=dict)
    memory: dict[str, Any] = field(default_factory=dict)

    def fits(self, partner: str, operation: str) -> bool:
        """Whether it strikes this operation of this partner, if it is not used up."""
        alive = self.times is None or self.times > 0
        return alive and self.partner == partner and self.operation in (None, operation)

    def spend(self) -> None:
        if self.times is not None:
            self.times -= 1

    @property
    def breaks_contract(self) -> bool:
        return self.kind.breaks_contract
