"""The journal on the page: every exchange with its verdict, never too many rows, and nothing of a body that acts."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from werkzeug.test import Client

from partnerlab.contract.findings import Finding
from partnerlab.contract.http import message as wire
from partnerlab.lab.exchange.message_sender import send
from partnerlab.lab.journal import Exchange, Route
from partnerlab.lab.lab import Lab
from partnerlab.lab.system_under_test import System
from partnerlab.page.byte_view import hex_lines, lines_of, record_lines
from tests.page.conftest import Answering

PART = {"HX-Request": "true"}
MOST_ROWS = 200


def passed(lab: Lab, sender: str = "big_c_online", body: str = "{}", *findings: Finding) -> Exchange:
    """One exchange of the past."""
    request = wire.request("POST", "/payments", headers={"content-type": "application/json"}, raw=body.encode())
    exchange = lab.journal.begin(lab.clock.now, Route(sender, "cis", "payment"), request)
    exchange.came = wire.answer(200, {"content-type": "application/json"}, b"{}")
    exchange.findings = list(findings)
    lab.journal.finish(exchange, lab.clock.now)
    return exchange


def numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r'data-exchange="(\d+)"', text)]


def test_of_3500_exchanges_a_page_holds_at_most_200_and_all_can_be_reached(browser: Client, lab: Lab) -> None:
    for _ in range(3_500):
        passed(lab)
    seen, address = [], "/__page/journal"
    for start in (None, None, 1_801, 61):
        page = browser.get(f"/__page/journal?before={start}" if start else address).text
        found = numbers(page.partition("<aside")[0])
        assert page.count("<tr") - 1 == len(found) <= MOST_ROWS
        older = re.search(r'id="older" href="(\?[^"]+)"', page)
        address = "/__page/journal" + older[1].replace("&amp;", "&") if older else ""
        seen.append((found[0], found[-1]))
    assert seen == [(3_500, 3_401), (3_400, 3_301), (1_800, 1_701), (60, 1)] and not address
    assert len(numbers(browser.get("/__page/").text)) <= MOST_ROWS
    drawn = browser.get("/__page/journal?as=diagram").text
    assert 0 < drawn.count('class="x request') <= MOST_ROWS


def test_the_journal_grows_without_being_asked(browser: Client, lab: Lab) -> None:
    assert "Nothing has been exchanged yet." in browser.get("/__page/journal").text
    part = browser.get("/__page/journal/rows", headers=PART).text
    again = re.search(r'hx-get="([^"]+)"', part)
    assert again and browser.get(again[1], headers=PART).status_code == 204
    passed(lab)
    assert numbers(browser.get(again[1], headers=PART).text) == [1]


def test_it_is_narrowed_by_partner_and_by_what_is_wrong(browser: Client, lab: Lab) -> None:
    bad = Finding("request", "body/amount", "type", "a number", "a text")
    passed(lab, "big_c_online")
    passed(lab, "scb_online", "{}", bad)
    passed(lab, "scb_online", "{}", Finding("request", "body", "age", "new", "old", notice=True))
    rows = browser.get("/__page/journal/rows?party=scb_online", headers=PART).text
    assert numbers(rows) == [3, 2]
    assert re.findall(r'data-verdict="(\w+)"', rows) == ["notice", "fail"]
    assert "breaks the contract" in rows
    assert numbers(browser.get("/__page/journal/rows?wrong=true", headers=PART).text) == [2]
    one = browser.get("/__page/journal/2").text
    assert "<b>type</b>" in one and "body/amount" in one and "a number" in one and "a text" in one
    browser.get("/__page/language/th")
    assert "<b>ชนิด" in browser.get("/__page/journal/2").text


def test_one_exchange_with_its_bytes_in_both_languages(browser: Client, lab: Lab) -> None:
    passed(lab, "big_c_online", '{"item": "น้ำ"}')
    for language, request, pieces in (("en", "Request", "Bytes"), ("th", "คำขอ", "เลขฐานสิบหก")):
        browser.get(f"/__page/language/{language}")
        page = browser.get("/__page/journal/1").text
        assert request in page and pieces in page
        assert "e0 b8 99" in page and 'href="/__page/journal/1"' in page
    panel = browser.get("/__page/journal/1", headers=PART).text
    assert "<html" not in panel and 'data-shown-exchange="1"' in panel
    assert browser.get("/__page/journal/2").status_code == 404


def test_what_a_partner_sends_is_shown_and_never_runs(browser: Client, lab: Lab) -> None:
    attack = '{"name": "<script>alert(1)</script><img src=x onerror=alert(2)>", "b": "\x1b[2J"}'
    seen = Finding("request", "body/<script>", "type", "<b>", "<script>alert(3)</script>")
    passed(lab, "big_c_online", attack, seen)
    for address in ("/__page/journal", "/__page/journal/1", "/__page/journal?as=diagram", "/__page/"):
        page = browser.get(address).text
        assert "<script>alert" not in page and "<img" not in page and "\x1b" not in page, address
    assert "&lt;script&gt;alert(1)" in browser.get("/__page/journal/1?personal=shown").text


@pytest.fixture
def paid(lab: Lab) -> str:
    """An inquiry about account 1001 has passed; its reference."""
    lab.system = System(Answering({"responseCode": "1001", "responseMessage": "x", "transactionId": "1"}), "cis")
    account = lab.world.account(1001)
    send(lab, "big_c_online", "inquiry", {"account": account}, [])
    return str(account.registration)


def test_personal_data_is_covered_unless_asked_for(browser: Client, paid: str) -> None:
    covered = browser.get("/__page/journal/1").text
    assert paid not in covered and "•" in covered and 'id="uncover"' in covered
    shown = browser.get("/__page/journal/1?personal=shown").text
    assert paid in shown and 'id="cover"' in shown
    assert paid not in browser.get("/__page/journal").text


def test_an_exchange_is_drawn_with_what_it_caused(browser: Client, lab: Lab) -> None:
    request = wire.request("POST", "/outer")
    outer = lab.journal.begin(lab.clock.now, Route("big_c_online", "cis", "payment"), request)
    passed(lab, "cis")
    lab.journal.finish(outer, lab.clock.now + timedelta(seconds=1))
    passed(lab, "scb_online")
    for number in (1, 2):
        page = browser.get(f"/__page/journal/{number}", headers=PART).text
        assert page.count('class="x request') == 2
    assert "while handling exchange 1" in page


def test_a_ruler_counts_bytes_and_a_finding_marks_its_columns() -> None:
    finding = {"where": "line 2, columns 3-4 (name)", "rule": "code"}
    told = record_lines(lines_of("H1\r\nDมีค่า\r\n"), "cp874", [finding])
    second = told.lines[1]
    assert [(piece.text, piece.width, piece.marked) for piece in second.pieces] == [
        ("D", None, False), ("ม", 1, False), ("ีค", 2, True), ("่า", 2, False),
    ]  # fmt: skip
    assert second.findings == [finding] and told.lines[0].findings == []
    assert told.tens == [10] and told.more == 0
    assert record_lines(lines_of("x\n" * 300), "utf-8", []).more == 100


def test_bytes_in_hexadecimal() -> None:
    told = hex_lines("AB<\n" * 5, "utf-8")
    assert told.lines[0] == ("000000", "41 42 3c 0a " * 3 + "41 42 3c 0a", "AB<·AB<·AB<·AB<·")
    assert told.lines[1][0] == "000010" and told.more == 0
    assert hex_lines("x" * 5_000, "no such code page").more == 1_800
