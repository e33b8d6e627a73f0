"""The cards, one partner's states and faults, and the clock: each click does what the control does."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from markupsafe import escape
from werkzeug.test import Client

from partnerlab.lab.lab import Lab
from partnerlab.page.words import page_words

PART = {"HX-Request": "true"}


def test_a_card_for_every_partner_in_both_languages(browser: Client, lab: Lab) -> None:
    for language in ("en", "th"):
        answer = browser.get(f"/__page/language/{language}?back=/__page/", follow_redirects=True)
        assert f'<html lang="{language}"' in answer.text
        assert set(re.findall(r'data-partner="(\w+)"', answer.text)) == set(lab.kit.partners)
        for partner in lab.kit.partners.values():
            assert escape(partner.title[language]) in answer.text


def test_a_number_as_long_as_a_person_s_is_covered_on_a_card(browser: Client, lab: Lab) -> None:
    officer = lab.partner_worlds["cib_police"].facts["officer"]
    for address in ("/__page/", "/__page/partners/cib_police"):
        page = browser.get(address).text
        assert officer not in page and f"•••{officer[-2:]}" in page


def test_the_language_follows_the_browser_until_one_is_chosen(browser: Client) -> None:
    assert '<html lang="th"' in browser.get("/__page/", headers={"Accept-Language": "th,en;q=0.5"}).text
    browser.get("/__page/language/en")
    assert '<html lang="en"' in browser.get("/__page/", headers={"Accept-Language": "th"}).text
    away = browser.get("/__page/language/en?back=//evil.example/__page/")
    assert away.headers["Location"] == "/__page/"


@pytest.mark.parametrize("key", sorted(page_words()))
def test_every_word_is_there_in_both_languages(key: str) -> None:
    english, thai = page_words()[key]["en"], page_words()[key]["th"]
    assert english.strip() and thai.strip()
    assert re.findall(r"{\w+}", english) == re.findall(r"{\w+}", thai)


def test_a_search_leaves_the_cards_that_fit(browser: Client) -> None:
    found = browser.get("/__page/cards?q=Big C", headers=PART)
    assert set(re.findall(r'data-partner="(\w+)"', found.text)) == {"big_c_online"}
    assert "No partner has this" in browser.get("/__page/cards?q=zzz", headers=PART).text


def test_a_fault_is_set_and_cleared_by_a_click(browser: Client, lab: Lab) -> None:
    data = {"fault": "silence", "times": "2", "operation": "profile"}
    panel = browser.post("/__page/partners/dbd_juristic/faults", data=data, headers=PART)
    assert panel.status_code == 200 and panel.headers["HX-Trigger"] == "lab-changed"
    assert 'data-fault="silence"' in panel.text
    (fault,) = list(lab.faults)
    assert (fault.partner, fault.name, fault.operation, fault.times) == ("dbd_juristic", "silence", "profile", 2)
    assert 'data-partner="dbd_juristic" data-faults="1"' in browser.get("/__page/cards").text
    browser.post("/__page/partners/dbd_juristic/faults/clear", data={"from": "card"}, headers=PART)
    assert list(lab.faults) == []


def test_a_fault_takes_its_words_as_a_scenario_gives_them(browser: Client, lab: Lab) -> None:
    data = {"fault": "wrong_status", "word.status": "503"}
    assert browser.post("/__page/partners/dbd_juristic/faults", data=data).status_code == 303
    (fault,) = list(lab.faults)
    assert fault.words == {"status": 503}
    browser.post("/__page/faults/clear")
    assert list(lab.faults) == []


def test_only_faults_that_could_strike_are_offered(browser: Client) -> None:
    panel = browser.get("/__page/partners/dbd_juristic", headers=PART)
    offered = set(re.findall(r'data-set-fault="(\w+)"', panel.text))
    assert {"silence", "wrong_status"} <= offered and not offered & {"mailbox_full", "twice", "late"}


def test_a_refusal_says_what_to_do(browser: Client) -> None:
    data = {"fault": "wrong_status", "word.status": "often"}
    refused = browser.post("/__page/partners/dbd_juristic/faults", data=data, headers=PART)
    assert refused.status_code == 400 and refused.headers["HX-Retarget"] == "#notice"
    assert "What to do" in refused.text and "what was asked for is not right" in refused.text
    browser.get("/__page/language/th")
    in_thai = browser.post("/__page/partners/dbd_juristic/faults", data=data, headers=PART).text
    assert "คำสั่งหรือค่าที่ระบุไม่ถูกต้อง" in in_thai and "วิธีแก้ไข" in in_thai
    browser.get("/__page/language/en")
    unknown = browser.get("/__page/partners/nobody")
    assert unknown.status_code == 404 and "What to do" in unknown.text


def test_every_panel_can_be_opened_in_thai(browser: Client, lab: Lab) -> None:
    browser.get("/__page/language/th")
    for partner in lab.kit.partners.values():
        panel = browser.get(f"/__page/partners/{partner.name}", headers=PART)
        assert panel.status_code == 200 and f'data-panel="{partner.name}"' in panel.text
        assert panel.text.count("data-set-state=") == len(partner.states["states"])


def test_a_state_is_set_for_the_partner_and_for_somebody(browser: Client, lab: Lab) -> None:
    data = {"state": "the person is dead", "of": "person", "number": "41"}
    assert browser.post("/__page/partners/dopa_linkage/states", data=data).status_code == 303
    own = next(name for name, state in lab.kit.partner("bbl_debit").states["states"].items() if "of" not in state)
    panel = browser.post("/__page/partners/bbl_debit/states", data={"state": own}, headers=PART)
    assert panel.status_code == 200
    bad = browser.post("/__page/partners/dopa_linkage/states", data=data | {"number": "me"}, headers=PART)
    assert bad.status_code == 400


def test_the_clock_advances_in_steps_to_a_cut_off_and_in_words(browser: Client, lab: Lab) -> None:
    face = browser.post("/__page/clock", data={"advance": "by 1 hour"}, headers=PART)
    assert "Mon 23 Nov 2026 13:00" in face.text
    browser.post("/__page/clock", data={"cut_off": "big_c_online"})
    assert lab.clock.now == datetime.fromisoformat("2026-11-23T23:01:00+07:00")
    browser.post("/__page/clock", data={"advance": "to next business day 08:30"})
    assert lab.clock.now == datetime.fromisoformat("2026-11-24T08:30:00+07:00")
    refused = browser.post("/__page/clock", data={"advance": "yesterday"}, headers=PART)
    assert refused.status_code == 400 and "names no moment" in refused.text
    browser.get("/__page/language/th")
    assert "อ. 24 พ.ย. 2569 08:30 น." in browser.get("/__page/clock").text


def test_a_part_that_has_not_changed_is_not_sent_again(browser: Client, lab: Lab) -> None:
    for part in ("clock", "cards"):
        shown = browser.get(f"/__page/{part}", headers=PART).text
        again = re.search(r'hx-get="([^"]+)"', shown)
        assert again and browser.get(again[1].replace("&amp;", "&"), headers=PART).status_code == 204
        browser.post("/__page/partners/dbd_juristic/faults", data={"fault": "silence"})
        lab.advance(lab.clock.now + timedelta(hours=1))
        assert browser.get(again[1].replace("&amp;", "&"), headers=PART).status_code == 200
