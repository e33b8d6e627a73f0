"""How EGAT's two ways of telling become readings, and what of them is no measurement."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import requests
from rwc_support import Partners, Reply

from reference.common.clock import Clock
from reference.common.link import Link
from reference.rwc.messages import FeedUnavailable, Reading
from reference.rwc.partners.egat_dams.client import Egat
from reference.rwc.partners.egat_dams.figures import from_list, from_page

DAY = date(2026, 11, 10)
DAM = {"DAM_ID": "BB", "DAM_NAMT": "เขื่อนภูมิพล", "STORAGE_MAX": 13462, "STORAGE_MIN": 3800}
VALUES: dict[str, Any] = {
    "DAM_ID": "BB", "DATE_TIME": "10-11-2569 00:00:00", "STORAGE": 9000, "USABLE": 5200, "INFLOW": 5, "RELEASE": 12,
}  # fmt: skip
CELLS = ["240.00", "9000.00", "66", "5200.00", "53", "-", "-", "-", "-", "5.00", "12.00", "-", "-", "-", "4462.00"]


def page(cells: list[str], dated: str = "9 พฤศจิกายน 2569") -> str:
    row = "".join(f"<td>{cell}</td>" for cell in ["เขื่อนภูมิพล", *cells])
    region = f"<tr><td>ภาคเหนือ</td>{'<td></td>' * 15}</tr>"
    return f"<p>ข้อมูล ณ เวลา 24.00 น. วันที่ {dated}</p><table>{region}<tr>{row}</tr></table>"


def readings(values: Reply, table: Reply = (503, ""), dams: Reply = (200, [DAM])) -> dict[str, Reading]:
    replies = {"/api/dam": dams, "/API/1day/key": values, "/water_crisis.php": table}
    session = requests.Session()
    session.mount("http://", Partners(lambda path, body: replies[path]))
    egat = Egat(Link("egat_dams", {"url": "http://egat", "api_key": "key"}, session, Clock()))
    return {reading.parameter: reading for reading in egat.day("dam", DAY, DAY)}


def told(found: dict[str, Reading]) -> list[tuple[float | None, str]]:
    return [(found[name].value, found[name].quality) for name in ("volume", "usable", "inflow", "outflow")]


GOOD = [(9000, "good"), (5200, "good"), (5, "good"), (12, "good")]


def test_values_and_page_are_the_same_readings_of_the_same_midnight() -> None:
    first, second = readings((200, [VALUES])), readings((503, {}), (200, page(CELLS)))
    assert first == second
    assert told(first) == GOOD
    assert (first["volume"].point, first["volume"].at, first["inflow"].unit) == (
        "200101", "2026-11-10T00:00:00+07:00", "Mm3/d",
    )  # fmt: skip


@pytest.mark.parametrize("values", [(200, []), (200, None), (200, "busy"), (401, {}), requests.ConnectTimeout()])
def test_the_page_is_read_where_the_values_are_not_to_be_had(values: Reply) -> None:
    assert told(readings(values, (200, page(CELLS)))) == GOOD


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"USABLE": 9662}, [(9000, "good"), (9662, "impossible"), (5, "good"), (12, "good")]),
        ({"USABLE": {}}, [(9000, "good"), (None, "missing"), (5, "good"), (12, "good")]),
        ({"STORAGE": {}, "USABLE": {}, "INFLOW": {}, "RELEASE": 0}, [(None, "missing")] * 4),
        ({"STORAGE": 9e9, "USABLE": 5.2e9, "INFLOW": 0, "RELEASE": 12e6},
         [(9e9, "impossible"), (5.2e9, "impossible"), (0, "impossible"), (12e6, "impossible")]),
    ],
)  # fmt: skip
def test_what_is_no_measurement_is_told_apart(change: dict[str, Any], expected: Any) -> None:
    assert told(readings((200, [VALUES | change]))) == expected


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ((200, page(CELLS[:-1])), "expected 16 cells in the row of เขื่อนภูมิพล, seen 15"),
        ((200, page(["x", "y", *CELLS[2:]])), "expected a number or - in the table, seen 'y'"),
        ((200, page(CELLS, "8 พฤศจิกายน 2569")), "asked for 2026-11-10, told 2026-11-09"),
        ((200, page(CELLS, "31 พฤศจิกายน 2569")), "no day: 31-11-2569"),
        ((200, page(CELLS, "9 พฤศจิกายน 2026")), "no day: 9-11-2026"),
        ((200, "<html>maintenance</html>"), "does not say of which midnight"),
    ],
)
def test_a_page_that_is_not_as_it_was_is_not_read(table: Reply, why: str) -> None:
    with pytest.raises(FeedUnavailable, match=why):
        readings((200, []), table)


def test_only_the_last_midnight_can_be_asked_for() -> None:
    egat = Egat(Link("egat_dams", {"url": "http://egat", "api_key": "key"}, requests.Session(), Clock()))
    with pytest.raises(FeedUnavailable, match="only the last midnight"):
        egat.day("dam", date(2026, 11, 9), DAY)


@pytest.mark.parametrize("dams", [(200, {}), (200, [{}]), (200, [DAM | {"STORAGE_MAX": "much"}]), (200, [])])
def test_without_the_list_of_dams_nothing_is_taken(dams: Reply) -> None:
    with pytest.raises(FeedUnavailable):
        readings((200, [VALUES]), dams=dams)


def test_no_failure_repeats_the_key() -> None:
    with pytest.raises(FeedUnavailable) as failure:
        readings(requests.ConnectionError("http://egat/API/1day/key"), (503, ""))
    assert "key" not in str(failure.value)


def test_a_moment_that_is_no_midnight_is_not_read() -> None:
    with pytest.raises(FeedUnavailable, match="expected a midnight"):
        from_list([VALUES | {"DATE_TIME": "10-11-2569 07:00:00"}])
    assert from_page(page(CELLS))[0].day == DAY
