"""Our own probes: a dead one's zero, a missing value and an old one are three different things."""

from __future__ import annotations

from typing import Any

import pytest
from rwc_support import Rwc


@pytest.mark.parametrize(
    ("parameter", "value", "quality"),
    [
        ("ph", 7.38, "good"),
        ("ph", 0, "dead"),
        ("ph", 14, "dead"),
        ("ph", 13.2, "impossible"),
        ("ph", None, "missing"),
        ("do", 0, "dead"),
        ("turbidity", 0, "dead"),
        ("salinity", 0, "dead"),
        ("salinity", 0.01, "good"),
        ("salinity", -0.1, "impossible"),
        ("temperature", 99, "impossible"),
        ("pump_rate", 0, "good"),
        ("pump_rate", None, "missing"),
    ],
)
def test_what_a_probe_tells_is(rwc: Rwc, parameter: str, value: Any, quality: str) -> None:
    rwc.job("measure", station="S1", values={parameter: value})
    assert rwc.reading(f"S1.{parameter}") == (value, quality)


def test_a_measurement_grows_stale_and_nothing_else_does(rwc: Rwc) -> None:
    rwc.job("measure", station="S1", values={"ph": 7.4, "do": 0, "tds": None})
    rwc.clock("2026-11-10 10:00")
    assert [rwc.reading(f"S1.{name}")[1] for name in ("ph", "do", "tds")] == ["good", "dead", "missing"]
    rwc.clock("2026-11-10 10:01")
    assert [rwc.reading(f"S1.{name}")[1] for name in ("ph", "do", "tds")] == ["stale", "dead", "missing"]
    assert rwc.show("reading", "S1.ph")["age"] == 121


def test_what_comes_late_does_not_hide_what_is_newer(rwc: Rwc) -> None:
    rwc.job("measure", station="S1", values={"ph": 7.4})
    rwc.job("measure", station="S1", values={"ph": 7.1}, at="2026-11-10T07:00:00+07:00")
    assert rwc.reading("S1.ph") == (7.4, "good")
    assert rwc.reading("S1.ph@2026-11-10T07:00") == (7.1, "good")


@pytest.mark.parametrize(
    "given",
    [
        {"station": "S1", "values": {"phh": 7}},
        {"station": "S1", "values": {"ph": "7.4"}},
        {"station": "S1", "values": {"ph": True}},
        {"station": "S1", "values": [7.4]},
        {"values": {"ph": 7.4}},
        {"station": "S1", "values": {"ph": 7.4}, "at": "2026-11-10T08:01:00+07:00"},
        {"station": "S1", "values": {"ph": 7.4}, "at": "then"},
    ],
)
def test_what_is_no_measurement_is_refused_with_the_reason(rwc: Rwc, given: Any) -> None:
    answer = rwc.web.post("/_test/jobs/measure", json=given)
    assert (answer.status_code, "expected" in answer.json["message"] or "no parameter" in answer.json["message"]) == (
        400, True,
    )  # fmt: skip
    assert rwc.web.get("/_test/show/reading?id=S1.ph").status_code == 404
