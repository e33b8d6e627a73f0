"""A further feed is one adapter: asked, read again, kept and grown stale like those that are there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import ClassVar

import pytest
import requests
from flask import Flask
from rwc_support import SETTINGS, Partners, Rwc

from reference.common import discovery
from reference.common.clock import BANGKOK, stamp
from reference.rwc import create_app
from reference.rwc.adapter import Adapter, Feed, Link
from reference.rwc.messages import FeedUnavailable, Reading
from reference.rwc.settings import PARTNERS


class Gauges:
    """A source that tells a level a day, but for `down` and `empty` days; it keeps what it was asked."""

    asked: ClassVar[list[tuple[str, str]]] = []
    down: ClassVar[set[str]] = set()
    empty: ClassVar[set[str]] = set()

    def __init__(self, link: Link) -> None:
        self.source = link.partner
        for kept in (self.asked, self.down, self.empty):
            kept.clear()

    def day(self, kind: str, day: date, today: date) -> list[Reading]:
        told = day.isoformat()
        self.asked.append((kind, told))
        if told in self.down:
            raise FeedUnavailable("down")
        how = (None, "missing") if told in self.empty else (1.5, "good")
        return [Reading(self.source, "G1", "level", stamp(datetime.combine(day, time(), BANGKOK)), how[0], "m", how[1])]

    def is_incomplete(self, day: list[Reading]) -> bool:
        return day[0].quality == "missing"


GAUGES = Adapter(
    feeds=(Feed("gauges", time(6, 30), "river", read_again=2),), client=Gauges, maximum_age=timedelta(hours=20)
)
WITH_GAUGES = {**discovery.adapters(PARTNERS), "gauges": GAUGES}


@pytest.fixture
def installed() -> Iterator[tuple[Flask, requests.Session]]:
    """A system of this test's own, with one more adapter."""
    session = requests.Session()
    app = create_app(SETTINGS, session, WITH_GAUGES)
    yield app, session
    app.extensions["rwc"].db.close()


@pytest.fixture
def gauged(rwc: Rwc) -> Rwc:
    return rwc


def days(*numbers: int) -> list[tuple[str, str]]:
    return [("river", f"2026-11-{number:02}") for number in numbers]


def test_it_is_asked_at_its_opening_and_its_days_before_again(gauged: Rwc) -> None:
    gauged.clock("2026-11-11 06:29")
    assert Gauges.asked == []
    gauged.clock("2026-11-11 06:30")
    assert Gauges.asked == days(11, 10, 9)
    assert [each["day"] for each in gauged.show("feed", "gauges_again")["polls"]] == ["2026-11-09", "2026-11-10"]
    gauged.clock("2026-11-12 07:00")
    assert Gauges.asked == days(11, 10, 9, 12, 11, 10)


def test_its_readings_grow_stale_as_its_adapter_says(gauged: Rwc) -> None:
    gauged.clock("2026-11-11 20:00")
    assert gauged.reading("G1.level") == (1.5, "good")
    gauged.clock("2026-11-11 20:01")
    assert gauged.reading("G1.level") == (1.5, "stale")


def test_its_client_says_whether_the_figures_are_in(gauged: Rwc) -> None:
    Gauges.empty.add("2026-11-11")
    gauged.clock("2026-11-11 06:30")
    assert (Gauges.asked, gauged.reading("G1.level")) == (days(11), (None, "missing"))
    Gauges.empty.clear()
    gauged.clock("2026-11-11 07:30")
    assert (Gauges.asked, gauged.reading("G1.level")) == (days(11, 11, 10, 9), (1.5, "good"))


def test_its_trouble_holds_nobody_else_up(gauged: Rwc) -> None:
    Gauges.down.add("2026-11-11")
    gauged.clock("2026-11-11 09:00")
    (waiting,) = [each for each in gauged.show("feed", "gauges")["polls"] if each["day"] == "2026-11-11"]
    assert (waiting["state"], waiting["last_failure"]) == ("waiting", "down")
    assert gauged.reading("100301.volume") == (800.5, "good")


def test_it_begins_in_a_store_that_knows_the_others(tmp_path: Path) -> None:
    where = SETTINGS | {"database": f"sqlite:///{tmp_path / 'rwc.db'}"}
    before = Rwc(create_app(where), Partners())
    before.clock("2026-11-10 06:00")
    before.app.extensions["rwc"].db.close()
    after = Rwc(create_app(where, None, WITH_GAUGES), Partners())
    after.clock("2026-11-10 06:10")
    assert {name: len(after.show("feed", name)["polls"]) for name in ("dams", "gauges")} == {"dams": 1, "gauges": 1}
    after.app.extensions["rwc"].db.close()


def test_what_an_adapter_needs_and_is_not_given_is_not_set_up() -> None:
    rwc = Rwc(create_app({"test_hooks": True}), Partners())
    rwc.clock("2026-11-10 08:00")
    rwc.clock("2026-11-10 10:00")
    assert rwc.web.get("/_test/show/feed?id=dams").status_code == 404
    rwc.job("measure", station="S1", values={"ph": 7.4})
    assert rwc.show("feed", "samlae")["polls"]
    rwc.app.extensions["rwc"].db.close()


def test_two_partners_have_no_feed_of_the_same_name() -> None:
    again = Adapter(feeds=(Feed("dams", time(8, 0), "dam"),), client=Gauges)
    with pytest.raises(ValueError, match=r"^.*: another partner has a feed called dams$"):
        create_app(SETTINGS, None, {**discovery.adapters(PARTNERS), "zeta": again})


def test_settings_of_a_partner_without_an_adapter_are_an_error() -> None:
    with pytest.raises(ValueError, match=r"unknown partners rid_damn; there are: .*hii_thaiwater, .*rid_dams"):
        create_app({"partners": {"rid_damn": {"url": "http://a"}}})
