"""What our side said of an agent's money that cannot be so."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Something that our side said of an agent's money, and that cannot be so."""

    en: str
    th: str
    expected: str
    seen: str
