"""A run that is watched: the page follows each scenario, and nobody changes the lab meanwhile."""

from __future__ import annotations

import re
from typing import Any

import pytest
from werkzeug.test import Client

from partnerlab.control.app import Control
from partnerlab.control.controller import LabController
from partnerlab.lab import deployment as deployments
from partnerlab.lab.partners.registry import Registry
from partnerlab.page.app import beside_control
from partnerlab.scenario.language.scenario_loader import find, read_all
from partnerlab.scenario.suite import play_scenarios

PART = {"HX-Request": "true"}


@pytest.fixture
def seen(kit: Registry) -> list[dict[str, Any]]:
    """What the page and its control showed after each step of two stories."""
    files = find([kit.root / "scenarios" / "payment_online"])
    good = next(file for file in files if file.stem == "a_bill_is_paid_at_a_counter")
    stories, mistakes = read_all([good, good], kit, kit.root / "scenarios")
    assert not mistakes
    told: list[dict[str, Any]] = []
    with deployments.in_process(kit) as opened:
        desk = LabController(opened.lab, opened.urls)
        browser = Client(beside_control(Control(desk)))

        def listen(event: dict[str, Any]) -> None:
            desk.run.hear(event)
            if event["event"] in ("step_finished", "run_finished"):
                told.append(
                    {
                        "event": event["event"],
                        "steps": browser.get("/__page/run/steps", headers=PART).text,
                        "journal": browser.get("/__page/journal/rows", headers=PART).text,
                        "act": browser.post("/__page/clock", data={"advance": "by 1 hour"}).status_code,
                        "set": browser.post(
                            "/__page/partners/dbd_juristic/faults", data={"fault": "silence"}
                        ).status_code,
                        "looked": browser.get("/__lab/world/person/41/registers").status_code,
                    }
                )

        outcomes = play_scenarios(opened, stories, listen)
        assert {outcome.word for outcome in outcomes} == {"pass"}
        told.append({"run": browser.get("/__lab/run").json, "page": browser.get("/__page/run").text})
    return told


def test_the_page_follows_the_scenario_and_lets_it_alone(seen: list[dict[str, Any]], kit: Registry) -> None:
    first, *others, finished, end = seen
    assert 'data-scenario="payment_online/a_bill_is_paid_at_a_counter"' in first["steps"]
    assert re.findall(r'data-step="(\d+)" data-verdict="(\w+)"', first["steps"]) == [("1", "pass")]
    assert "0 of 2 scenarios" in first["steps"] and "1 of 2 scenarios" in others[-1]["steps"]
    assert "data-exchange=" in others[-1]["journal"]
    assert {(step["act"], step["set"], step["looked"]) for step in [first, *others]} == {(409, 409, 409)}
    assert finished["event"] == "run_finished" and finished["act"] == 303
    assert (end["run"]["planned"], end["run"]["done"], end["run"]["verdicts"]) == (2, 2, {"pass": 2})
    assert "The run is over" in end["page"] and 'data-nav="run"' in end["page"]


def test_what_did_not_pass_is_listed(browser: Client, desk: LabController) -> None:
    run = desk.run
    run.hear({"event": "run_started", "scenarios": 3})
    run.hear({"event": "scenario_started", "scenario": "a/b", "title": {"en": "It holds", "th": "ถูกต้อง"}, "file": "b"})
    run.hear({"event": "step_started", "step": 1, "line": 7, "text": {"en": "pays", "th": "ชำระ"}})
    assert 'data-step="1" data-verdict="playing"' in browser.get("/__page/run").text
    reason = {"en": "<b>late", "th": "ช้า"}
    run.hear({"event": "step_finished", "step": 1, "verdict": "fail", "reason": reason})
    run.hear({"event": "scenario_finished", "verdict": "fail", "blame": "partner", "reason": reason})
    page = browser.get("/__page/run").text
    assert 'data-wrong="a/b"' in page and "&lt;b&gt;late" in page and "Whose fault: partner" in page
    browser.get("/__page/language/th")
    assert "ต้นเหตุ: หน่วยงานคู่เชื่อมโยง" in browser.get("/__page/run").text


def test_a_lab_without_scenarios_says_so(browser: Client) -> None:
    assert 'id="no-run"' in browser.get("/__page/run").text
    assert 'data-nav="run"' not in browser.get("/__page/").text
