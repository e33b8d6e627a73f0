"""Plots in the report: where values and moments stand, and what is drawn of a broken one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from partnerlab.report.html.plot import plot
from partnerlab.report.html.plot_scale import Axis, TimeAxis
from partnerlab.report.times import parse
from partnerlab.schemas.validation import first_mistake

TEXT = {"en": "salt <b>", "th": "เกลือ"}
BODY: dict[str, Any] = {
    "from": "2026-02-22T00:00:00+07:00",
    "until": "2026-02-24T00:00:00+07:00",
    "panels": [
        {
            "title": TEXT,
            "unit": "g/L",
            "thresholds": [{"value": 0.5, "title": TEXT}],
            "lines": [
                {
                    "title": TEXT,
                    "kind": kind,
                    "points": [["2026-02-22T06:00:00+07:00", 0.2], ["2026-02-23T06:00:00+07:00", 0.4]],
                }
                for kind in ("forecast", "measured", "daily", "steps")
            ],
        }
    ],
    "bands": [{"from": "2026-02-22T06:00:00+07:00", "until": "2026-02-22T08:00:00+07:00", "title": TEXT}],
    "moments": [{"at": "2026-02-22T06:00:00+07:00", "title": TEXT}, {"at": "2026-03-22T06:00:00+07:00", "title": TEXT}],
}


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([0.1, 0.55], ["0.0", "0.2", "0.4", "0.6"]),
        ([-0.5, 1.4], ["-0.5", "0.0", "0.5", "1.0", "1.5"]),
        ([40, 48], ["0", "20", "40", "60"]),
        ([], ["0.00", "0.25", "0.50", "0.75", "1.00"]),
    ],
)
def test_an_axis_has_round_ticks_and_holds_every_value(values: list[float], ticks: list[str]) -> None:
    axis = Axis.of(values, 0, 100)
    assert [text for _, text in axis.ticks] == ticks
    assert all(0 <= axis.y(value) <= 100 for value in values)


def test_a_moment_outside_the_span_stands_nowhere() -> None:
    begin = parse("2026-02-22")
    assert begin is not None
    axis = TimeAxis(begin, begin + timedelta(days=2), 10, 200)
    assert (axis.x("2026-02-23"), axis.x("2026-02-25"), axis.x("soon")) == (110, None, None)


def test_the_drawing_has_a_line_of_each_kind_and_lets_no_markup_through() -> None:
    drawn = plot({"plot": BODY, "title": TEXT})
    assert (drawn.count('class="line forecast n0"'), drawn.count('class="line measured n2"')) == (2, 2)
    assert (drawn.count('class="rest"'), drawn.count('class="moment"'), drawn.count("<circle")) == (1, 1, 3)
    assert "<b>" not in drawn and "&lt;b&gt;" in drawn


def test_a_plot_without_a_span_is_not_drawn() -> None:
    assert plot({"plot": BODY | {"until": "later"}}) == "" == plot({})


def test_what_a_system_shows_is_held_against_the_schema() -> None:
    assert first_mistake(BODY, "plot") is None
    assert "panels" in str(first_mistake(BODY | {"panels": []}, "plot"))
    assert first_mistake({"status": "ok"}, "plot") is not None
