"""Salinity, conductivity and dissolved solids of one water, and dams whose days add up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rwc_support import Rwc, dam, day_list

from reference.rwc.measurements.consistency import doubtful

MEASURED_IN_2020 = [
    (0.20, 477, 270), (0.18, 437, 250), (0.21, 515, 290), (0.21, 517, 290), (0.35, 827, 472), (0.43, 996, 570),
    (0.47, 1095, 630), (11.49, 22031, 12664),
]  # fmt: skip


@pytest.mark.parametrize(("salinity", "conductivity", "tds"), MEASURED_IN_2020)
def test_what_was_really_measured_agrees(salinity: float, conductivity: float, tds: float) -> None:
    assert doubtful({"salinity": salinity, "conductivity": conductivity, "tds": tds}) == set()


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"salinity": 2.1, "conductivity": 515.0, "tds": 290.0}, {"salinity"}),
        ({"salinity": 0.21, "conductivity": 5150.0, "tds": 290.0}, {"conductivity"}),
        ({"salinity": 0.21, "conductivity": 515.0, "tds": 2900.0}, {"tds"}),
        ({"salinity": 0.6, "conductivity": 515.0}, {"salinity", "conductivity"}),
        ({"salinity": 0.6}, set()),
        ({"ph": 7.4}, set()),
    ],
)
def test_what_contradicts_the_others_is_doubtful(values: dict[str, float], wrong: set[str]) -> None:
    assert doubtful(values) == wrong


RIVER = st.integers(150, 22_000)
"""Conductivity in microsiemens a centimetre, from fresh to near the sea."""


def _measured(conductivity: int, salt: float, solids: float) -> dict[str, float]:
    """What loggers tell of one water: salt and dissolved solids follow from the conductivity, as W 3.3 has them."""
    salinity = round(conductivity * (salt + 1.0e-4 * min(1.0, conductivity / 22_000)), 2)
    return {"conductivity": float(conductivity), "salinity": salinity, "tds": float(round(conductivity * solids))}


@given(conductivity=RIVER, salt=st.floats(4.1e-4, 4.3e-4), solids=st.floats(0.56, 0.58))
def test_readings_of_one_water_agree_from_fresh_to_salt(conductivity: int, salt: float, solids: float) -> None:
    assert doubtful(_measured(conductivity, salt, solids)) == set()


@given(
    conductivity=RIVER,
    name=st.sampled_from(["salinity", "conductivity", "tds"]),
    factor=st.floats(2.5, 10) | st.floats(0.05, 0.4),
)
def test_one_reading_that_is_off_is_named(conductivity: int, name: str, factor: float) -> None:
    values = _measured(conductivity, 4.2e-4, 0.57)
    assert name in doubtful(values | {name: values[name] * factor})


@pytest.mark.parametrize(("volume", "balances"), [(801.0, True), (812.0, False)])
def test_a_dams_volume_follows_from_the_day_before(rwc: Rwc, volume: float, balances: bool) -> None:
    def answer(path: str, body: object) -> tuple[int, object]:
        day = rwc.partners.today if path.endswith("public") else path.rpartition("/")[2]
        kind = path.split("/")[3]
        figures = {"volume": 800.0 if day < "2026-11-11" else volume, "inflow": 3.5, "outflow": 2.0}
        return 200, day_list(day, dam(**figures), kind=kind)

    rwc.partners.answer = answer
    rwc.clock("2026-11-11 10:00")
    (source,) = rwc.show("balance", "100301@2026-11-11")["sources"]
    assert (source["expected"], source["balances"]) == (801.5, balances)
