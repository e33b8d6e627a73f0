"""What the raw-water system's client asks of EGAT's dams: the list, and the daily values or else the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests

from partnerlab.lab.lab import DEFAULT_START
from reference.common.clock import Clock
from reference.common.link import Link
from reference.rwc.partners.egat_dams.client import Egat
from reference.rwc.partners.egat_dams.figures import from_list, from_page
from simulators.egat_dams.simulator import COLUMNS
from tests.pacts.interactions import Asked, answered, state

TODAY = DEFAULT_START.date()
READY = state("the last midnight's figures are in")
_DAM = {
    "DAM_ID": "BB", "DAM_NAMT": "เขื่อนภูมิพล", "STORAGE_MAX": 13462.5, "STORAGE_NORMAL": 13462.5, "STORAGE_MIN": 3800.5,
    "EFFECTIVE": 9662.5, "LEVEL_MAX": {}, "SPILL_MAX": {}, "BMAIN_ID": 6, "SOURCE": "แม่น้ำปิง", "lat": 17.24,
    "lon": 98.97,
}  # fmt: skip
_VALUES = {
    "DAM_ID": "BB", "DATE_TIME": "05-01-2569 00:00:00", "STORAGE": 9000.5, "USABLE": 5200.5, "INFLOW": 5.1,
    "RELEASE": 12.3,
}  # fmt: skip
_PAGE = "\n".join(
    [
        "<html><body>",
        "<p>ข้อมูล ณ เวลา 24.00 น. วันที่ 4 มกราคม 2569 หน่วย: ล้านลูกบาศก์เมตร</p>",
        "<table>",
        f"<tr>{''.join(f'<th>{column}</th>' for column in COLUMNS)}</tr>",
        "</table>",
        "</body></html>",
    ]
)
"""A pact holds text to every letter, so it has the page without rows."""


def client(url: str, session: requests.Session) -> Egat:
    return Egat(Link("egat_dams", {"url": url, "api_key": "api_key"}, session, Clock()))


def _lists(egat: Egat, names: Mapping[str, Any]) -> None:
    bhumibol = egat._dams()["เขื่อนภูมิพล"]
    assert (bhumibol.point, bhumibol.storage, bhumibol.dead) == ("200101", 13462.5, 3800.5)


def _reads_values(egat: Egat, names: Mapping[str, Any]) -> None:
    (row,) = from_list(egat._json("/API/1day/api_key"))
    assert (row.name, row.day, row.volume, row.usable, row.inflow, row.release) == (
        "BB", TODAY, 9000.5, 5200.5, 5.1, 12.3,
    )  # fmt: skip


def _reads_page(egat: Egat, names: Mapping[str, Any]) -> None:
    assert from_page(egat._ask("/water_crisis.php").content.decode()) == []


ASKED = [
    Asked("the dams", "dam_list", _lists, answered(200, [_DAM]), (READY,)),
    Asked("the daily values", "day_values", _reads_values, answered(200, [_VALUES]), (READY,)),
    Asked(
        "the page before its rows",
        "day_table",
        _reads_page,
        answered(200, _PAGE, media="text/html"),
        (READY, state("the page stands before its rows")),
    ),
]
