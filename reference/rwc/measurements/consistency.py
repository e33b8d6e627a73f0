"""Whether salinity, conductivity and dissolved solids, measured together, can be of one water.

Of river water below 1 g/L salinity is some 4.2 ten-thousandths of the conductivity, near the sea up to 5.3; dissolved
solids are 0.56 to 0.58 of it (W 3.3). The limits are wider than that by what rounding and probes do.
"""

from __future__ import annotations

from collections.abc import Mapping

_LIMITS = {
    ("salinity", "conductivity"): (3.3e-4, 6.0e-4),
    ("tds", "conductivity"): (0.48, 0.68),
    ("salinity", "tds"): (5.5e-4, 10.5e-4),
}
"""Least and most of the first, as a share of the second."""

_ROUNDING = {"salinity": 0.01, "tds": 5.0}


def doubtful(values: Mapping[str, float]) -> set[str]:
    """The parameters that contradict the others; where it cannot be told which one is wrong, all that disagree."""
    apart = [pair for pair in _LIMITS if pair[0] in values and pair[1] in values and not _agree(values, pair)]
    if not apart:
        return set()
    common = set(apart[0]).intersection(*apart)
    return common if len(common) == 1 else {name for pair in apart for name in pair}


def _agree(values: Mapping[str, float], pair: tuple[str, str]) -> bool:
    (least, most), (first, second) = _LIMITS[pair], pair
    spread = _ROUNDING[first]
    return least * values[second] - spread <= values[first] <= most * values[second] + spread
