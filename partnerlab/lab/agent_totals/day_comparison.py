"""Compare the lab's count with our side's books, by agent and day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from partnerlab.lab.agent_totals.agent_totals import AgentTotals
from partnerlab.lab.agent_totals.day_sum import DaySum
from partnerlab.lab.system_under_test import HookFailed

SHOWN = "reconciliation"
"""The thing that our side shows: sheets with sums in satang and with what differs from an agent's report."""


class Place(NamedTuple):
    """Whose money, how it was handed over (`messages`, `payment_files`, `debit_results`), and the agent's own day."""

    partner: str
    way: str
    day: str


@dataclass(frozen=True, slots=True)
class ComparedDay:
    """The three terms of one agent's day; `sheet` is our side's, empty where it shows none of that day."""

    place: Place
    handed_over: DaySum
    sheet: Mapping[str, Any] = field(default_factory=dict)

    @property
    def booked(self) -> DaySum:
        return _sum(self.sheet, "booked")

    @property
    def reported(self) -> DaySum | None:
        return _sum(self.sheet, "reported") if self.sheet.get("reported") else None

    @property
    def agrees(self) -> bool:
        """Whether our side booked what was handed over; money of unknown outcome may be booked or not."""
        sure = self.handed_over.amount
        return sure <= self.booked.amount <= sure + self.handed_over.unsure


def compare_days(totals: AgentTotals, shown: Any) -> list[ComparedDay]:
    """Every agent's days; `HookFailed` where our side shows something else than sheets."""
    names = {code: partner for code, (partner, _) in totals.by_book_name().items()}
    sheets = {Place(names.get(one["agent"], one["agent"]), one["way"], one["day"]): one for one in _sheets(shown)}
    counted = {Place(*place): found for place, found in totals.by_day().items()}
    places = sorted(sheets.keys() | counted.keys())
    return [ComparedDay(place, counted.get(place, DaySum()), sheets.get(place, {})) for place in places]


def _sheets(shown: Any) -> list[dict[str, Any]]:
    sheets = shown.get("sheets") if isinstance(shown, dict) else None
    if isinstance(sheets, list) and all(_is_sheet(sheet) for sheet in sheets):
        return sheets
    raise HookFailed(f"show/{SHOWN} is answered with sheets of agent, way, day and booked; seen {str(shown)[:200]}")


def _is_sheet(sheet: Any) -> bool:
    named = isinstance(sheet, dict) and all(isinstance(sheet.get(name), str) for name in ("agent", "way", "day"))
    return named and _is_sum(sheet.get("booked")) and (not sheet.get("reported") or _is_sum(sheet["reported"]))


def _is_sum(told: Any) -> bool:
    return isinstance(told, dict) and all(type(told.get(name)) is int for name in ("count", "amount"))


def _sum(sheet: Mapping[str, Any], name: str) -> DaySum:
    told = sheet.get(name) or {}
    return DaySum(told.get("count", 0), told.get("amount", 0))
