"""The predicted level at Samlae: a function of the moment, that rises and falls as tides do."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from partnerlab.world.register_facts.tides import CHART_BELOW_SEA, tide_level

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31))


@given(moment=MOMENTS)
def test_it_moves_slowly_and_stays_within_what_a_river_does(moment: datetime) -> None:
    assert abs(tide_level(moment + timedelta(hours=1)) - tide_level(moment)) < 50
    assert -130 < tide_level(moment) < 210


@given(moment=MOMENTS)
def test_a_day_has_its_ebb_and_its_flood(moment: datetime) -> None:
    day = [tide_level(moment + timedelta(hours=hour)) for hour in range(25)]
    assert max(day) - min(day) > 15


@given(moment=MOMENTS)
def test_chart_heights_are_never_below_nothing(moment: datetime) -> None:
    assert tide_level(moment) + CHART_BELOW_SEA > 0
