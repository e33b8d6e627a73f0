"""Dams: every day's water is the same for every asking, and the books of each balance from day to day."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerlab.world.register_facts.dams import MEDIUM, Dam, daily_water, large_dams, medium_reservoirs

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
DAMS = st.sampled_from([*large_dams(), *medium_reservoirs(1)])


@given(dam=DAMS, day=DAYS, seed=st.integers(1, 1000))
def test_tomorrow_is_today_and_inflow_less_release_and_loss(dam: Dam, day: date, seed: int) -> None:
    today, tomorrow = daily_water(seed, dam, day), daily_water(seed, dam, day + timedelta(days=1))
    assert today.volume + today.inflow - today.released - today.lost == tomorrow.volume
    assert min(today.inflow, today.released, today.lost) >= 0


@given(dam=DAMS, day=DAYS)
def test_a_dam_is_never_empty_and_never_far_over_full(dam: Dam, day: date) -> None:
    volume = daily_water(1, dam, day).volume
    assert dam.dead <= volume and 0 < volume < 2 * dam.storage


@given(dam=DAMS, day=DAYS)
def test_no_day_brings_a_flood_that_was_never_seen(dam: Dam, day: date) -> None:
    assert daily_water(1, dam, day).inflow <= max(dam.storage // 20, 1)


def test_the_same_day_is_the_same_for_every_asking_and_another_for_another_seed() -> None:
    pasak, day = large_dams()[20], date(2026, 11, 10)
    assert daily_water(1, pasak, day) == daily_water(1, pasak, day) != daily_water(2, pasak, day)


def test_dams_are_full_after_the_rains_and_low_before_them() -> None:
    bhumibol = large_dams()[0]
    assert daily_water(1, bhumibol, date(2026, 11, 20)).volume > daily_water(1, bhumibol, date(2026, 7, 1)).volume


def test_there_are_as_many_as_are_published() -> None:
    assert len(large_dams()) == 35 == len({dam.id for dam in large_dams()})
    assert Counter(dam.region for dam in medium_reservoirs(1)) == Counter(MEDIUM)
    assert sum(dam.by_egat for dam in large_dams()) == 10


def test_reservoirs_have_gappy_numbers_in_no_order_and_share_names() -> None:
    numbers = [int(dam.id[3:]) for dam in medium_reservoirs(1)]
    assert len(set(numbers)) == len(numbers) and numbers != sorted(numbers)
    assert max(numbers) > len(numbers)
    names = Counter(dam.name for dam in medium_reservoirs(1))
    assert names.most_common(1)[0][1] > 1
    assert any(name.startswith("อ่างเก็บน้ำ ") for name in names)


@pytest.mark.parametrize("seed", [1, 2026])
@pytest.mark.parametrize("name", ["อ่างเก็บน้ำคลองใหญ่", "อ่างเก็บน้ำดอกกราย"])
def test_a_reservoir_has_its_public_name_in_its_region_whatever_the_seed(seed: int, name: str) -> None:
    found = [dam for dam in medium_reservoirs(seed) if dam.name == name and dam.region == "ภาคตะวันออก"]
    assert len(found) == 1
    assert len({dam.id for dam in medium_reservoirs(seed)}) == sum(MEDIUM.values())
