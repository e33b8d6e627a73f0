"""The state's share of a month's water for the holder of a welfare card (MWA's rule of April 2566)."""

from __future__ import annotations

MOST = 100_00
"""Satang that the state pays of a month at the most."""

NONE_ABOVE = 315_00
"""Satang of a month above which the state pays nothing."""


def welfare_support(water_charge: int) -> int:
    """The part of a month's water charge that the state pays, in satang; the holder pays the rest."""
    return 0 if water_charge > NONE_ABOVE else min(water_charge, MOST)
