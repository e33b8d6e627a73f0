"""The exchanges and changes of one step, as input of the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from partnerlab.lab.agent_totals.day_comparison import SHOWN, ComparedDay, compare_days
from partnerlab.lab.journal import Exchange
from partnerlab.lab.lab import Lab
from partnerlab.lab.our_side import CIS


@dataclass
class StepActivity:
    """What happened since the last step, and our side's books after it, read once for all rules.

    `acted`: our side did something by itself, or the story ends here (`ends`). `forgotten`: up to which exchange a
    partner has lost what it took, for its state was set.
    """

    lab: Lab
    exchanges: Sequence[Exchange]
    acted: bool = True
    ends: bool = False
    forgotten: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def books(self) -> dict[str, Any] | None:
        """Nothing where no money can have moved, or where our side does not show its books."""
        moved = self.acted or any(self._agent(exchange) for exchange in self.exchanges)
        if not moved or not self.lab.systems.plays(CIS) or not self.lab.system.hooked:
            return None
        return self.lab.system.books()

    @cached_property
    def days(self) -> list[ComparedDay]:
        """Each agent's days, reconciled; empty where none handed money over, or where our side shows no such thing."""
        if not self.lab.agent_totals.by_day() or not self.lab.systems.plays(CIS) or not self.lab.system.hooked:
            return []
        shown = self.lab.system.show(SHOWN, "all")
        return compare_days(self.lab.agent_totals, shown.body) if shown.status == 200 else []

    def _agent(self, exchange: Exchange) -> bool:
        partners = (self.lab.kit.partners.get(party) for party in exchange.parties())
        return any(partner is not None and partner.pays for partner in partners)
