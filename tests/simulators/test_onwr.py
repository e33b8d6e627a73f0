"""ONWR receives rows: the shared body at its own address, up to a month back, unless it is down."""

from __future__ import annotations

from typing import Any

import pytest

from partnerlab.lab.exchange.simulator_app import simulator_apps
from partnerlab.lab.lab import Lab

PUMPING = {"station_oldcode": "S1", "pump_datetime": "2026-11-23 10:00", "pump_rate": 55.5}


def post(lab: Lab, row: Any, key: str | None = None) -> tuple[int, Any]:
    headers = {"X-Api-Key": key or lab.credentials.of("onwr", "api_key")}
    answer = simulator_apps(lab)["onwr"].test_client().post("/api/v1/provider/mwa/pumping", json=row, headers=headers)
    assert not lab.failures.errors
    return answer.status_code, answer.json


def test_a_row_is_taken_once_and_corrected_by_other_values(lab: Lab) -> None:
    assert [post(lab, row) for row in (PUMPING, PUMPING, PUMPING | {"pump_rate": 0})] == [
        (200, {"result": "OK", "data": {"id": 1, "corrected": False}}),
        (409, {"result": "NO", "data": "duplicate row"}),
        (200, {"result": "OK", "data": {"id": 1, "corrected": True}}),
    ]


@pytest.mark.parametrize(
    ("change", "status", "why"),
    [
        ({"pump_datetime": "2026-10-24 10:00"}, 200, None),
        ({"pump_datetime": "2026-10-24 09:59"}, 422, "ข้อมูลย้อนหลังต้องไม่เกิน 30 วัน"),
        ({"station_oldcode": "S3"}, 422, "invalid station"),
        ({"pump_rate": -1}, 400, None),
    ],
)
def test_a_row_has_its_time_and_station(lab: Lab, change: Any, status: int, why: str | None) -> None:
    seen, body = post(lab, PUMPING | change)
    assert (seen, body["data"] if why else None) == (status, why)


def test_a_wrong_key_opens_nothing(lab: Lab) -> None:
    assert post(lab, PUMPING, key="guessed") == (401, {"result": "NO", "data": "invalid api key"})


def test_while_it_is_away_it_keeps_nothing(lab: Lab) -> None:
    lab.set_state("onwr", "the office is away")
    assert post(lab, PUMPING)[0] == 503
    lab.set_state("onwr", "the office is back")
    assert post(lab, PUMPING)[1]["data"] == {"id": 1, "corrected": False}
