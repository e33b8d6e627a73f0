"""RID's lists: asked each morning, asked again, and what of them is taken for a measurement."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from rwc_support import TODAY, Partners, Reply, Rwc, dam, day_list


def answering(partners: Partners, *replies: Reply) -> None:
    """The next answers for today's dams; then the usual."""
    waiting = list(replies)

    def answer(path: str, body: Any) -> Reply:
        return waiting.pop(0) if path.endswith("/dam/public") and waiting else partners.usual(path, body)

    partners.answer = answer


def test_each_morning_the_day_is_asked_for_and_three_days_before_again(rwc: Rwc) -> None:
    rwc.clock("2026-11-10 09:10")
    dams = "/reservoir/api/dam/public"
    morning = [dams, f"{dams}/2026-11-09", f"{dams}/2026-11-08", f"{dams}/2026-11-07"]
    assert (rwc.asked(dams), rwc.asked("/reservoir/api/reservoir")) == (morning, [])
    rwc.clock("2026-11-10 12:00")
    assert (rwc.asked(dams), rwc.asked("/reservoir/api/reservoir")) == (morning, ["/reservoir/api/reservoir/public"])
    assert rwc.show("feed", "dams")["polls"][0]["due"] == "2026-11-11T09:00:00+07:00"


def test_usable_volume_is_what_stands_above_dead_storage(rwc: Rwc) -> None:
    rwc.clock("2026-11-10 09:10")
    found = rwc.show("reading", "100301.usable")
    assert (found["value"], found["unit"], found["quality"], found["age"]) == (797.5, "Mm3", "good", 550)


@pytest.mark.parametrize(
    ("figures", "seen"),
    [
        ({"volume": None, "percent_storage": 0}, [(None, "missing"), (None, "missing"), (3.5, "good")]),
        ({"volume": 0, "percent_storage": 0, "inflow": 0}, [(None, "missing")] * 3),
        ({"inflow": None}, [(800.5, "good"), (797.5, "good"), (None, "missing")]),
        ({"inflow": 0}, [(800.5, "good"), (797.5, "good"), (0, "good")]),
        ({"inflow": 28404}, [(800.5, "good"), (797.5, "good"), (28404, "impossible")]),
        ({"volume": 1100, "percent_storage": 114.6}, [(1100, "good"), (1097, "good"), (3.5, "good")]),
        ({"dead_storage": 900}, [(800.5, "good"), (-99.5, "impossible"), (3.5, "good")]),
        ({"dead_storage": 0}, [(800.5, "good"), (800.5, "good"), (3.5, "good")]),
    ],
)
def test_what_is_taken_of_a_dams_figures(rwc: Rwc, partners: Partners, figures: Any, seen: Any) -> None:
    others = [dam(f"10010{n}") for n in range(3)]
    answering(partners, (200, day_list(TODAY, dam(**figures), *others)))
    rwc.clock("2026-11-10 09:10")
    assert [rwc.reading(f"100301.{name}") for name in ("volume", "usable", "inflow")] == seen


def test_a_list_before_its_figures_is_asked_for_again_each_hour(rwc: Rwc, partners: Partners) -> None:
    empty = day_list(TODAY, dam(volume=0, percent_storage=0, inflow=0, outflow=0))
    answering(partners, (200, empty), (200, empty))
    rwc.clock("2026-11-10 10:30")
    assert rwc.reading("100301.volume") == (None, "missing")
    rwc.clock("2026-11-10 11:30")
    assert rwc.reading("100301.volume") == (800.5, "good")
    assert rwc.show("reading", "100301.volume")["revision"] == 2


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        ((200, day_list("2026-11-09", dam())), "answered '2026-11-09'"),
        ((200, day_list(TODAY)), "an empty list"),
        ((503, {"message": "down"}), "HTTP 503"),
        ((429, {"message": "often"}), "HTTP 429"),
        ((200, []), "expected an object, seen a list"),
        ((200, "<html></html>"), "not JSON"),
        ((200, {"date": TODAY, "regions": []}), "not as documented"),
        ((200, day_list(TODAY, dam(volume="800.5"))), "not as documented"),
        (requests.ReadTimeout("…"), "ReadTimeout"),
    ],
)
def test_what_cannot_be_gone_by_leaves_nothing_and_is_tried_again(
    rwc: Rwc, partners: Partners, reply: Reply, told: str
) -> None:
    answering(partners, reply)
    rwc.clock("2026-11-10 09:00")
    (waiting,) = [each for each in rwc.show("feed", "dams")["polls"] if each["day"] == TODAY]
    assert (waiting["state"], told in waiting["last_failure"]) == ("waiting", True)
    assert rwc.web.get("/_test/show/reading?id=100301.volume").status_code == 404
    rwc.clock("2026-11-10 10:10")
    assert rwc.reading("100301.volume") == (800.5, "good")


def test_a_day_that_never_comes_is_given_up(rwc: Rwc, partners: Partners) -> None:
    partners.answer = lambda path, body: (503, {})
    rwc.clock("2026-11-15 08:00")
    polls = {each["day"]: each["state"] for each in rwc.show("feed", "dams")["polls"]}
    assert (polls[TODAY], polls["2026-11-14"]) == ("given_up", "waiting")


def test_a_day_told_twice_is_kept_once_and_a_correction_is_told(rwc: Rwc, partners: Partners) -> None:
    answering(partners, (200, day_list(TODAY, dam(), dam())))
    rwc.clock("2026-11-10 10:00")
    rwc.clock("2026-11-11 08:00")
    assert rwc.show("reading", "100301.volume")["revision"] == 1
    partners.answer = lambda path, body: (
        (200, day_list(TODAY, dam(volume=808.5))) if path.endswith(TODAY) else partners.usual(path, body)
    )
    rwc.clock("2026-11-11 10:00")
    found = rwc.show("reading", f"100301.volume@{TODAY}")
    assert (found["value"], found["revision"]) == (808.5, 2)


def test_yesterdays_figures_grow_stale(rwc: Rwc, partners: Partners) -> None:
    rwc.clock("2026-11-10 10:00")
    partners.answer = lambda path, body: (503, {})
    rwc.clock("2026-11-11 11:59")
    assert rwc.reading("100301.volume")[1] == "good"
    rwc.clock("2026-11-11 12:01")
    assert rwc.reading("100301.volume") == (800.5, "stale")
