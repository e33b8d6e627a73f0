"""What the quality of a reading means for pumping: no zero of a dead probe makes water sweet."""

from __future__ import annotations

import pytest

from reference.rwc.measurements.quality import pumping_level, usable_quality, volume_quality


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


@pytest.mark.parametrize(
    ("value", "storage", "quality"),
    [(118, 100, "good"), (200, 100, "good"), (201, 100, "impossible"), (9e9, None, "good")],
)
def test_a_dam_is_never_more_than_twice_full(value: float, storage: float | None, quality: str) -> None:
    assert volume_quality(value, storage) == quality


@pytest.mark.parametrize(
    ("value", "volume", "dead", "quality"),
    [
        (52.0, 90.0, 38.0, "good"),
        (52.8, 90.0, 38.0, "good"),
        (96.0, 90.0, 38.0, "impossible"),
        (None, 90.0, 38.0, "missing"),
        (52.0, None, 38.0, "missing"),
    ],
)
def test_a_usable_volume_fits_its_volume(value: float, volume: float, dead: float, quality: str) -> None:
    assert usable_quality(value, volume, dead) == quality
