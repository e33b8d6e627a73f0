"""The predicted level at Samlae: a function of the moment, that rises and falls as tides do."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerlab.world.register_facts.tides import CHART_BELOW_SEA, TIDE_STATIONS, TideStation, tide_level

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


@pytest.mark.parametrize("station", TIDE_STATIONS, ids=lambda station: station.code)
@given(moment=MOMENTS)
def test_the_wave_travels_up_the_river(station: TideStation, moment: datetime) -> None:
    """What the water does at a station it does at Samlae some hours later, damped; the last is Samlae itself."""
    there = _rise(moment, station)
    here = _rise(moment + timedelta(minutes=station.ahead), TIDE_STATIONS[-1])
    assert abs(there - here * station.tide / 100) <= 4


def test_stations_stand_from_the_sea_upstream() -> None:
    assert sorted(TIDE_STATIONS, key=lambda station: -station.ahead) == list(TIDE_STATIONS)
    assert sorted(TIDE_STATIONS, key=lambda station: -station.tide) == list(TIDE_STATIONS)


def _rise(moment: datetime, station: TideStation) -> int:
    return tide_level(moment + timedelta(hours=1), station) - tide_level(moment, station)
