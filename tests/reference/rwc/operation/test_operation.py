"""What the duty officer sees: alerts of salinity, the plan of pumping, and the plot."""

from __future__ import annotations

from typing import Any

import pytest
from rwc_support import Rwc

from reference.common.clock import moment_of
from reference.rwc.measurements import readings
from reference.rwc.messages import Reading


def measure(rwc: Rwc, at: str, salinity: float) -> None:
    rwc.clock(at)
    rwc.job("measure", station="S1", values={"salinity": salinity})


def keep(rwc: Rwc, source: str, parameter: str, values: list[float], day: str = "2026-11-10") -> None:
    """A value for each hour of a day from its midnight on."""
    given = [
        Reading(source, "S1", parameter, f"{day}T{hour:02d}:00:00+07:00", value, "g/l", "good")
        for hour, value in enumerate(values)
    ]
    with rwc.app.extensions["rwc"].db.write() as db:
        readings.keep(db, given, moment_of(f"{day}T00:00:00+07:00"))


def alerts(rwc: Rwc) -> list[tuple[str, str, str | None, float]]:
    def short(at: Any) -> Any:
        return at and at[11:16]

    rows = rwc.show("alerts", "S1")["alerts"]
    return [(row["level"], short(row["began_at"]), short(row["ended_at"]), row["highest"]) for row in rows]


def test_an_alert_lasts_from_the_first_value_above_its_threshold_to_the_first_that_is_not(rwc: Rwc) -> None:
    for at, salinity in (("08:30", 0.25), ("09:00", 0.26), ("10:00", 0.51), ("11:00", 0.50), ("12:00", 0.25)):
        measure(rwc, f"2026-11-10 {at}", salinity)
    assert alerts(rwc) == [("watch", "09:00", "12:00", 0.51), ("stop", "10:00", "11:00", 0.51)]


def test_water_reaches_the_plants_hours_later(rwc: Rwc) -> None:
    measure(rwc, "2026-11-10 09:00", 0.3)
    reaches = rwc.show("alerts", "S1")["alerts"][0]["reaches"]
    assert reaches == {"bang_khen": "2026-11-10T22:00:00+07:00", "samsen": "2026-11-12T05:00:00+07:00"}


def test_the_forecast_says_when_each_threshold_is_passed(rwc: Rwc) -> None:
    keep(rwc, "nectec_salinity", "salinity_forecast", [0.6] * 8 + [0.2, 0.2, 0.26, 0.51])
    expected = rwc.show("alerts", "S1")["expected"]
    assert {level: at[11:16] for level, at in expected.items()} == {"watch": "10:00", "stop": "11:00"}


TIDE = [0.0, 0.5, 1.0, 0.5, 0.0, *[-0.5] * 19]


@pytest.mark.parametrize(
    ("forecast", "rests"),
    [([0.25] * 24, []), ([0.26] * 24, [2, 3]), ([0.26] * 20 + [0.51] * 4, [2, 3, 20, 21, 22, 23])],
)
def test_pumping_rests_where_the_tide_turns_on_a_salty_day_and_where_it_is_too_salty(
    rwc: Rwc, forecast: list[float], rests: list[int]
) -> None:
    keep(rwc, "hydrographic", "level", TIDE)
    keep(rwc, "nectec_salinity", "salinity_forecast", forecast)
    plan = rwc.show("plan", "S1@2026-11-10")
    assert [hour for hour in range(24) if not plan["hours"][hour]["pump"]] == rests
    assert (plan["rest_hours"], plan["within_storage"]) == (len(rests), len(rests) <= 4)


def test_the_gate_closes_on_the_flood_and_opens_on_the_ebb(rwc: Rwc) -> None:
    keep(rwc, "hydrographic", "level", TIDE)
    keep(rwc, "nectec_salinity", "salinity_forecast", [0.26] * 24)
    gates = [hour["lat_pho_gate"] for hour in rwc.show("plan", "S1@2026-11-10")["hours"]]
    assert gates[:4] == ["closed", "closed", "open", "open"]


@pytest.mark.parametrize(
    "path", ["plan?id=S1@2026-11-10", "plan?id=S1@today", "plot?id=2026-11-11/2026-11-10", "plot?id=now"]
)
def test_what_is_not_there_is_not_shown(rwc: Rwc, path: str) -> None:
    assert rwc.web.get(f"/_test/show/{path}").status_code == 404


def test_the_plot_has_each_line_within_its_days(rwc: Rwc) -> None:
    keep(rwc, "hydrographic", "level", TIDE)
    keep(rwc, "nectec_salinity", "salinity_forecast", [0.26] * 24)
    measure(rwc, "2026-11-10 09:00", 0.3)
    plot = rwc.show("plot", "2026-11-10/2026-11-10")
    points = {panel["title"]["en"]: [len(line["points"]) for line in panel["lines"]] for panel in plot["panels"]}
    assert points["Level at Samlae"] == [24, 0]
    assert points["Salinity at Samlae"] == [24, 1]
    assert [(band["from"][11:16], band["until"][11:16]) for band in plot["bands"]] == [("02:00", "04:00")]
    assert [moment["at"][11:16] for moment in plot["moments"]] == ["09:00"]


def test_a_logger_tells_each_value_at_its_moment(rwc: Rwc) -> None:
    at = "2026-11-10T09:00:00+07:00"
    assert rwc.job("log", station="S1", at=at, every_minutes=60, values={"salinity": [0.2, 0.3]}) == {"done": 2}
    rwc.clock("2026-11-10 09:30")
    assert rwc.reading("S1.salinity") == (0.2, "good")
    rwc.clock("2026-11-10 10:00")
    assert rwc.reading("S1.salinity") == (0.3, "good")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"at": "2026-11-10T07:00:00+07:00"}, "still to come"),
        ({"values": {"salinity": [0.2], "ph": [7.4, 7.5]}}, "one length"),
        ({"values": {"salinity": 0.2}}, "list of values"),
        ({"values": {"salinity": ["much"]}}, "expected a number or null"),
        ({"values": {}}, "list of values"),
    ],
)
def test_a_logger_that_cannot_be_says_why(rwc: Rwc, words: dict[str, Any], told: str) -> None:
    given = {"station": "S1", "at": "2026-11-10T09:00:00+07:00", "every_minutes": 60, "values": {"salinity": [0.2]}}
    answer = rwc.web.post("/_test/jobs/log", json=given | words)
    assert answer.status_code == 400 and told in answer.data.decode()
