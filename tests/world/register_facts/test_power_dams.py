"""The power authority's dams are those that the list of large dams says it operates."""

from __future__ import annotations

import pytest

from partnerlab.world.register_facts.dams import large_dams
from partnerlab.world.register_facts.power_dams import power_dams


def test_they_are_the_dams_that_it_operates_each_under_a_code_of_its_own() -> None:
    assert [power.dam for power in power_dams()] == [dam for dam in large_dams() if dam.by_egat]
    assert len({power.code for power in power_dams()}) == 10
    assert (power_dams()[0].code, power_dams()[0].dam.name) == ("BB", "เขื่อนภูมิพล")


def test_the_level_is_full_at_normal_storage_and_falls_with_the_volume() -> None:
    bhumibol = power_dams()[0]
    assert bhumibol.level(bhumibol.dam.storage) == 260
    assert bhumibol.level(bhumibol.dam.dead) == 213
    assert bhumibol.level(8_631_000) == pytest.approx(236.5, abs=0.01)
