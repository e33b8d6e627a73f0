"""Numbers that a partner counts up: of its messages, its files, its requests of a day."""

from __future__ import annotations

from datetime import date

from partnerlab.lab.partners.partner_world import PartnerWorld


def next_number(world: PartnerWorld, series: str) -> int:
    """The next number of a series, from 1; a series that restarts daily has the day in its name."""
    numbers = world.table("numbers")
    numbers[series] = number = int(numbers.get(series, 0)) + 1
    return number


def next_of_today(world: PartnerWorld) -> int:
    """The next number of today's series."""
    return next_of_day(world, world.now.date())


def next_of_day(world: PartnerWorld, day: date) -> int:
    """The next number of a day's series."""
    return next_number(world, day.isoformat())
