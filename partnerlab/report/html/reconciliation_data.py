"""The reconciliation of a whole run: what differs, the totals of each agent and channel, and all days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from partnerlab.report.model import Event, Run, ScenarioSummary
from partnerlab.report.times import date
from partnerlab.report.translations import WORDS, in_both_languages


@dataclass(slots=True)
class Money:
    """How many payments, and their satang."""

    count: int = 0
    satang: int = 0

    def add(self, told: Any) -> None:
        sums = told or {}
        self.count, self.satang = self.count + int(sums.get("count", 0)), self.satang + int(sums.get("amount", 0))

    def __add__(self, other: Money) -> Money:
        return Money(self.count + other.count, self.satang + other.satang)

    def __str__(self) -> str:
        return f"{baht(self.satang)} ({self.count:,})"


@dataclass(slots=True)
class Terms:
    """The terms that must be equal; `reported` is None where no agent reports anything."""

    handed_over: Money = field(default_factory=Money)
    booked: Money = field(default_factory=Money)
    reversed: Money = field(default_factory=Money)
    reported: Money | None = None
    unsure: int = 0
    differs: int = 0
    """How many things differ."""

    def add(self, day: Event) -> None:
        for name in ("handed_over", "booked", "reversed"):
            getattr(self, name).add(day.get(name))
        if day.get("reported"):
            self.reported = self.reported or Money()
            self.reported.add(day["reported"])
        self.unsure += int((day.get("handed_over") or {}).get("unsure", 0))
        self.differs += len(day.get("differences") or []) + (not day.get("agrees", True))

    def __add__(self, other: Terms) -> Terms:
        reported = [terms.reported for terms in (self, other) if terms.reported]
        return Terms(
            self.handed_over + other.handed_over,
            self.booked + other.booked,
            self.reversed + other.reversed,
            sum(reported, Money()) if reported else None,
            self.unsure + other.unsure,
            self.differs + other.differs,
        )


@dataclass(slots=True)
class Difference:
    """One difference between two books; an unknown amount is a dash."""

    scenario: ScenarioSummary
    place: tuple[Any, Any, Any]
    kind: Any
    reference: str
    ours: str
    theirs: str
    gap: str


@dataclass(slots=True)
class Reconciliation:
    """What the page shows; `days` are in the order of the run, those that differ first."""

    differences: list[Difference]
    totals: list[tuple[Any, Any, Terms]]
    days: list[tuple[ScenarioSummary, tuple[Any, Any, Any], Terms]]

    @property
    def total(self) -> Terms:
        """Of all agents and channels."""
        return sum((terms for _, _, terms in self.totals), Terms())


def reconciliation(run: Run) -> Reconciliation | None:
    """None where no agent handed money over, or where the system under test shows no reconciliation."""
    titles = {name: party.get("title") or name for name, party in run.parties.items()}
    told = [(scenario, day) for scenario in run.scenarios for day in scenario.days]
    if not told:
        return None
    totals: dict[tuple[str, str], Terms] = {}
    days = []
    for scenario, day in told:
        terms = Terms()
        terms.add(day)
        totals.setdefault((str(day.get("partner")), str(day.get("way"))), Terms()).add(day)
        days.append((scenario, _place(day, titles), terms))
    differences = [line for scenario, day in told for line in _differences(scenario, day, titles)]
    by_agent = [(titles.get(name, name), _way(way), terms) for (name, way), terms in sorted(totals.items())]
    by_agent.sort(key=lambda total: not total[2].differs)
    return Reconciliation(differences, by_agent, sorted(days, key=lambda day: not day[2].differs))


def baht(satang: int) -> str:
    """`1,234.50`."""
    return f"{'-' if satang < 0 else ''}{abs(satang) // 100:,}.{abs(satang) % 100:02d}"


def _differences(scenario: ScenarioSummary, day: Event, titles: dict[str, Any]) -> Iterator[Difference]:
    place = _place(day, titles)
    if not day.get("agrees", True):
        ours, theirs = (int((day.get(term) or {}).get("amount", 0)) for term in ("booked", "handed_over"))
        kind = in_both_languages("reconciliation.not_booked")
        yield Difference(scenario, place, kind, "—", baht(ours), baht(theirs), baht(theirs - ours))
    for told in day.get("differences") or []:
        ours, theirs = int(told.get("ours") or 0), told.get("theirs")
        reference = " · ".join(str(told[name]) for name in ("reference", "file") if told.get(name)) or "—"
        amounts = ("—", "—") if theirs is None else (baht(int(theirs)), baht(int(theirs) - ours))
        yield Difference(scenario, place, _word("kind", told.get("kind")), reference, baht(ours), *amounts)


def _place(day: Event, titles: dict[str, Any]) -> tuple[Any, Any, Any]:
    name = str(day.get("partner"))
    return titles.get(name, name), _way(day.get("way")), date(day.get("day"))


def _way(way: Any) -> Any:
    return _word("way", way)


def _word(stem: str, name: Any) -> Any:
    """In both languages; a word that this version does not know is shown as it is."""
    key = f"reconciliation.{stem}.{name}"
    return in_both_languages(key) if key in WORDS else str(name)
