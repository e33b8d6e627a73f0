"""The Navy's file: a day of hours, counted from the datum that the department's state says."""

from __future__ import annotations

from partnerlab.lab.exchange.message_sender import send
from partnerlab.lab.lab import Lab
from partnerlab.world.register_facts.tides import CHART_BELOW_SEA


def rows(lab: Lab, **words: str) -> list[dict[str, str]]:
    (exchange,) = send(lab, "hydrographic", "tide_table", words, []).exchanges
    assert not exchange.findings
    details: list[dict[str, str]] = exchange.fields.details
    return details


def test_tomorrows_hours_in_order(lab: Lab) -> None:
    found = rows(lab)
    assert [row["datetime"] for row in found] == [f"2026-11-24 {hour:02d}:00" for hour in range(24)]
    assert {(row["station_code"], row["datum"]) for row in found} == {("S1", "MSL")}


def test_a_day_is_the_same_whenever_it_is_left(lab: Lab) -> None:
    assert rows(lab, day="2026-12-01") == rows(lab, day="2026-12-01")


def test_chart_heights_lie_metres_above_those_of_the_sea(lab: Lab) -> None:
    sea = rows(lab)
    lab.set_state("hydrographic", "chart heights are called mean sea level")
    chart = rows(lab)
    assert {row["datum"] for row in chart} == {"MSL"}
    apart = {
        round(100 * (float(high["height_m"]) - float(low["height_m"]))) for high, low in zip(chart, sea, strict=True)
    }
    assert apart == {CHART_BELOW_SEA}
