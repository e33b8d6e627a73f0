"""A file that is posted to be checked, as `check-file` checks one on disk."""

from __future__ import annotations

from typing import Any

import pytest

from partnerlab.contract.http import message as wire
from partnerlab.control.app import Control
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.registry import default_root
from tests.control.control_support import Remote

SAMPLE = default_root() / "contracts" / "truemoney_offline" / "files" / "payment_file.sample.txt"
NAME = "MWA_TMN_20261123_01.txt"


@pytest.fixture
def app(desk: Any) -> Control:
    return Control(desk)


def post(app: Control, data: bytes, **asked: str) -> tuple[int, Any]:
    query = {"partner": "truemoney_offline", "layout": "payment_file", "name": NAME} | asked
    found = app.test_client().post(
        "/__lab/check-file", data=data, query_string=query, headers={"Content-Type": "application/octet-stream"}
    )
    answer = wire.answer(found.status_code, wire.lower(dict(found.headers)), found.data)
    assert app.document.operations["check_file"].judge_answer(answer) == [], found.data
    return found.status_code, answer.body


def test_a_good_file_passes(app: Control) -> None:
    status, told = post(app, SAMPLE.read_bytes())
    assert (status, told["verdict"], told["findings"], told["untold"]) == (200, "pass", [], 0)
    assert told["size"] == SAMPLE.stat().st_size and len(told["lines"]) == len(SAMPLE.read_bytes().splitlines())
    assert told["records"][0]["en"].startswith("Records: ")


def test_a_wrong_byte_is_told_with_line_columns_and_hexadecimal(app: Control) -> None:
    lines = SAMPLE.read_bytes().split(b"\r\n")
    lines[1] = lines[1][:-1] + b"\x07"
    status, told = post(app, b"\r\n".join(lines))
    assert (status, told["verdict"], told["blame"]) == (200, "fail", "partner")
    place = next(each["place"] for each in told["findings"] if each["place"])
    assert (place["line"], place["last"]) == (2, len(lines[1]))
    assert place["hex"].split()[-1] == "07"
    assert place["offset"] == len(lines[0]) + 2 + place["first"] - 1
    assert any("^" in row for row in told["findings"][0]["drawing"])


def test_personal_data_is_x_unless_it_is_to_be_shown(app: Control) -> None:
    data = SAMPLE.read_bytes()
    covered, shown = post(app, data)[1]["lines"], post(app, data, personal="shown")[1]["lines"]
    assert "\r\n".join(each["text"] for each in shown) == data.decode("cp874").rstrip("\r\n\x1a")
    assert "xxxxx" in covered[1]["text"] and covered[1]["text"] != shown[1]["text"]


def test_a_layout_of_any_partner_is_listed_and_takes_its_own_sample(app: Control, remote: Remote, lab: Lab) -> None:
    listed = remote.get("/__lab/layouts")["layouts"]
    assert {each["partner"] for each in listed} >= {"truemoney_offline", "hydrographic", "kbank_debit"}
    csv = default_root() / "contracts" / "hydrographic" / "files" / "tide_table.sample.csv"
    status, told = post(app, csv.read_bytes(), partner="hydrographic", layout="tide_table", name="other.csv")
    assert status == 200 and {each["where"] for each in told["findings"]} == {"file name"}


def test_an_empty_file_is_checked_too(app: Control) -> None:
    assert post(app, b"")[1]["verdict"] == "fail"


@pytest.mark.parametrize(
    ("asked", "status"),
    [({"layout": "no_such"}, 404), ({"partner": "big_d"}, 404), ({"name": "../x"}, 400), ({"name": "a\\b"}, 400)],
)
def test_what_cannot_be_checked_is_refused(app: Control, asked: dict[str, str], status: int) -> None:
    assert post(app, b"x", **asked)[0] == status


def test_a_file_beyond_the_limit_of_a_body_is_refused(app: Control, lab: Lab) -> None:
    lab.limits = lab.limits._replace(body=1_000)
    status, told = post(app, b"x" * 1_001)
    assert (status, told["expected"]) == (400, "at most 1000 bytes")
