"""What the state pays of a month's water: MWA's rule at its edges."""

from __future__ import annotations

import pytest

from reference.cis.money.welfare_support import welfare_support


@pytest.mark.parametrize(
    ("charge", "support"), [(0, 0), (9999, 9999), (10000, 10000), (10001, 10000), (31500, 10000), (31501, 0)]
)
def test_the_state_pays_up_to_100_baht_and_nothing_above_315(charge: int, support: int) -> None:
    assert welfare_support(charge) == support
