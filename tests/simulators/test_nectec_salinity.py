"""NECTEC: one run each morning for seven days ahead, what may be wrong with it, and the rows that it takes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from partnerlab.lab.clock import aware
from partnerlab.lab.exchange.simulator_app import simulator_apps
from partnerlab.lab.lab import Lab


def forecast(lab: Lab, station: str = "S1", key: str | None = None) -> Any:
    headers = {"X-Api-Key": key or lab.credentials.of("nectec_salinity", "api_key")}
    client = simulator_apps(lab)["nectec_salinity"].test_client()
    answer = client.get("/api/v1/forecast/salinity", query_string={"station": station}, headers=headers)
    assert not lab.failures.errors
    assert not [finding for exchange in lab.journal for finding in exchange.findings if finding.side == "answer"]
    return answer


def values(run: Any) -> list[float]:
    return [float(hour["salinityforecast_value"]) for hour in run["data"]]


def test_a_run_tells_every_hour_of_seven_days(lab: Lab) -> None:
    first = datetime(2026, 11, 23, 7)
    hours = [(first + timedelta(hours=lead)).strftime("%Y-%m-%d %H:%M") for lead in range(168)]
    assert [hour["salinityforecast_datetime"] for hour in forecast(lab).json["data"]] == hours


def test_the_run_of_the_day_is_the_same_until_the_next(lab: Lab) -> None:
    run = forecast(lab).json
    assert (run["issued_at"], run["unit"], len(run["data"])) == ("2026-11-23 06:00", "g/L", 168)
    assert run["data"][-1]["salinityforecast_datetime"] == "2026-11-30 06:00"
    lab.clock.move(aware(datetime(2026, 11, 24, 5, 59)))
    assert forecast(lab).json == run
    lab.clock.move(aware(datetime(2026, 11, 24, 6, 0)))
    assert forecast(lab).json["issued_at"] == "2026-11-24 06:00"


def test_a_run_may_be_late_short_in_another_unit_or_replaced(lab: Lab) -> None:
    right = forecast(lab).json
    lab.set_state("nectec_salinity", "the run was replaced")
    again = forecast(lab).json
    assert (again["issued_at"], again["id"] - right["id"]) == (right["issued_at"], 1)
    assert values(again) != values(right)
    lab.set_state("nectec_salinity", "the run is in PSU")
    assert forecast(lab).json["unit"] == "PSU"
    lab.set_state("nectec_salinity", "the run is shorter than seven days")
    assert len(forecast(lab).json["data"]) == 96
    lab.set_state("nectec_salinity", "the run tells milligrams as grams")
    assert values(forecast(lab).json) == pytest.approx([1000 * value for value in values(again)[:96]])
    lab.set_state("nectec_salinity", "the run is late")
    assert forecast(lab).json["issued_at"] == "2026-11-22 06:00"


@pytest.mark.parametrize(("station", "key", "status"), [("S3", None, 404), ("S1", "guessed", 401), ("สำแล", None, 400)])
def test_who_asks_wrongly_is_refused(lab: Lab, station: str, key: str | None, status: int) -> None:
    assert forecast(lab, station, key).status_code == status


def test_it_takes_a_row_once(lab: Lab) -> None:
    client = simulator_apps(lab)["nectec_salinity"].test_client()
    headers = {"X-Api-Key": lab.credentials.of("nectec_salinity", "api_key")}
    row = {"station_oldcode": "S1", "pump_datetime": "2026-11-23 10:00", "pump_rate": 0}
    sent = [client.post("/api/v1/provider/mwa/pumping", json=row, headers=headers).status_code for _ in range(2)]
    assert sent == [200, 409]
