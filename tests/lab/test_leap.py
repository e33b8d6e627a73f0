"""A leap of time leaves what many short steps leave: nothing is skipped on the way, and nothing done twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from partnerlab.lab.channels.in_process_http import WsgiChannel, session
from partnerlab.lab.deployment import reference_rwc
from partnerlab.lab.environment import file_variables, variables
from partnerlab.lab.exchange.simulator_app import simulator_apps
from partnerlab.lab.lab import Lab
from partnerlab.lab.our_side import RWC
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.system_under_test import System

START = datetime(2026, 1, 5, 8, 0)
DAYS = 3
MEASURED = {"ph": 7.1, "turbidity": 40.0, "salinity": 0.2, "conductivity": 400.0, "pump_rate": 50.0}
TABLES = ("reading", "poll", "outbox", "alert", "logged")


def stores_after(kit: Registry, step: timedelta, state: tuple[str, str] | None) -> dict[str, list[Any]]:
    """Every row of the raw-water system after some days in steps of this length, a day of measurements on the way."""
    lab = Lab(kit)
    try:
        urls = {name: f"http://{name}.lab" for name in simulator_apps(lab)}
        app: Any = reference_rwc(variables(lab, urls) | file_variables(lab), session(simulator_apps(lab)))
        rwc = lab.systems[RWC] = System(WsgiChannel(app), RWC)
        lab.systems.cast([RWC])
        lab.reset(START)
        lab.run_due_work()
        if state:
            lab.set_state(*state)
        series = {name: [value * (1 + hour % 5) for hour in range(24)] for name, value in MEASURED.items()}
        rwc.job("log", {"station": "S1", "at": "2026-01-06T00:00:00+07:00", "every_minutes": 60, "values": series})
        for _ in range(timedelta(days=DAYS) // step):
            lab.advance(lab.clock.now + step)
        with app.extensions[RWC].db.read() as db:
            return {table: [*map(tuple, db.exec_driver_sql(f"SELECT * FROM {table} ORDER BY id"))] for table in TABLES}
    finally:
        lab.close()


@pytest.mark.parametrize(
    "state", [None, ("rid_dams", "the day's figures are not in yet"), ("nectec_salinity", "the run is late")]
)
def test_a_leap_leaves_what_hourly_steps_leave(kit: Registry, state: tuple[str, str] | None) -> None:
    leap = stores_after(kit, timedelta(days=DAYS), state)
    steps = stores_after(kit, timedelta(hours=1), state)
    assert leap == steps
    assert len(leap["reading"]) > 1_000, "many readings are kept"
    assert {row[7] for row in leap["outbox"]} >= {"2026-01-06T01:10:00+07:00"}, "what was measured is reported"
