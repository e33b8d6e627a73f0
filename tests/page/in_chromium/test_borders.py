"""Where the page ends: who may use it, what leaves the machine, and how much it shows of thousands of exchanges."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.wrappers import Response

from partnerlab.contract.http.message import Answer, Request
from partnerlab.lab.channels.socket_http import HttpServer
from partnerlab.lab.exchange.message_sender import send
from partnerlab.lab.journal import KEPT, Journal, Route
from partnerlab.lab.lab import Lab
from tests.page.in_chromium.chromium import Watch, launch

Tab = Callable[..., tuple[Page, Watch]]

MOST_ROWS = 200


def test_without_the_token_there_is_a_form_for_it_and_with_it_the_page(guarded_page: str, open_tab: Tab) -> None:
    page, watch = open_tab(guarded_page)
    page.goto(f"{guarded_page}/")
    watch.forgive("403")
    for token in ("wrong", "s3cret"):
        page.fill("input[name=token]", token)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        if token == "wrong":
            expect(page.locator("[role=alert]", has_text="token")).to_be_visible()
            watch.forgive("403")
    expect(page.locator("#card-dbd_juristic")).to_be_visible()
    assert page.evaluate("document.cookie") == ""
    page.click("#log-out")
    expect(page.locator("input[name=token]")).to_be_visible()
    page.goto(f"{guarded_page}/__page/journal")
    expect(page.locator("#journal-head")).to_have_count(0)
    watch.forgive("403")


@pytest.fixture
def elsewhere(served: str) -> Iterator[str]:
    """A page of another site, which acts on the lab as soon as it is opened."""
    page = f"""<!doctype html><form method=post action="{served}/__page/partners/dbd_juristic/faults" target=frame>
        <input name=fault value=silence></form><iframe name=frame></iframe><script>
        document.forms[0].submit();
        for (const [verb, path, type] of [
            ["POST", "/__lab/faults", "text/plain"], ["POST", "/__lab/faults", "application/json"],
            ["DELETE", "/__lab/faults", "text/plain"],
        ]) fetch("{served}" + path, {{
            method: verb, mode: type === "text/plain" && verb === "POST" ? "no-cors" : "cors",
            headers: {{"Content-Type": type}},
            body: verb === "POST" ? '{{"partner": "dbd_juristic", "fault": "silence"}}' : undefined,
        }}).catch(() => 0).finally(() => document.title += "|");
        fetch("{served}/__lab/partners").then((answer) => answer.text()).then((text) => document.title = "read " + text)
            .catch(() => document.title += "|");</script>"""
    server = HttpServer(Response(page, mimetype="text/html"))
    yield server.url
    server.close()


def test_a_page_of_another_site_neither_acts_nor_reads(elsewhere: str, lab: Lab, open_tab: Tab) -> None:
    lab.set_fault("dga_gdx", "silence")
    page, watch = open_tab(elsewhere)
    page.goto(elsewhere)
    page.wait_for_function("document.title === '||||'")
    page.wait_for_load_state("networkidle")
    assert [(fault.partner, fault.name) for fault in lab.faults] == [("dga_gdx", "silence")]
    for expected in ("Framing", "/__page/partners/dbd_juristic/faults", "/__lab/"):
        watch.forgive(expected)
    page.close()
    watch.problems.clear()  # it is not our page: whatever else it complains of is right


def test_no_request_leaves_this_machine(served: str, chromium: Browser, tmp_path: Path) -> None:
    """By the browser's own log of all that it does on the network."""
    log = tmp_path / "net.json"
    with closing(launch(chromium.browser_type, f"--log-net-log={log}")) as logged:
        page = logged.new_page()
        for path in ("", "partners/dbd_juristic", "journal", "files", "send", "language/th"):
            page.goto(f"{served}/__page/{path}")
        page.click("#clock-steps button")
        page.wait_for_timeout(300)  # parts ask for themselves
    assert {urlsplit(url).netloc for url in _urls(log)} == {urlsplit(served).netloc}


