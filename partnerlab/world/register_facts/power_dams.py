"""Dams of the power authority: the same dams as in `dams`, with facts that only it knows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from partnerlab import yamlio
from partnerlab.world.register_facts.dams import Dam, large_dams

FILE = Path(__file__).with_name("power_dams.yaml")


@dataclass(frozen=True, slots=True)
class PowerDam:
    """A dam under the authority's own code; levels are metres above mean sea level."""

    dam: Dam
    code: str
    river: str
    basin: int
    latitude: float
    longitude: float
    empty_level: int
    full_level: int

    def level(self, volume: int) -> float:
        """The level at a volume (thousands of cubic metres), as if the reservoir's sides were steep."""
        share = (volume - self.dam.dead) / (self.dam.storage - self.dam.dead)
        return round(self.empty_level + share * (self.full_level - self.empty_level), 2)


@cache
def power_dams() -> tuple[PowerDam, ...]:
    """In the order in which large dams are listed."""
    known = yamlio.load(FILE).data
    return tuple(_power_dam(dam, *known[dam.id]) for dam in large_dams() if dam.by_egat)


def _power_dam(dam: Dam, code: str, river: str, basin: int, latitude: Any, longitude: Any, *levels: int) -> PowerDam:
    empty, full = levels
    return PowerDam(dam, code, river, basin, float(latitude), float(longitude), empty, full)
