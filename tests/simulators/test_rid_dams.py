"""RID's lists as published, with every quirk that they are known for (W 1.1, 1.2, 1.3)."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from partnerlab.lab.exchange.simulator_app import simulator_apps
from partnerlab.lab.lab import Lab

DAY = "2026-11-23"
PASAK = "100301"


def ask(lab: Lab, path: str) -> Any:
    answer = simulator_apps(lab)["rid_dams"].test_client().get(f"/reservoir/api/{path}")
    assert not [finding for exchange in lab.journal for finding in exchange.findings]
    return answer.json


def rows(body: Any, kind: str = "dam") -> list[dict[str, Any]]:
    return [row for region in body["data"] for row in region[kind]]


def pasak(lab: Lab, day: str = "") -> Any:
    return next(row for row in rows(ask(lab, f"dam/public{day}")) if row["id"] == PASAK)


def test_the_large_dams_as_published(lab: Lab) -> None:
    body = ask(lab, "dam/public")
    assert (body["date"], body["total"], len(rows(body))) == (DAY, 35, 35)
    bhumibol = rows(body)[0]
    assert (bhumibol["id"], bhumibol["name"], bhumibol["owner"]) == ("200101", "เขื่อนภูมิพล", "การไฟฟ้า")
    assert (bhumibol["storage"], bhumibol["active_storage"], bhumibol["dead_storage"]) == (13462, 9662, 3800)
    assert bhumibol["percent_storage"] == pytest.approx(100 * bhumibol["volume"] / 13462, abs=0.01)


def test_one_day_is_the_same_asked_today_or_later(lab: Lab) -> None:
    today = ask(lab, "dam/public")
    assert ask(lab, f"dam/public/{DAY}") == today
    lab.clock.move(lab.clock.now + timedelta(days=2))
    assert ask(lab, f"dam/public/{DAY}") == today


def test_volumes_balance_within_the_losses(lab: Lab) -> None:
    before, after = (pasak(lab, f"/2026-11-{day}") for day in (20, 21))
    lost = before["volume"] + before["inflow"] - before["outflow"] - after["volume"]
    assert 0 <= lost <= before["volume"] / 1000


def test_the_medium_reservoirs_with_what_is_wrong_in_them(lab: Lab) -> None:
    body = ask(lab, "reservoir/public")
    found = rows(body, "reservoir")
    assert body["total"] == len(found) == 461
    assert [row for row in found if row["volume"] is None and row["percent_storage"] == 0]
    assert [row for row in found if row["inflow"] is None and row["volume"] is not None]
    assert [row for row in found if row["percent_storage"] > 100]
    below_dead = [row["id"] for row in found if row["volume"] is not None and row["volume"] < row["dead_storage"]]
    assert below_dead == ["rsv181"]
    assert Counter(row["name"] for row in found).most_common(1)[0][1] > 1


@pytest.mark.parametrize(
    ("state", "figures"),
    [
        ("the day's figures are not in yet", (None, None, None, None)),
        ("the day's figures are still zero", (0, 0, 0, 0)),
    ],
)
def test_early_in_the_morning_the_list_is_before_its_figures(lab: Lab, state: str, figures: Any) -> None:
    lab.set_state("rid_dams", state)
    names = ("volume", "percent_storage", "inflow", "outflow")
    assert {tuple(row[name] for name in names) for row in rows(ask(lab, "dam/public"))} == {figures}
    assert pasak(lab, "/2026-11-22")["volume"] > 0, "the days before are whole"


def test_another_day_is_answered(lab: Lab) -> None:
    lab.set_state("rid_dams", "it answers the day before")
    assert ask(lab, f"dam/public/{DAY}")["date"] == "2026-11-22"
    lab.set_state("rid_dams", "it answers the day that is asked")
    assert ask(lab, f"dam/public/{DAY}")["date"] == DAY


def test_a_day_that_has_not_come_has_an_empty_list(lab: Lab) -> None:
    body = ask(lab, "dam/public/2026-11-24")
    assert (body["total"], body["data"]) == (0, [])


def test_a_day_that_is_none_is_refused(lab: Lab) -> None:
    client = simulator_apps(lab)["rid_dams"].test_client()
    assert client.get("/reservoir/api/dam/public/2026-02-30").status_code == 400
    assert client.get("/reservoir/api/dam/public/yesterday").status_code == 400


def test_days_before_are_corrected_and_today_is_not(lab: Lab) -> None:
    before, today = pasak(lab, "/2026-11-22")["volume"], pasak(lab)["volume"]
    lab.set_state("rid_dams", "days before were corrected")
    assert pasak(lab, "/2026-11-22")["volume"] == pytest.approx(before * 1.01, abs=0.001)
    assert pasak(lab)["volume"] == today


def test_one_dams_figures_may_be_missing_impossible_over_full_or_twice(lab: Lab) -> None:
    seen = []
    for state in ("Pasak has an impossible inflow", "Pasak is over full", "Pasak has no flows", "Pasak has no volume"):
        lab.set_state("rid_dams", state)
        row = pasak(lab)
        seen.append((row["volume"] is None, row["percent_storage"] > 100, row["inflow"]))
    assert seen == [(False, False, 28404), (False, True, 28404), (False, True, None), (True, False, None)]
    lab.set_state("rid_dams", "Pasak is listed twice")
    body = ask(lab, "dam/public")
    assert Counter(row["id"] for row in rows(body))[PASAK] == 2
    assert body["total"] == 36


def test_a_day_long_ago_is_a_function_of_the_date(lab: Lab) -> None:
    long_ago = date(2019, 12, 25).isoformat()
    assert pasak(lab, f"/{long_ago}") == pasak(lab, f"/{long_ago}")


def test_it_is_written_in_ascii_with_every_slash_escaped(lab: Lab) -> None:
    raw = simulator_apps(lab)["rid_dams"].test_client().get("/reservoir/api/dam/public").data
    assert raw.isascii()
    assert b"\\u0e40" in raw and b'"document":"\\/reservoir\\/' in raw
    assert not raw.endswith(b"\n") and b": " not in raw
    (exchange,) = lab.journal
    assert exchange.answer is not None
    assert (exchange.findings, exchange.answer.body["total"]) == ([], 35)


def test_it_receives_rows_of_a_station_once_and_of_any_age(lab: Lab) -> None:
    client = simulator_apps(lab)["rid_dams"].test_client()
    row = {"station_oldcode": "S1", "pump_datetime": "2025-01-01 10:00", "pump_rate": 55.5}

    def post(row: Any, key: str) -> tuple[int, str]:
        answer = client.post("/api/v1/provider/mwa/pumping", json=row, headers={"X-Api-Key": key})
        assert answer.json is not None
        return answer.status_code, answer.json["result"]

    key = lab.credentials.of("rid_dams", "api_key")
    rows = [
        (row, key),
        (row, key),
        (row, "guessed"),
        (row | {"station_oldcode": "S3"}, key),
        (row | {"pump_rate": "1"}, key),
    ]
    assert [post(*each) for each in rows] == [(200, "OK"), (409, "NO"), (401, "NO"), (422, "NO"), (400, "NO")]


WATER = (
    "waterquality_ph:7.4,waterquality_do:,waterquality_temp:32,waterquality_turbid:9,waterquality_salinity:0.2,"
    "waterquality_conductivity:515,waterquality_tds:290,waterquality_status:หัววัดขัดข้อง,probe_faults:do"
)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("pump_rate:55.5", "200"),
        ("pump_rate:", "200"),
        ("pump_rate:nan", "422"),
        ("pump_rate:1,ph:7", "422"),
        (WATER, "200"),
        (WATER.replace("ph:7.4", "ph:0"), "422"),
        (WATER.replace("ph:7.4", "ph:14"), "422"),
        (WATER.replace("faults:do", "faults:do|do"), "422"),
        (WATER.replace("faults:do", "faults:rain"), "422"),
        (WATER.replace("หัววัดขัดข้อง", "ดี"), "422"),
    ],
)
def test_a_row_in_the_query_string_is_kept_as_the_other_form_keeps_it(lab: Lab, raw: str, code: str) -> None:
    lab.set_state("rid_dams", "rows are taken in the query string alone")
    client = simulator_apps(lab)["rid_dams"].test_client()
    key = lab.credentials.of("rid_dams", "api_key")
    query = {"User_ID": key, "TimeTag_DT": "2026-11-23 09:00", "Device_ID": "S1", "RawData": raw}
    told: list[Any] = [client.post("/api/v1/provider/mwa/SentRawdata", query_string=query).json for _ in range(2)]
    assert [answer["code"] for answer in told] == [code, "409" if code == "200" else code]
    span = {"station": "S1", "start_datetime": "2026-11-23 00:00", "end_datetime": "2026-11-23 23:00"}
    kind = "pumping" if raw.startswith("pump") else "waterquality"
    held: Any = client.get(f"/api/v1/provider/mwa/{kind}", query_string=span, headers={"X-Api-Key": key}).json
    assert len(held["data"]) == (1 if code == "200" else 0)
    assert not [finding for exchange in lab.journal for finding in exchange.findings]
