"""What Samlae reports: which readings leave, as what, in which order, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from flask import Flask
from rwc_support import SETTINGS, Partners, Reply, Rwc

from reference.common import discovery
from reference.common.outbox import Delivery, Message
from reference.rwc import create_app
from reference.rwc.adapter import Adapter, Link
from reference.rwc.messages import Report
from reference.rwc.settings import PARTNERS

WATER, PUMPS = ("/api/v1/thaiwater30/provider/mwa/waterquality", "/api/v1/thaiwater30/provider/mwa/pumping")


def hii(partners: Partners, *replies: Reply) -> None:
    """HII's next answers; then the usual."""
    waiting = list(replies)

    def answer(path: str, body: Any) -> Reply:
        return waiting.pop(0) if path in (WATER, PUMPS) and waiting else partners.usual(path, body)

    partners.answer = answer


def told(rwc: Rwc, path: str = WATER) -> list[Any]:
    return [body for asked, body in rwc.partners.calls if asked == path]


def states(rwc: Rwc) -> list[str]:
    return [message["state"] for message in rwc.show("outbox", "hii_thaiwater.water_quality")["messages"]]


def test_a_moment_leaves_once_at_ten_past_with_its_own_time(rwc: Rwc) -> None:
    rwc.job("measure", station="S1", values={"ph": 7.4, "pump_rate": 55.5})
    rwc.clock("2026-11-10 08:09")
    assert told(rwc) == []
    rwc.clock("2026-11-10 12:00")
    (row,) = told(rwc)
    assert (row["waterquality_datetime"], row["waterquality_ph"], row["waterquality_do"]) == (
        "2026-11-10 08:00", 7.4, None,
    )  # fmt: skip
    assert told(rwc, PUMPS) == [{"station_oldcode": "S1", "pump_datetime": "2026-11-10 08:00", "pump_rate": 55.5}]


@pytest.mark.parametrize(
    ("value", "sent", "faults"), [(7.4, 7.4, []), (None, None, []), (0, None, ["ph"]), (13, None, ["ph"])]
)
def test_a_good_a_missing_and_a_dead_value_leave_in_three_ways(rwc: Rwc, value: Any, sent: Any, faults: Any) -> None:
    rwc.job("measure", station="S1", values={"ph": value})
    rwc.clock("2026-11-10 08:10")
    (row,) = told(rwc)
    assert (row["waterquality_ph"], row["probe_faults"]) == (sent, faults)
    assert row["waterquality_status"] == ("หัววัดขัดข้อง" if faults else "ปกติ")


def test_a_stale_moment_is_withheld_with_the_reason(rwc: Rwc) -> None:
    rwc.job("measure", station="S1", values={"ph": 7.4}, at="2026-11-10T06:09:00+07:00")
    rwc.clock("2026-11-10 08:10")
    assert (told(rwc), states(rwc)) == ([], ["withheld"])


def test_a_moment_of_exactly_the_limit_still_leaves(rwc: Rwc) -> None:
    rwc.job("measure", station="S1", values={"ph": 7.4}, at="2026-11-10T06:10:00+07:00")
    rwc.clock("2026-11-10 08:10")
    assert states(rwc) == ["delivered"]


def test_other_stations_are_not_reported(rwc: Rwc) -> None:
    rwc.job("measure", station="S5", values={"ph": 7.4})
    rwc.clock("2026-11-10 08:10")
    assert told(rwc) == []


@pytest.mark.parametrize(
    "reply",
    [
        (200, {"result": "NO", "data": "pq: too many clients"}),
        (200, "<html></html>"),
        (200, []),
        (404, {"result": "NO", "data": "Unknown service id"}),
        (401, {"result": "NO", "data": "invalid api key"}),
        (503, "down"),
        requests.ReadTimeout("…"),
    ],
)
def test_trouble_is_tried_again_with_the_same_row(rwc: Rwc, partners: Partners, reply: Reply) -> None:
    hii(partners, reply)
    rwc.job("measure", station="S1", values={"ph": 7.4})
    rwc.clock("2026-11-10 08:10")
    assert states(rwc) == ["waiting"]
    rwc.clock("2026-11-10 08:11")
    assert states(rwc) == ["delivered"]
    first, second = told(rwc)
    assert first == second


