"""The page in a real browser: what a click, a key and the passing of time do."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from playwright.sync_api import Page, expect

from partnerlab.control.controller import LabController
from partnerlab.lab.exchange.message_sender import send
from partnerlab.lab.lab import Lab
from partnerlab.lab.system_under_test import System
from tests.lab.lab_support import Client, Listener
from tests.page.in_chromium.chromium import Watch

Tab = Callable[..., tuple[Page, Watch]]


def test_a_fault_is_set_and_cleared_by_a_click(tab: Page, lab: Lab) -> None:
    tab.click("#open-dbd_juristic")
    tab.select_option("#fault-operation", "profile")
    tab.fill("#fault-times", "2")
    tab.click("[data-set-fault=silence]")
    expect(tab.locator("#set-faults [data-fault=silence]")).to_contain_text("profile")
    expect(tab.locator("#card-dbd_juristic")).to_have_attribute("data-faults", "1")
    (fault,) = list(lab.faults)
    assert (fault.partner, fault.name, fault.operation, fault.times) == ("dbd_juristic", "silence", "profile", 2)
    tab.click("#clear-dbd_juristic")
    expect(tab.locator("#card-dbd_juristic")).to_have_attribute("data-faults", "0")
    assert list(lab.faults) == []


def test_a_state_is_set_by_a_click(tab: Page, lab: Lab) -> None:
    tab.click("#open-dol_land")
    tab.click("""[data-set-state="the citizen's card is in the reader"]""")
    expect(tab.locator("#card-dol_land .facts")).to_contain_text("card own")
    assert lab.partner_worlds["dol_land"].facts["card"] == "own"


def test_the_clock_goes_on_by_a_click(tab: Page, lab: Lab) -> None:
    expect(tab.locator("#clock")).to_contain_text("12:00")
    tab.click("#clock-steps [value='by 1 hour']")
    expect(tab.locator("#clock")).to_contain_text("13:00")
    tab.select_option("#cut-off", "big_c_online")
    tab.click("#clock-cut-off button")
    expect(tab.locator("#clock")).to_contain_text("23:01")
    tab.click("#clock-steps [value='to next business day 08:30']")
    expect(tab.locator("#clock")).to_contain_text("24 Nov 2026 08:30")
    assert lab.clock.now == datetime.fromisoformat("2026-11-24T08:30:00+07:00")


def test_an_exchange_shows_its_bytes_and_findings_as_it_comes(tab: Page, lab: Lab, served: str) -> None:
    tab.click("[data-nav=journal]")
    expect(tab.locator("#nothing")).to_be_visible()
    Client(lab).get("/ws/dbd/juristic/v4/profile/information", {"JuristicID": "12"})
    tab.click("#exchange-1")
    panel = tab.locator("[data-shown-exchange='1']")
    expect(panel.locator(".findings")).to_contain_text("JuristicID")
    expect(panel.locator("[data-side=request] .line")).to_contain_text("GET /ws/dbd/juristic/v4/profile/information")
    hexadecimal = panel.locator("[data-side=answer] .hex")
    panel.locator("[data-side=answer] details:has(.hex) > summary").click()
    expect(hexadecimal).to_be_visible()
    assert re.match(r"0+ +([0-9a-f]{2} ){16}", hexadecimal.inner_text())
    expect(panel.locator(".diagram svg, .diagram [class*=diagram], .diagram ol").first).to_be_visible()


def test_personal_data_is_covered_until_it_is_asked_for(tab: Page, lab: Lab) -> None:
    client, pid = Client(lab), lab.world.person(41).pid
    client.person(client.token(), pid)
    tab.click("[data-nav=journal]")
    tab.click("#exchange-2")
    panel = tab.locator("#panel")
    expect(panel.locator("#uncover")).to_be_visible()
    assert pid not in tab.content()
    tab.click("#uncover")
    expect(panel).to_contain_text(pid)
    tab.click("#cover")
    expect(panel.locator("#uncover")).to_be_visible()
    assert pid not in tab.content()


def test_markup_that_somebody_sends_stays_text(tab: Page, lab: Lab, open_tab: Tab) -> None:
    evil = "<script>document.title = 'taken'</script><img src=x onerror=\"document.title='taken'\">"
    Client(lab).get("/ws/dbd/juristic/v4/profile/information", {"JuristicID": evil, evil: "1"})
    lab.system = System(Listener())
    tab.click("[data-nav=journal]")
    tab.click("#exchange-1")
    expect(tab.locator("#panel")).to_contain_text("script")
    assert tab.locator("#panel script, #panel img, table script, table img").count() == 0
    assert "taken" not in tab.title()


def test_all_of_it_works_by_the_keyboard_alone(tab: Page, lab: Lab) -> None:
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "jump"
    tab.keyboard.press("Enter")
    _tab_to(tab, "open-dbd_juristic")
    tab.keyboard.press("Enter")
    expect(tab.locator("#panel-head")).to_be_focused()
    tab.keyboard.press("Tab")
    _tab_to(tab, "fault-times")
    tab.keyboard.type("3")
    _press_tab(tab, lambda: tab.evaluate("document.activeElement.dataset.setFault") == "silence")
    tab.keyboard.press("Enter")
    expect(tab.locator("#set-faults [data-fault=silence]")).to_be_visible()
    expect(tab.locator("#panel-head")).to_be_focused()
    _tab_to(tab, "panel-clear")
    tab.keyboard.press("Enter")
    expect(tab.locator("#no-faults")).to_be_visible()
    assert list(lab.faults) == []


def _tab_to(tab: Page, name: str) -> None:
    _press_tab(tab, lambda: tab.evaluate("document.activeElement.id") == name)


def _press_tab(tab: Page, there: Callable[[], bool]) -> None:
    """On by the key for it, as somebody without a mouse goes."""
    for _ in range(200):
        if there():
            return
        tab.keyboard.press("Tab")
    raise AssertionError(f"not reached by the keyboard; it is at {tab.evaluate('document.activeElement.outerHTML')}")


def test_both_languages_are_a_click_away(tab: Page, lab: Lab) -> None:
    assert tab.evaluate("document.documentElement.lang") == "en"
    tab.click("#open-dbd_juristic")
    tab.click("#language-th")
    assert tab.evaluate("document.documentElement.lang") == "th"
    expect(tab.locator("#open-dbd_juristic")).to_have_text(lab.kit.partner("dbd_juristic").title["th"])
    tab.click("[data-nav=journal]")
    assert tab.evaluate("document.documentElement.lang") == "th"
    tab.click("#language-en")
    expect(tab.locator("#journal-head")).to_have_text("Journal")


def test_every_part_speaks_thai(tab: Page, lab: Lab) -> None:
    tab.click("#language-th")
    names = tab.locator("nav a").evaluate_all("links => links.map(link => link.dataset.nav)")
    for name in names:
        tab.click(f"[data-nav={name}]")
        said = [
            tab.inner_text("main h1"),
            tab.inner_text("nav"),
            *tab.locator("main button, main label").all_inner_texts(),
        ]
        assert [text for text in said if text.strip() and not re.search("[ก-๙]", text)] == [], name


def test_the_journal_is_a_diagram_that_grows(tab: Page, lab: Lab, served: str) -> None:
    client = Client(lab)
    token = client.token()
    tab.goto(f"{served}/__page/journal")
    tab.select_option("#as", "diagram")
    tab.click("#filter")
    arrows = tab.locator("#journal svg a[href$='/journal/1']")
    expect(arrows.first).to_be_visible()
    client.person(token, lab.world.person(41).pid)
    expect(tab.locator("#journal svg a[href$='/journal/2']").first).to_be_visible()


def test_a_browser_in_thai_sees_thai_at_once(served: str, open_tab: Tab) -> None:
    page, _ = open_tab(served, "th-TH")
    page.goto(f"{served}/")
    assert page.evaluate("document.documentElement.lang") == "th"


def test_a_partner_sends_by_its_form(tab: Page, lab: Lab) -> None:
    listener = Listener()
    lab.system = System(listener)
    tab.click("[data-nav=send]")
    tab.click("[data-sender=big_c_online] .operations a >> text=payment >> nth=0")
    form = tab.locator("#send-payment")
    form.locator("#payment-transaction").fill("T-77")
    form.locator("#payment-amount").fill("100.79")
    form.locator("#payment-account").fill("1001")
    form.locator("select[name=deliver]").select_option("twice")
    form.locator("button").click()
    expect(tab.locator("#panel [data-exchange]")).to_have_count(2)
    assert [message.body["reference1"] for message in listener.heard] == [lab.world.account(1001).ref1] * 2
    expect(tab.locator("#recent")).to_contain_text("payment")


def test_every_sample_of_a_form_can_be_sent_as_it_is(tab: Page, lab: Lab, served: str) -> None:
    tab.goto(f"{served}/__page/partners/truemoney_offline/send")
    tab.click("#send-payment_file button")
    expect(tab.locator("#panel [data-exchange]")).to_have_count(1)
    assert [exchange.channel for exchange in lab.journal] == ["sftp"]


def test_a_file_at_the_drop_off_is_listed_and_read(tab: Page, lab: Lab) -> None:
    payments = [{"reference": "1612345678", "invoice": "691000000001", "amount": 10_000, "name": "สมหญิง แก้วใส"}]
    send(lab, "truemoney_offline", "payment_file", {"payments": payments}, [])
    tab.click("[data-nav=files]")
    tab.click("[data-channel=sftp][data-party=truemoney_offline] a")
    panel = tab.locator("#panel")
    expect(panel.locator("#panel-head")).to_have_text("MWA_TMN_20261123_01.txt")
    assert "แก้วใส" not in tab.content()
    tab.click("#uncover")
    expect(panel).to_contain_text("แก้วใส")


def test_a_run_is_followed_step_by_step(watched: tuple[Page, Watch], desk: LabController, served: str) -> None:
    (tab, watch), hear = watched, desk.run.hear
    hear({"event": "run_started", "scenarios": 2})
    tab.goto(f"{served}/__page/run")
    hear({"event": "scenario_started", "scenario": "a/b", "title": {"en": "It holds", "th": "ถูกต้อง"}, "file": "b"})
    hear({"event": "step_started", "step": 1, "line": 7, "text": {"en": "Big C pays", "th": "ชำระ"}})
    step = tab.locator("[data-scenario='a/b'] [data-step='1']")
    expect(step).to_have_attribute("data-verdict", "playing")
    tab.click("#clock-steps button")
    expect(tab.locator("#notice")).to_contain_text("scenario")
    watch.forgive("409")
    hear({"event": "step_finished", "step": 1, "verdict": "pass", "reason": None})
    expect(step).to_have_attribute("data-verdict", "pass")
    hear({"event": "scenario_finished", "verdict": "pass", "blame": None, "reason": None})
    hear({"event": "run_finished"})
    expect(tab.locator("#progress")).to_contain_text("1 of 2")
