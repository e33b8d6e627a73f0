"""A disagreement: a statement of our side about an agent's money that contradicts the lab's count."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The statement in English and Thai, with what was expected and what was seen."""

    en: str
    th: str
    expected: str
    seen: str
