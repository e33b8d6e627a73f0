"""Degrees on the map grid, against points whose place on it is known by another way."""

from __future__ import annotations

import pytest

from partnerlab.world.places.utm import utm_47n


def test_the_grid_begins_at_the_equator_500_km_west_of_its_meridian() -> None:
    assert utm_47n(0, 99) == (500_000.0, 0.0)


def test_it_is_the_same_on_both_sides_of_the_meridian() -> None:
    (west, low), (east, high) = utm_47n(13.75, 97.5), utm_47n(13.75, 100.5)
    assert (low, west + east) == (high, pytest.approx(1_000_000, abs=0.02))


def test_a_degree_along_the_meridian_at_the_latitude_of_bangkok() -> None:
    (_, south), (_, north) = utm_47n(13.25, 99), utm_47n(14.25, 99)
    assert (north - south) / 0.9996 == pytest.approx(110_637, abs=5)
