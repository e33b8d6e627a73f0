"""Materials in the store (พัสดุ), and the slips by which a crew draws them (ใบเบิกพัสดุ)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Material:
    """One material by its number without leading zeros; a `deleted` one can be drawn no more."""

    number: str
    name: str
    unit: str
    deleted: bool