def _urls(log: Path) -> Iterator[str]:
    """Every address that pages asked for; what the browser asks for itself, to see who is logged in, is not theirs."""
    told = json.loads(log.read_text(encoding="utf-8"))
    started = told["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
    for params in (event["params"] for event in told["events"] if event["type"] == started and "params" in event):
        if "url" in params and (params["initiator"], params["request_type"]) != ("not an origin", "other"):
            yield params["url"]


def fill(journal: Journal, lab: Lab, count: int) -> None:
    """Exchanges as a lab has that has run for days."""
    provider = lab.kit.partner("dbd_juristic").provider
    assert provider is not None
    operation = provider.operations["profile"]
    route = Route("cis", "dbd_juristic", operation.id, "dga_gdx", operation)
    for _ in range(count):
        exchange = journal.begin(lab.clock.now, route, Request("GET", operation.path, {"JuristicID": "0105551234567"}))
        exchange.came = Answer(204)
        journal.finish(exchange, lab.clock.now)


def test_of_thousands_of_exchanges_a_page_never_has_more_than_a_few(tab: Page, lab: Lab) -> None:
    fill(lab.journal, lab, KEPT)
    most = "window.most = Math.max(window.most || 0, document.querySelectorAll('[data-exchange]').length)"
    tab.add_init_script(f"setInterval(() => {{ {most} }}, 20)")
    tab.click("[data-nav=journal]")
    seen: list[int] = []
    for _ in range(4):
        rows = tab.locator("tr[data-exchange]")
        expect(rows.first).to_be_visible()
        shown = [int(number) for number in rows.evaluate_all("rows => rows.map(row => row.dataset.exchange)")]
        assert not seen or max(shown) == min(seen) - 1
        seen += shown
        tab.mouse.wheel(0, 20_000)
        assert 0 < tab.evaluate(most) <= MOST_ROWS
        tab.click("#older")
    assert seen == list(range(KEPT, KEPT - len(seen), -1))


def test_the_newest_rows_come_in_while_one_looks(tab: Page, lab: Lab) -> None:
    fill(lab.journal, lab, KEPT - 1)
    tab.click("[data-nav=journal]")
    expect(tab.locator("tr[data-exchange]").first).to_have_attribute("data-exchange", str(KEPT - 1))
    fill(lab.journal, lab, 300)
    expect(tab.locator("tr[data-exchange]").first).to_have_attribute("data-exchange", str(KEPT + 299))
    assert tab.locator("[data-exchange]").count() <= MOST_ROWS


UNUSABLE = """() => {
    const named = (node) =>
        [node.getAttribute("aria-label"), node.labels?.[0]?.textContent, node.textContent, node.title].join("").trim();
    const told = (node) => node.outerHTML.slice(0, 120);
    const shown = (node) => node.checkVisibility() && node.type !== "hidden" && !node.ariaHidden;
    const nodes = [...document.querySelectorAll("a, button, input, select, textarea, summary")].filter(shown);
    const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
    return {
        unnamed: nodes.filter((node) => !named(node)).map(told),
        beyond_the_keyboard: nodes.filter((node) => node.tabIndex < 0).map(told),
        clicked_only: [...document.querySelectorAll("[hx-get], [hx-post]")]
            .filter((node) => !node.matches("a, form, input, div[data-part]")).map(told),
        twice: ids.filter((id, index) => ids.indexOf(id) !== index),
        nameless: !document.querySelector("main h1, main h2"),
        wider: document.documentElement.scrollWidth > window.innerWidth,
    };
}"""


def test_every_part_of_every_page_has_a_name_and_a_place_for_the_keyboard(tab: Page, lab: Lab) -> None:
    fill(lab.journal, lab, 5)
    send(lab, "mea_offline", "payment_file", {"payments": []}, [])
    tab.set_viewport_size({"width": 360, "height": 640})
    parts = tab.locator("nav a").evaluate_all("links => links.map(link => link.href)")
    assert len(parts) >= 4
    more = [f"{parts[0]}{path}" for path in ("partners/dbd_juristic", "journal/1", "partners/big_c_online/send")]
    for url in [*parts, *more]:
        tab.goto(url)
        told = tab.evaluate(UNUSABLE)
        good = {
            "unnamed": [],
            "beyond_the_keyboard": [],
            "clicked_only": [],
            "twice": [],
            "nameless": False,
            "wider": False,
        }
        assert told == good, url
