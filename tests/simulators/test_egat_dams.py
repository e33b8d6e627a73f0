"""EGAT's dams as it tells them: the same figures in two ways, whose midnight has two names (W 2, A 4.1)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from partnerlab.lab.exchange.simulator_app import simulator_apps
from partnerlab.lab.lab import Lab


def ask(lab: Lab, path: str) -> Any:
    answer = simulator_apps(lab)["egat_dams"].test_client().get(path)
    assert not lab.failures.errors
    assert not [finding for exchange in lab.journal for finding in exchange.findings]
    return answer


def values(lab: Lab, code: str = "BB") -> Any:
    path = f"/API/1day/{lab.credentials.of('egat_dams', 'api_key')}"
    return next(row for row in ask(lab, path).json if row["DAM_ID"] == code)


def cells(lab: Lab, name: str = "เขื่อนภูมิพล") -> list[str]:
    page = ask(lab, "/water_crisis.php").data.decode()
    (row,) = re.findall(f"<tr><td>{name}</td>(.*?)</tr>", page)
    return re.findall("<td>(.*?)</td>", row)


def test_the_list_has_empty_objects_where_nothing_was_entered(lab: Lab) -> None:
    dams = ask(lab, "/api/dam").json
    assert len(dams) == 10
    bhumibol = dams[0]
    assert (bhumibol["DAM_ID"], bhumibol["DAM_NAMT"], bhumibol["SOURCE"]) == ("BB", "เขื่อนภูมิพล", "แม่น้ำปิง")
    assert (bhumibol["STORAGE_MAX"], bhumibol["STORAGE_MIN"], bhumibol["EFFECTIVE"]) == (13462, 3800, 9662)
    assert (bhumibol["LEVEL_MAX"], bhumibol["SPILL_MAX"]) == ({}, {})


def test_the_page_and_the_values_tell_the_same_midnight_under_two_names(lab: Lab) -> None:
    row, told = values(lab), cells(lab)
    assert "24.00 น. วันที่ 22 พฤศจิกายน 2569" in ask(lab, "/water_crisis.php").data.decode()
    assert row["DATE_TIME"] == "23-11-2569 00:00:00"
    assert len(told) == 15
    figures = [float(told[place]) for place in (1, 3, 9, 10)]
    assert figures == pytest.approx([row[name] for name in ("STORAGE", "USABLE", "INFLOW", "RELEASE")], abs=0.006)
    assert row["USABLE"] == pytest.approx(row["STORAGE"] - 3800, abs=0.001)


def test_a_week_adds_up_to_its_change_and_the_rest_to_the_storage(lab: Lab) -> None:
    told = [float(cell) for cell in cells(lab)]
    lost = told[11] - told[12] - told[13]
    assert 0 <= lost <= 7 * told[1] / 1000
    assert told[1] + told[14] == pytest.approx(13462, abs=0.01)
    assert told[3] - told[5] == pytest.approx(told[7], abs=0.011)


def test_rid_lists_the_same_figures_of_the_same_dam(lab: Lab) -> None:
    answer = simulator_apps(lab)["rid_dams"].test_client().get("/reservoir/api/dam/public")
    bhumibol = answer.json["data"][0]["dam"][0]
    assert (bhumibol["volume"], bhumibol["inflow"], bhumibol["outflow"]) == tuple(
        values(lab)[name] for name in ("STORAGE", "INFLOW", "RELEASE")
    )


def test_a_region_stands_in_a_row_whose_other_cells_are_empty(lab: Lab) -> None:
    assert set(cells(lab, "ภาคเหนือ")) == {""}


def test_a_figure_that_is_not_there_is_an_empty_object_or_a_dash(lab: Lab) -> None:
    lab.set_state("egat_dams", "Bhumibol has no figures")
    assert [values(lab)[name] for name in ("STORAGE", "USABLE", "INFLOW", "RELEASE")] == [{}, {}, {}, {}]
    assert set(cells(lab)) == {"-"}
    assert values(lab, "SK")["STORAGE"] > 0


def test_the_unit_the_midnight_and_the_usable_volume_go_wrong_by_state(lab: Lab) -> None:
    right = values(lab)
    lab.set_state("egat_dams", "it tells the usable capacity as usable volume")
    assert (values(lab)["USABLE"], cells(lab)[3]) == (9662, "9662.00")
    lab.set_state("egat_dams", "it tells cubic metres")
    assert values(lab)["STORAGE"] == pytest.approx(right["STORAGE"] * 1_000_000)
    lab.set_state("egat_dams", "it tells the midnight before under today's date")
    assert values(lab)["DATE_TIME"] == right["DATE_TIME"]
    assert values(lab)["STORAGE"] != pytest.approx(right["STORAGE"] * 1_000_000)
    lab.set_state("egat_dams", "it still tells the midnight before")
    assert values(lab)["DATE_TIME"] == "22-11-2569 00:00:00"


def test_a_wrong_key_opens_nothing(lab: Lab) -> None:
    client = simulator_apps(lab)["egat_dams"].test_client()
    assert client.get("/API/1day/guessed").status_code == 401
