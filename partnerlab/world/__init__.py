"""The world behind every register: one seeded population, and the calendar, money and dates it lives by."""

from partnerlab.errors import WorldError
from partnerlab.world.population import World

__all__ = ["World", "WorldError"]
