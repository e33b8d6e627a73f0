"""The page: what it shows, in both languages, and that every link within it leads somewhere."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import Any

import pytest

from partnerlab.report.html.page import from_events
from partnerlab.report.model import VERDICTS
from tests.report.reading import Node, read
from tests.report.stream import connection, connection_trouble, counter, files
from tests.report.stream.run import large, whole


def scenario(tree: Node, name: str) -> Node:
    return tree.one("details", "scenario", id=name)


def test_ids_are_unique_and_every_inner_link_leads_to_one(tree: Node) -> None:
    ids = [node.attributes["id"] for node in tree.walk() if "id" in node.attributes]
    assert len(ids) == len(set(ids))
    targets = {node.attributes["href"].removeprefix("#") for node in tree.all("a")} | {
        node.attributes["href"].removeprefix("#") for node in tree.all("use")
    }
    assert targets <= set(ids)


def test_nothing_is_loaded_from_anywhere(html: str, tree: Node) -> None:
    loading = [node.tag for node in tree.walk() if "src" in node.attributes or node.tag in ("link", "img", "iframe")]
    assert not loading
    assert not re.search(r"url\(|@import|https?://", html.split('type="application/json"')[0])


def test_only_the_scripts_of_the_page_itself_may_run(tree: Node) -> None:
    policy = next(node.attributes["content"] for node in tree.all("meta") if "http-equiv" in node.attributes)
    scripts = [node for node in tree.all("script") if "type" not in node.attributes]
    assert len(scripts) == 2
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.text().encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy


def test_the_cover_says_what_happened_and_what_was_left_out(tree: Node) -> None:
    cover = tree.one(id="overview")
    assert cover.one("h1").text("en").strip() == "5 of 15 scenarios did not pass"
    assert cover.one("h1").text("th").strip() == "ไม่ผ่าน 5 จาก 15 สถานการณ์"
    counted = {
        node.attributes["data-only"]: node.one("b").text() for node in cover.all("a") if "data-only" in node.attributes
    }
    assert counted == {"pass": "8", "fail": "3", "not_received": "1", "error": "1", "skip": "1", "omit": "1"}
    facts = cover.one("dl", "facts").text("en")
    for fact in (
        "Mon 23 Nov 2026 14:05",
        "reference CIS 0.1.0",
        "in one process",
        "0.1.0",
        "2569",
        "3.11.9",
        "36 steps",
    ):
        assert fact in facts
    left_out = cover.one("section", "uncovered").text("en")
    for reason in ("no test hook", "covers cash only", "PDP-030", "1 requirement that no scenario proves yet"):
        assert reason in left_out
    assert "STEP-2" not in left_out


def test_the_cover_of_a_verification_says_what_it_did_not_exercise(events: list[dict[str, Any]], html: str) -> None:
    told = [*events[:-1], {**events[-1], "proved_nothing": True, "not_exercised": ["profile (404)", "person"]}]
    cover = read(from_events(told)).one("section", "cover").text("en")
    assert "This run proved nothing" in cover
    assert "Not exercised profile (404) person" in " ".join(cover.split())
    assert "proved nothing" not in html and "Not exercised" not in html


def test_times_are_gregorian_in_english_and_buddhist_in_thai(tree: Node) -> None:
    shown = scenario(tree, "new_connection/a_person_asks_and_gets_water")
    assert "Mon 23 Nov 2026 16:20" in shown.text("en") and "2569 16:20" not in shown.text("en")
    assert "จ. 23 พ.ย. 2569 16:20 น." in shown.text("th") and "Nov 2026" not in shown.text("th")


def test_requirements_are_crossed_with_scenarios_and_gaps_are_shown(tree: Node) -> None:
    table = tree.one("table", "matrix")
    assert len(table.all("thead")[0].all("a")) == 15
    unproven = table.one("tr", id="requirement-PDP-030")
    assert "Open" in unproven.text("en") and not unproven.all("a")
    outside = table.one("tr", id="requirement-STEP-2")
    assert "Outside" in outside.text("en") and "The council decides" in outside.text("en")
    assert "เป็นการพิจารณาของคณะกรรมการ" in outside.text("th")
    refused = table.one("tr", id="requirement-PAY-011")
    assert [node.attributes["href"] for node in refused.all("a")] == [
        "#payment/an_overdue_bill_is_paid_at_the_counter",
        "#payment/a_payment_must_equal_what_was_asked",
    ]


def test_a_failure_stands_expected_beside_seen_with_its_near_misses(tree: Node) -> None:
    shown = scenario(tree, "new_connection/a_request_after_hours_waits_for_the_register")
    step = shown.one("li", id=f"{shown.attributes['id']}/step-2")
    assert step.one("div", "want").text("en").startswith("Expected") and "PENDING" in step.one("div", "want").text()
    assert step.one("div", "got").text("th").startswith("ที่พบจริง")
    miss = step.one("table", "miss")
    assert "3 of 4 criteria match" in miss.one("caption").text("en")
    assert miss.one("caption").one("a").attributes["href"].endswith("/exchange-4")
    off = miss.one("tr", "off").text("en")
    assert all(word in off for word in ("body/Status", "differs", "PENDING", "CHECK"))
    assert f"{shown.attributes['id']}.yaml:16" in step.text()


def test_a_promise_is_counted_over_its_checks_and_its_breach_told(tree: Node) -> None:
    promises = scenario(tree, "new_connection/the_register_keeps_to_the_agreed_data").one("ul", "invariants")
    assert "held at 1 of 2 checks" in promises.text("en")
    assert "exchange 2 carries religion" in promises.text("en")


def test_bodies_wait_in_one_block_until_they_are_asked_for(events: list[dict[str, Any]], tree: Node) -> None:
    block = json.loads(tree.one("script", id="data").text())
    told = block["scenarios"]["payment/a_lost_answer_never_pays_twice"]["exchanges"]
    sent = [e for e in events if e["event"] == "exchange" and e["scenario"].endswith("never_pays_twice")]
    assert {int(number) for number in told} == {event["number"] for event in sent}
    shared = block["shared"]
    assert shared[told["2"]["request"]["body"]] == sent[1]["request"]["body"] and told["2"]["lost"] == "answer"
    assert shared[told["2"]["left"]]["th"] == "จ. 23 พ.ย. 2569 09:00:04 น."
    outside = "".join(node.text() for node in tree.all("details"))
    assert "transactionDateTime" not in outside


def test_what_repeats_stands_once(tree: Node) -> None:
    block = json.loads(tree.one("script", id="data").text())
    shared = [json.dumps(value, sort_keys=True) for value in block["shared"]]
    assert len(shared) == len(set(shared)), "each value once"
    exchanges = [exchange for told in block["scenarios"].values() for exchange in told["exchanges"].values()]
    headers = [exchange["request"]["headers"] for exchange in exchanges if exchange["request"].get("headers")]
    assert len(set(map(str, headers))) < len(headers), "the same headers are sent again and again"


def test_the_filter_knows_verdict_partner_and_words_of_both_languages(tree: Node) -> None:
    shown = scenario(tree, "payment/a_lost_answer_never_pays_twice").attributes
    assert (shown["data-verdict"], shown["data-partners"]) == ("pass", "big_c_online")
    for word in ("a lost answer", "คำตอบสูญหาย", "บิ๊กซี", "pay-010", "payment_status"):
        assert word in shown["data-search"]
    partners = [node.attributes["value"] for node in tree.one("select").all("option")]
    assert partners[0] == "" and "truemoney_offline" in partners
    chips = [node for node in tree.one("form").all("button") if "data-verdict" in node.attributes]
    assert [chip.attributes["data-verdict"] for chip in chips] == list(VERDICTS)


def test_a_gateway_introduced_elsewhere_has_its_title_and_is_filtered_for() -> None:
    named, unnamed = connection.person_is_connected(), connection.company_is_connected()
    unnamed[0]["parties"] = [party for party in unnamed[0]["parties"] if party["name"] != "dga_gdx"]
    page = read(from_events(whole([named, unnamed])))
    shown = scenario(page, unnamed[0]["scenario"])
    assert "dga_gdx" in shown.attributes["data-partners"].split()
    assert "Data exchange (GDX)" in shown.one("div", "lanes").text("en")
    assert "2" in page.one("section", "partners").all("tr")[2].text()


def test_a_run_that_broke_off_still_has_a_page() -> None:
    events = whole()[:40]
    page = read(from_events(events))
    assert "did not finish" in page.one("p", "broken").text("en")
    assert "13 more scenarios were planned" in page.one("section", "uncovered").text("en")


def test_an_empty_stream_still_has_a_page() -> None:
    assert "Nothing was run" in read(from_events([])).one("h1").text("en")


def test_unknown_events_keys_verdicts_and_missing_ones_do_no_harm() -> None:
    story = [event | {"mood": "new"} for event in counter.bill_is_paid()]
    bare: list[dict[str, Any]] = [
        {"event": "scenario_started", "scenario": "bare"},
        {"event": "exchange", "scenario": "bare", "number": 1},
        {"event": "exchange", "scenario": "bare", "number": 2, "sender": "a", "receiver": "a", "left": "soon"},
        {"event": "clock", "scenario": "bare"},
        {"event": "step_finished", "scenario": "bare", "verdict": "astonishing"},
        {"event": "scenario_finished", "scenario": "bare", "verdict": "astonishing", "blame": "the moon"},
    ]
    events: list[dict[str, Any]] = [{"event": "news"}, *whole([story]), *bare]
    shown = scenario(read(from_events(events)), "bare")
    assert "astonishing" in shown.text() and "the moon" in shown.text()


def test_the_same_scenario_told_twice_is_kept_twice() -> None:
    page = read(from_events(whole([counter.bill_is_paid(), counter.bill_is_paid()])))
    names = [node.attributes["id"] for node in page.all("details")]
    assert names == [f"payment/an_overdue_bill_is_paid_at_the_counter{again}" for again in ("", "~2")]


def test_what_a_fault_on_purpose_explains_is_not_counted() -> None:
    story = connection_trouble.register_breaks_its_contract()
    for event in story:
        for finding in event.get("findings", []):
            finding["excused"] = True
    page = read(from_events(whole([story])))
    assert not page.all("a", "found") and not page.all("text", "finding")


def test_a_grid_gives_way_to_a_list_when_there_are_too_many_scenarios() -> None:
    page = read(from_events(large(40, 5)))
    row = page.one("tr", id="requirement-CON-001")
    assert len(row.one("td", "proofs").all("a")) == 40


@pytest.mark.parametrize("language", ["en", "th"])
def test_every_place_of_words_has_both_languages(tree: Node, language: str) -> None:
    body = tree.one("main").text(language)
    assert not re.search(r"\{[a-z]+\}|None|Undefined", body)


def test_scenarios_that_passed_wait_in_a_long_run_and_say_then_what_they_say_in_a_short_one() -> None:
    failing = connection_trouble.register_breaks_its_contract()
    events = whole([files.file_is_posted(), failing])
    short, long = from_events(events), read(from_events(events, many=1))
    told = json.loads(long.one("script", id="data").text())
    ((anchor, pieces),) = told["insides"].items()
    inside = "".join(told["pieces"][piece] if isinstance(piece, int) else piece for piece in pieces)
    assert inside.replace("\x01", anchor) in short
    passed, failed = scenario(long, anchor), scenario(long, failing[0]["scenario"])
    assert not passed.one("div", "inside").text() and len(inside) > 1000
    assert failed.one("div", "inside").text()
