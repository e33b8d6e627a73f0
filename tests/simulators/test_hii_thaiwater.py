"""HII receives rows: keys, stations, moments, and a repeated row (W 3)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from partnerlab.lab.exchange.simulator_app import simulator_apps
from partnerlab.lab.lab import Lab

ROW = {
    "waterquality_station_oldcode": "S1", "waterquality_datetime": "2026-11-23 10:00", "waterquality_ph": 7.4,
    "waterquality_do": 3.9, "waterquality_temp": 31.0, "waterquality_turbid": None, "waterquality_salinity": 0.21,
    "waterquality_conductivity": 515, "waterquality_tds": 290, "waterquality_status": "ปกติ", "probe_faults": [],
}  # fmt: skip
PUMPING = {"station_oldcode": "S1", "pump_datetime": "2026-11-23 10:00", "pump_rate": 0}


def post(lab: Lab, row: Any, what: str = "waterquality", key: str | None = None) -> tuple[int, Any]:
    headers = {"X-Api-Key": key or lab.credentials.of("hii_thaiwater", "api_key")}
    path = f"/api/v1/thaiwater30/provider/mwa/{what}"
    answer = simulator_apps(lab)["hii_thaiwater"].test_client().post(path, json=row, headers=headers)
    assert not lab.failures.errors
    return answer.status_code, answer.json


def test_a_row_is_taken_numbered_and_known_again(lab: Lab) -> None:
    taken = [post(lab, row) for row in (ROW, ROW, ROW | {"waterquality_ph": 7.5})]
    assert taken == [
        (200, {"result": "OK", "data": {"id": 1, "corrected": False}}),
        (409, {"result": "NO", "data": "duplicate row"}),
        (200, {"result": "OK", "data": {"id": 1, "corrected": True}}),
    ]
    assert post(lab, PUMPING, "pumping") == (200, {"result": "OK", "data": {"id": 2, "corrected": False}})


@pytest.mark.parametrize(
    ("moment", "status", "why"),
    [
        ("2026-11-20 10:00", 200, None),
        ("2026-11-20 09:59", 422, "ข้อมูลย้อนหลังต้องไม่เกิน 3 วัน"),
        ("2026-11-23 10:01", 422, "datetime in the future"),
        ("2026-11-31 10:00", 400, "invalid body/waterquality_datetime"),
    ],
)
def test_a_row_has_its_time(lab: Lab, moment: str, status: int, why: str | None) -> None:
    seen, body = post(lab, ROW | {"waterquality_datetime": moment})
    assert (seen, body["data"] if why else None) == (status, why)


def test_a_station_that_is_not_registered_is_refused(lab: Lab) -> None:
    assert post(lab, ROW | {"waterquality_station_oldcode": "S99"}) == (
        422,
        {"result": "NO", "data": "invalid station"},
    )
    lab.set_state("hii_thaiwater", "Samlae is not registered")
    assert post(lab, ROW)[0] == 422
    lab.set_state("hii_thaiwater", "Samlae is registered")
    assert post(lab, ROW)[0] == 200


def test_a_wrong_key_opens_nothing(lab: Lab) -> None:
    assert post(lab, ROW, key="guessed")[0] == 401
    assert post(lab, ROW)[1]["data"]["id"] == 1, "nothing was kept"


@pytest.mark.parametrize(
    "wrong", [{"waterquality_ph": 0}, {"waterquality_ph": "7.4"}, {"waterquality_status": "ok"}, {"bod": 1}]
)
def test_a_row_that_is_not_as_agreed_is_refused_and_told(lab: Lab, wrong: Any) -> None:
    assert post(lab, ROW | wrong)[0] == 400
    assert [exchange for exchange in lab.journal if exchange.findings]


def test_a_row_waits_no_longer_than_the_clock_says(lab: Lab) -> None:
    lab.clock.move(lab.clock.now + timedelta(days=3, minutes=1))
    assert post(lab, ROW)[0] == 422


@pytest.mark.parametrize(
    ("wrong", "status", "told"),
    [
        ({}, 200, None),
        ({"end_date": "2026-11-23"}, 200, None),
        ({"end_date": "2026-11-24"}, 422, "ช่วงวันที่เลือกต้องไม่เกิน 3 วัน"),
        ({"end_date": "2026-11-20"}, 422, "ช่วงวันที่เลือกต้องไม่เกิน 3 วัน"),
        ({"start_date": "2026-02-30"}, 422, "invalid query/start_date"),
        ({"mid": "99"}, 422, "invalid mid"),
        ({"eid": "guessed"}, 422, "invalid eid"),
    ],
)
def test_what_was_ordered_is_given_for_three_days_at_most(lab: Lab, wrong: Any, status: int, told: str | None) -> None:
    days = {"start_date": "2026-11-21", "end_date": "2026-11-21"}
    found, body = order(lab, {"eid": lab.credentials.of("hii_thaiwater", "order_id")} | days | wrong)
    assert found == status
    if told:
        assert body == {"result": "NO", "data": told}
    else:
        assert len(body) == 10 * (3 if wrong else 1)
        assert body[0]["dam_date"] == "2026-11-21" and body[0]["dam"]["dam_name"] == {"th": "ภูมิพล"}


def test_without_an_order_there_is_no_data_set(lab: Lab) -> None:
    told = order(lab, {"start_date": "2026-11-21", "end_date": "2026-11-21"})
    assert told == (404, {"result": "NO", "data": "no eid"})


def order(lab: Lab, query: Any) -> tuple[int, Any]:
    answer = simulator_apps(lab)["hii_thaiwater"].test_client().get("/api_service", query_string={"mid": "12"} | query)
    assert not lab.failures.errors
    return answer.status_code, answer.json
