"""VAT registrations, which only the Revenue Department knows: a company's branches, and since when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Protocol

from partnerlab.world.people.company import ACTIVE

HEAD_OFFICE = 0
_WITH_BRANCH_ONE_IN = 4


class Drawn(Protocol):
    """A world from which further facts can be drawn."""

    def draw(self, tag: str, number: int, bound: int) -> int:
        """A seeded number below `bound`."""


class Registered(Protocol):
    """A company of the population."""

    number: int
    status: str
    registered: date
    vat_registered: bool


def vat_branches(world: Drawn, company: Registered) -> tuple[int, ...]:
    """The numbers of the registered branches, the head office first; none of a company that is not in business."""
    if not company.vat_registered or company.status != ACTIVE:
        return ()
    has_branch = world.draw("vat branch", company.number, _WITH_BRANCH_ONE_IN) == 0
    return (HEAD_OFFICE, 1) if has_branch else (HEAD_OFFICE,)


def first_day(world: Drawn, company: Registered, branch: int) -> date:
    """The first day of business of a branch: that of the head office within a month of the founding."""
    return company.registered + timedelta(days=world.draw("vat first day", company.number, 30) + 90 * branch)
