"""What the quality of a reading means for pumping: no zero of a dead probe makes water sweet."""

from __future__ import annotations

import pytest

from reference.rwc.measurements.quality import pumping_level


@pytest.mark.parametrize(
    ("value", "how", "found"),
    [
        (0.25, "good", "normal"),
        (0.26, "good", "watch"),
        (0.50, "good", "watch"),
        (0.51, "good", "stop"),
        (0.0, "dead", "unknown"),
        (0.2, "stale", "unknown"),
        (None, "missing", "unknown"),
    ],
)
def test_what_salt_means_for_pumping(value: float | None, how: str, found: str) -> None:
    assert pumping_level(value, how) == found
