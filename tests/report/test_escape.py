"""Whatever a body, a header, a title or a fault is called, it is shown and never obeyed."""

from __future__ import annotations

import json
import re

import pytest

from partnerlab.report.html.page import from_events
from partnerlab.report.junit import from_events as junit
from partnerlab.report.safe_text import display_text
from tests.report.reading import Node, read
from tests.report.stream.run import whole
from tests.report.stream.telling import Event, Story, message, moment, reply, text

HOSTILE = "</script><img src=x onerror=\"document.title='owned'\"> & ' \" {{7*7}} <!-- \u2028 \x1b[2J \x00 \ud800"


def hostile() -> list[Event]:
    title = text(f"English {HOSTILE}", f"ไทย {HOSTILE}")
    story = Story("evil/it's a <b>\"#%trap", title, moment(23, "09:00"), [(HOSTILE, "t", "ท")], "biz_portal", "cis")
    finding = {
        "side": "answer",
        "where": "body/a",
        "rule": HOSTILE,
        "expected": HOSTILE,
        "seen": HOSTILE,
        "blame": "partner",
    }
    reason = text(HOSTILE, HOSTILE)
    miss = {"exchange": 1, "criteria": [{"name": HOSTILE, "ok": False, "expected": HOSTILE, "seen": HOSTILE}]}
    with story.step(
        "sends",
        HOSTILE,
        HOSTILE,
        "fail",
        blame=HOSTILE,
        reason=reason,
        expected=HOSTILE,
        actual={"a": HOSTILE},
        near_misses=[miss],
    ):
        story.plain(
            "biz_portal", "cis", HOSTILE, moment(23, "09:00"), message(HOSTILE, {"a": HOSTILE}, X=HOSTILE),
            reply(200, HOSTILE), faults=[HOSTILE], findings=[finding],
        )  # fmt: skip
        story.clock(moment(23, "09:00"), HOSTILE, HOSTILE)
    return whole([story.end("fail", HOSTILE, reason)])


@pytest.fixture(scope="module")
def page() -> Node:
    return read(from_events(hostile()))


def test_no_element_or_handler_comes_out_of_the_data(page: Node) -> None:
    assert not page.all("img") and not page.all("b", onerror="")
    handlers = [name for node in page.walk() for name in node.attributes if name.startswith("on")]
    assert not handlers
    assert len(page.all("script")) == 3


def test_what_it_says_is_still_there_to_read(page: Node) -> None:
    body = page.one("main").text("en")
    assert "<img src=x onerror=" in body and "{{7*7}}" in body


def test_controls_are_shown_as_pictures(page: Node) -> None:
    body = page.one("main").text()
    assert "␛[2J" in body and "\x1b" not in body and "\x00" not in body


def test_the_exact_body_survives_in_the_block(page: Node) -> None:
    source = page.one("script", id="data").text()
    assert not re.search("</|<!|<s|\u2028", source, re.IGNORECASE)
    block = json.loads(source)
    (scenario,) = block["scenarios"].values()
    assert block["shared"][scenario["exchanges"]["1"]["answer"]["body"]] == HOSTILE


def test_links_to_a_scenario_with_an_odd_name_still_lead_there(page: Node) -> None:
    (scenario,) = page.all("details")
    anchor = scenario.attributes["id"]
    assert not set(anchor) & set("%# \"'<>")
    assert page.one(id=f"{anchor}/exchange-1").attributes["href"] == f"#{anchor}/exchange-1"


def test_junit_is_still_xml() -> None:
    from xml.etree import ElementTree

    root = ElementTree.fromstring(junit(hostile()))
    failure = next(root.iter("failure"))
    assert "<img src=x" in (failure.text or "") and "␛" in (failure.text or "")


@pytest.mark.parametrize("depth", [500, 990, 1_000, 100_000])
def test_a_text_like_json_nested_beyond_measure_is_shown_as_it_is(depth: int) -> None:
    text = "[" * depth + "]" * depth
    assert "".join(display_text(text).split()) == text
