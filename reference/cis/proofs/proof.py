"""A proof: its state, and the few facts that are kept of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Matter(StrEnum):
    """The matters that a register can prove."""

    VETERAN = "veteran"
    LAND = "land"
    VAT = "vat"


class Standing(StrEnum):
    """How a proof stands; a paper copy is asked only while the register gives no answer (มท 0309/ว0627)."""

    PROVED = "proved"
    REFUSED = "refused"
    CARD_NEEDED = "card_needed"
    ASK_AGAIN = "ask_again"
    PAPER_ASKED = "paper_asked"


DECIDED = frozenset({Standing.PROVED, Standing.REFUSED})
"""What a register that does not answer leaves as it is."""


@dataclass(frozen=True, slots=True)
class Proof:
    """`reason` is Thai; `facts` are those that the matter needs later, never the register's whole answer."""

    standing: Standing
    reason: str | None = None
    facts: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def decides(self) -> bool:
        return self.standing in DECIDED


def proved(**facts: str | None) -> Proof:
    return Proof(Standing.PROVED, None, facts)


def refused(reason: str) -> Proof:
    return Proof(Standing.REFUSED, reason)
