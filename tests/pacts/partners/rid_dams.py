"""What the raw-water system's clients ask of RID's dams and reservoirs, and send to RID."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import requests

from partnerlab.lab.lab import DEFAULT_START
from reference.common.clock import Clock
from reference.common.link import Link
from reference.rwc.partners.rid_dams import PATHS
from reference.rwc.partners.rid_dams.client import Rid
from reference.rwc.partners.rid_dams.raw_data import RidReports
from tests.pacts.interactions import Asked, answered, state
from tests.pacts.samlae_reports import reports_to

TODAY, BEFORE = DEFAULT_START.date(), date(2026, 1, 4)
READY = state("the day's figures are in")
COMPLETE = state("every reservoir tells all its figures")
"""A pact cannot say that null will do as well."""

_RESERVOIR = {
    "id": "rsv22", "name": "อ่างเก็บน้ำแม่ทะ", "storage": 2.54, "dead_storage": 0.24, "volume": 1.548,
    "percent_storage": 60.94, "inflow": 0.011, "outflow": 0.02,
}  # fmt: skip
_DAM = _RESERVOIR | {
    "id": "100301", "name": "เขื่อนป่าสักชลสิทธิ์", "owner": "กรมชลประทาน", "capacity": 960.5, "active_storage": 957.5,
}  # fmt: skip
_EMPTY = {"volume": None, "percent_storage": None, "inflow": None, "outflow": None}


class Client(Rid, RidReports):
    """Both halves of the link."""

    def __init__(self, link: Link) -> None:
        Rid.__init__(self, link)
        RidReports.__init__(self, link, PATHS)


def client(url: str, session: requests.Session) -> Client:
    return Client(Link("rid_dams", {"url": url, "api_key": "api_key"}, session, Clock()))


def _list(kind: str, day: date, **other: Any) -> dict[str, Any]:
    row = (_DAM if kind == "dam" else _RESERVOIR) | other
    data = [{"region": "ภาคเหนือ", kind: [row]}]
    return {"document": "/reservoir/api/document/", "date": day.isoformat(), "total": 1, "data": data}


def _reads(kind: str, day: date) -> Callable[[Rid, Mapping[str, Any]], None]:
    def act(rid: Rid, names: Mapping[str, Any]) -> None:
        told = {reading.parameter: reading for reading in rid.day(kind, day, TODAY)}
        assert {parameter: reading.quality for parameter, reading in told.items()} == dict.fromkeys(
            ("volume", "usable", "inflow", "outflow"), "good"
        )

    return act


def _reads_nothing(rid: Rid, names: Mapping[str, Any]) -> None:
    told = {reading.parameter: reading.quality for reading in rid.day("dam", TODAY, TODAY)}
    assert set(told.values()) == {"missing"}


def _sends_in_query(rid: RidReports, names: Mapping[str, Any]) -> None:
    row = {"station_oldcode": "S1", "pump_datetime": "2026-01-05 08:00", "pump_rate": 55.5}
    assert rid.send_in_query(row).result == "delivered"


ASKED = [
    Asked(
        "the large dams today",
        "dams",
        _reads("dam", TODAY),
        answered(200, _list("dam", TODAY)),
        (READY,),
    ),
    Asked(
        "the large dams before their figures are in",
        "dams",
        _reads_nothing,
        answered(200, _list("dam", TODAY, **_EMPTY), exactly="volume inflow outflow"),
        (state("the day's figures are not in yet"),),
    ),
    Asked(
        "the large dams of yesterday",
        "dams_of_day",
        _reads("dam", BEFORE),
        answered(200, _list("dam", BEFORE), exactly="date"),
        (READY,),
    ),
    Asked(
        "the medium reservoirs today",
        "reservoirs",
        _reads("reservoir", TODAY),
        answered(200, _list("reservoir", TODAY)),
        (COMPLETE,),
    ),
    Asked(
        "the medium reservoirs of yesterday",
        "reservoirs_of_day",
        _reads("reservoir", BEFORE),
        answered(200, _list("reservoir", BEFORE), exactly="date"),
        (COMPLETE,),
    ),
    *reports_to("RID"),
    Asked(
        "the pumping at Samlae in the query string",
        "raw_data",
        _sends_in_query,
        answered(200, {"code": "200", "message": "OK"}, exactly="code"),
        (state("rows are taken in the query string alone"),),
    ),
]
