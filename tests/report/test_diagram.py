"""The sequence diagram: every kind of happening has its drawing, in the order in which it happened."""

from __future__ import annotations

from typing import Any

from partnerlab.report.html.diagram import diagram
from partnerlab.report.html.diagram_geometry import lay_out
from partnerlab.report.html.timeline import Exchange, chapters
from partnerlab.report.model import ScenarioSummary, read_run
from tests.report.reading import Node, read
from tests.report.stream import connection, connection_trouble, counter, files
from tests.report.stream.telling import Story, message, moment, reply, text


def told(events: list[dict[str, Any]]) -> ScenarioSummary:
    return read_run(events).scenarios[0]


def drawn(events: list[dict[str, Any]]) -> Node:
    run = read_run(events)
    return read(str(diagram(run.scenarios[0], run.parties)))


def arrows(page: Node) -> list[str]:
    """The arrows from top to bottom: `4 request`, `4 answer` …"""
    ways = page.all("a", "x")
    return [f"{node.attributes['href'].rpartition('-')[2]} {node.attributes['class'].split()[1]}" for node in ways]


def ys(node: Node) -> list[int]:
    return [int(leg.attributes["d"].split()[1].split("H")[0]) for leg in node.all("path", "line")]


def test_what_happens_while_an_exchange_is_handled_is_drawn_within_it() -> None:
    page = drawn(connection.person_is_connected())
    assert arrows(page)[:8] == [
        "1 request", "2 request", "2 answer", "3 request", "3 answer", "4 request", "4 answer", "1 answer",
    ]  # fmt: skip
    heights = [y for node in page.all("a", "x") for y in ys(node)]
    assert heights == sorted(heights)
    bars = sorted(page.all("rect", "busy"), key=lambda bar: -int(bar.attributes["height"]))
    assert int(bars[0].attributes["height"]) > 3 * int(bars[1].attributes["height"])


def test_lanes_stand_in_the_order_of_taking_part_and_idle_ones_last() -> None:
    drawing = lay_out(told(connection.person_is_connected()))
    assert drawing.lanes == ["biz_portal", "cis", "dga_gdx", "dopa_linkage"]
    silent = Story("quiet", text("q", "q"), moment(23, "09:00"), [], "biz_portal", "cis")
    assert lay_out(told(silent.end())).lanes == ["biz_portal", "cis"]


def test_an_exchange_through_the_gateway_stops_at_its_lane() -> None:
    drawing = lay_out(told(connection.person_is_connected()))
    look_up = next(way for way in drawing.ways if way.exchange.event["number"] == 3)
    gateway, register = drawing.x("dga_gdx"), drawing.x("dopa_linkage")
    first, second = look_up.legs
    assert abs(first.x2 - gateway) < 10 and abs(second.x1 - gateway) < 10 and abs(second.x2 - register) < 10
    assert second.y > first.y


def test_a_lost_request_reaches_nobody_and_a_lost_answer_breaks_off() -> None:
    for story, side in ((counter.request_is_lost(), "request"), (counter.answer_is_lost(), "answer")):
        broken = [node for node in drawn(story).all("a", "x") if node.all("path", "cross")]
        assert len(broken) == 1 and side in broken[0].attributes["class"].split()
        assert not broken[0].all("path", "tip"), "what never arrives has no head"
    lost = arrows(drawn(counter.request_is_lost()))
    assert lost == ["1 request", "2 request", "2 answer"]


def test_what_is_lost_breaks_off_short_of_its_lane() -> None:
    drawing = lay_out(told(counter.request_is_lost()))
    leg = drawing.ways[0].legs[0]
    assert leg.lost and drawing.x("big_c_online") < leg.x2 < drawing.x("cis") - 50


def test_faults_and_findings_are_written_under_their_arrow() -> None:
    page = drawn(connection_trouble.register_breaks_its_contract())
    request, answer = (node for node in page.all("a", "x") if node.attributes["href"].endswith("exchange-2"))
    assert request.one("text", "finding", lang="en").text() == "1 against the contract"
    assert answer.one("text", "finding", lang="th").text() == "ไม่เป็นไปตามข้อกำหนดการเชื่อมต่อ 2 จุด"
    page = drawn(connection_trouble.status_never_arrives())
    assert page.one("text", "fault").text() == "outside service hours"
    assert page.one("text", "bad").text() == "500"


def test_a_file_is_drawn_as_a_page_with_its_name_and_no_answer() -> None:
    page = drawn(files.file_is_posted())
    assert arrows(page) == ["1 request", "2 request"]
    assert len(page.all("path", "page")) == 2 and len(page.all("a", "file")) == 2
    assert "MWA_TMN_20261123_01.txt" in page.text()


def test_the_clock_is_a_band_before_what_follows_from_it() -> None:
    page = drawn(connection.person_is_connected())
    clocks = page.all("div", "clock")
    assert [node.text("en") for node in clocks] == [
        "→ Tue 24 Nov 2026 08:30to the next business day 08:30",
        "→ Fri 27 Nov 2026 10:153 days",
    ]
    assert clocks[0].text("th").startswith("→ อ. 24 พ.ย. 2569 08:30 น.")
    assert [node.text() for node in page.all("text", "time")] == ["16:20", "08:30", "10:15"]


def test_what_left_when_the_advance_began_comes_before_the_band_though_told_after() -> None:
    story = Story("s", text("s", "s"), moment(23, "09:00"), [], "biz_portal", "cis")
    with story.step("advance", "later", "ต่อมา"):
        story.clock(moment(23, "09:00"), moment(23, "10:00"), "one hour")
        story.plain("cis", "biz_portal", "due", moment(23, "09:30"), message("GET /b"), reply(200))
        story.plain("cis", "biz_portal", "at_once", moment(23, "09:00"), message("GET /a"), reply(200))
    entries = chapters(told(story.end()))[0].entries
    names = [entry.event["operation"] if isinstance(entry, Exchange) else "clock" for entry in entries]
    assert names == ["clock", "due", "at_once"], "the order of leaving is kept, the band goes before the first after it"


def test_every_step_is_a_band_that_leads_to_the_step() -> None:
    page = drawn(counter.wrong_amount_is_taken())
    bands = page.all("div", "step")
    assert [band.one("a").attributes["href"].rpartition("/")[2] for band in bands] == ["step-1", "step-2", "step-3"]
    assert ["v-pass" in bands[0].attributes["class"], "v-fail" in bands[1].attributes["class"]] == [True, True]


def test_a_circle_of_parents_is_still_drawn() -> None:
    events = counter.bill_is_paid()
    for event in events:
        if event["event"] == "exchange":
            event["parent"] = event["number"]
    assert len(arrows(drawn(events))) == 4
