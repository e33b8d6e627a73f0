"""The list of a sandbox on the page: it says what is awaited, nearly shown and shown, and ticks itself."""

from __future__ import annotations

import re
from typing import Any

from werkzeug.test import Client

from partnerlab.control.controller import LabController

PART = {"HX-Request": "true"}


def step(name: str, state: str, exchange: int | None = None, miss: str | None = None) -> dict[str, Any]:
    said = {"en": f"{name} <b>", "th": f"ข้อ {name}"}
    told = {"en": miss, "th": f"ใกล้เคียง {miss}"} if miss else None
    advice = {"en": f"do {name}", "th": f"ทำ {name}"}
    return {"name": name, "title": said, "advice": advice, "state": state, "exchange": exchange, "miss": told}


def listed(*steps: dict[str, Any]) -> dict[str, Any]:
    account = {
        "role": "exact", "title": {"en": "takes it", "th": "รับชำระ"}, "registration": "•••", "reference1": "•••1",
        "invoice": "•••2", "owed": "100.79",
    }  # fmt: skip
    left = sum(one["state"] != "done" for one in steps)
    return {"partner": "big_c_online", "left": left, "accounts": [account], "steps": list(steps), "strays": []}


def test_the_list_ticks_itself(browser: Client, desk: LabController) -> None:
    steps = [step("pay", "awaited"), step("reverse", "near", miss="the amount is another")]
    desk.checklist = lambda shown: listed(*steps)
    page = browser.get("/__page/checklist").text
    assert re.findall(r'data-step="(\w+)" data-state="(\w+)"', page) == [("pay", "awaited"), ("reverse", "near")]
    assert "2 of 2 steps are still awaited" in page and "do pay" in page and "the amount is another" in page
    assert "<b>," not in page and "&lt;b&gt;" in page and 'data-nav="checklist"' in page
    part = browser.get("/__page/checklist/steps", headers=PART).text
    again = re.search(r'hx-get="([^"]+)"', part)
    assert again and browser.get(again[1], headers=PART).status_code == 204
    steps[:] = [step("pay", "done", 7), step("reverse", "done", 9)]
    ticked = browser.get(again[1], headers=PART).text
    assert "All steps were shown" in ticked and 'href="/__page/journal/7"' in ticked and "do pay" not in ticked
    browser.get("/__page/language/th")
    assert "แสดงครบทุกข้อ" in browser.get("/__page/checklist").text


def test_what_is_wrong_and_fits_no_step_is_told(browser: Client, desk: LabController) -> None:
    stray = {"exchange": 4, "miss": {"en": "<i>no such operation", "th": "ไม่มีรายการนี้"}}
    desk.checklist = lambda shown: listed(step("pay", "awaited")) | {"strays": [stray]}
    page = browser.get("/__page/checklist").text
    assert 'id="strays"' in page and 'href="/__page/journal/4"' in page and "&lt;i&gt;no such operation" in page


def test_accounts_are_asked_for_covered_unless_they_are_to_be_shown(browser: Client, desk: LabController) -> None:
    asked: list[bool] = []

    def told(shown: bool) -> dict[str, Any]:
        asked.append(shown)
        return listed(step("pay", "awaited"))

    desk.checklist = told
    browser.get("/__page/checklist")
    assert True not in asked
    asked.clear()
    page = browser.get("/__page/checklist?personal=shown").text
    assert "/__page/checklist/steps?personal=shown" in page and asked.count(True) == 2


def test_a_lab_that_is_no_sandbox_says_so(browser: Client) -> None:
    page = browser.get("/__page/checklist").text
    assert 'id="no-checklist"' in page and 'data-nav="checklist"' not in page