def test_a_row_that_is_there_already_was_delivered(rwc: Rwc, partners: Partners) -> None:
    hii(partners, requests.ReadTimeout("…"), (409, {"result": "NO", "data": "duplicate row"}))
    rwc.job("measure", station="S1", values={"ph": 7.4})
    rwc.clock("2026-11-10 08:12")
    assert (states(rwc), len(told(rwc))) == (["delivered"], 2)


@pytest.mark.parametrize("status", [400, 422])
def test_a_refusal_is_final_and_kept_with_its_reason(rwc: Rwc, partners: Partners, status: int) -> None:
    hii(partners, (status, {"result": "NO", "data": "invalid station"}))
    rwc.job("measure", station="S1", values={"ph": 7.4})
    rwc.clock("2026-11-10 12:00")
    (message,) = rwc.show("outbox", "hii_thaiwater.water_quality")["messages"]
    assert (message["state"], message["answer"], len(told(rwc))) == (
        "refused", f"HTTP {status}: invalid station", 1,
    )  # fmt: skip


def test_a_row_waits_behind_an_older_one_of_its_subject(rwc: Rwc, partners: Partners) -> None:
    hii(partners, *[(503, "down")] * 3)
    rwc.job("measure", station="S1", values={"ph": 7.4})
    rwc.clock("2026-11-10 08:30")
    rwc.job("measure", station="S1", values={"ph": 7.5})
    rwc.clock("2026-11-10 09:15")
    assert [row["waterquality_datetime"][-5:] for row in told(rwc)] == ["08:00", "08:00", "08:00", "08:00", "08:30"]
    first, second = rwc.show("outbox", "hii_thaiwater.water_quality")["messages"]
    assert first["due"] <= second["due"], "time does not turn back for what waited"


class Neighbour:
    """Another partner that receives reports of the water, in its own words; `down` while it does not answer."""

    arrived: list[dict[str, Any]]
    down = False

    def __init__(self, link: Link) -> None:
        type(self).arrived, type(self).down = [], False

    def body(self, report: Report) -> dict[str, Any] | None:
        if report.kind != "water_quality":
            return None
        return {"when": report.at, "ph": report.values["ph"], "broken": list(report.faulty)}

    def send(self, message: Message) -> Delivery:
        if self.down:
            return Delivery("trouble", "down")
        self.arrived.append(message.body)
        return Delivery("delivered", "thanks")


@pytest.fixture
def two_receivers(partners: Partners) -> Iterator[Rwc]:
    """A system of this test's own, whose reports go to HII and to a neighbour."""
    session = requests.Session()
    session.mount("http://", partners)
    app: Flask = create_app(
        SETTINGS, session, {**discovery.adapters(PARTNERS), "neighbour": Adapter(receiver=Neighbour)}
    )
    system = Rwc(app, partners)
    system.clock("2026-11-10 08:00")
    yield system
    app.extensions["rwc"].db.close()


def test_each_partner_receives_the_reports_of_its_kinds_in_its_own_words(two_receivers: Rwc) -> None:
    two_receivers.job("measure", station="S1", values={"ph": 0, "pump_rate": 55.5})
    two_receivers.clock("2026-11-10 09:10")
    assert Neighbour.arrived == [{"when": "2026-11-10T08:00:00+07:00", "ph": None, "broken": ["ph"]}]
    assert [row["probe_faults"] for row in told(two_receivers)] == [["ph"]]
    assert len(told(two_receivers, PUMPS)) == 1


def test_a_partner_that_is_down_holds_up_no_other_and_gets_every_report_later(two_receivers: Rwc) -> None:
    Neighbour.down = True
    two_receivers.job("measure", station="S1", values={"ph": 7.4})
    two_receivers.clock("2026-11-10 09:00")
    two_receivers.job("measure", station="S1", values={"ph": 7.5})
    two_receivers.clock("2026-11-10 09:15")
    assert [row["waterquality_ph"] for row in told(two_receivers)] == [7.4, 7.5]
    assert Neighbour.arrived == []
    Neighbour.down = False
    two_receivers.clock("2026-11-10 12:00")
    assert [row["ph"] for row in Neighbour.arrived] == [7.4, 7.5]
    assert len(told(two_receivers)) == 2
