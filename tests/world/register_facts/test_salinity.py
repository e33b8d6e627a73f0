"""Salt at Samlae: fresh while the river is high, up with the tide when it is dry; forecasts lose their way slowly."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from partnerlab.world.register_facts.salinity import HORIZON, forecast_salinity, salinity
from partnerlab.world.register_facts.tides import tide_level

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31))
HOURS = [timedelta(hours=hour) for hour in range(24 * 14)]


def test_the_dry_months_pass_the_watch_level_and_the_wet_ones_stay_fresh() -> None:
    dry, wet = ([salinity(start + hour) for hour in HOURS] for start in (datetime(2026, 3, 1), datetime(2026, 10, 1)))
    assert max(dry) > 250 and max(dry) < 500
    assert max(wet) < 150


def test_salt_comes_with_the_tide() -> None:
    march = [datetime(2026, 3, 1) + hour for hour in HOURS]
    highest, lowest = max(march, key=tide_level), min(march, key=tide_level)
    assert salinity(highest) > salinity(lowest)


@given(issued=MOMENTS, lead=st.integers(1, HORIZON), seed=st.integers(1, 100))
def test_a_forecast_is_off_by_no_more_than_its_lead_allows(issued: datetime, lead: int, seed: int) -> None:
    truth = salinity(issued + timedelta(hours=lead))
    assert abs(forecast_salinity(seed, issued, lead) - truth) <= 40 * lead / HORIZON + 1


def test_another_run_of_the_same_moment_says_otherwise() -> None:
    issued = datetime(2026, 3, 1, 6)
    first, second = ([forecast_salinity(1, issued, lead, run) for lead in range(1, HORIZON + 1)] for run in (1, 2))
    assert first != second
    assert first == [forecast_salinity(1, issued, lead) for lead in range(1, HORIZON + 1)]
