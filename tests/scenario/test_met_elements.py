"""What a scenario met is what happened in it: statuses and codes that passed, states it was in, faults that struck."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnerlab.conformance.met_list import MetList, met_list
from partnerlab.lab.deployment import in_process
from partnerlab.lab.partners.registry import Registry
from partnerlab.scenario.language.scenario_loader import read
from partnerlab.scenario.suite import play_scenarios

KIT = Registry()
STORY = """\
title: {en: The exchange is down, th: ศูนย์แลกเปลี่ยนข้อมูลขัดข้อง}
proves: [SRC-ONLINE-1]
start: 2026-11-05 11:00
given:
  accounts: {home: 1090}
  bills: {october: {account: home, month: 2026-10, usage: 8, issued: 2026-11-01, due: 2026-11-15}}
  faults: [{partner: dga_gdx, fault: token_service_down}]
steps:
  - sends: ttb_online.inquiry
    with: {account: $home}
    answer: {body: {responseCode: "0000", totalAmount: "100.79"}}
"""


def met_in(tmp_path: Path, text: str) -> tuple[str, MetList]:
    file = tmp_path / "a_story.yaml"
    file.write_text(text, encoding="utf-8")
    with in_process(KIT, 1) as stage:
        (outcome,) = play_scenarios(stage, [read(file, KIT, tmp_path)], collect_met=True)
    return outcome.word, met_list([outcome])


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, MetList]:
    return met_in(tmp_path_factory.mktemp("met"), STORY)


def test_the_status_and_the_codes_that_passed_are_met(played: tuple[str, MetList]) -> None:
    word, met = played
    assert word == "pass"
    assert met["ttb_online"]["statuses"] == {"inquiry 200": "a_story"}
    assert met["ttb_online"]["codes"] == {"itemType=WATER_BILL": "a_story", "responseCode=0000": "a_story"}


def test_a_partner_that_took_part_met_the_state_it_begins_in(played: tuple[str, MetList]) -> None:
    assert set(played[1]["ttb_online"]["states"]) == {"the bank signs as agreed"}


def test_a_fault_that_was_set_and_never_struck_is_not_met(played: tuple[str, MetList]) -> None:
    assert "dga_gdx" not in played[1], "nothing was asked of it"


def test_a_scenario_that_fails_has_met_nothing(tmp_path: Path) -> None:
    assert met_in(tmp_path, STORY.replace('"100.79"', '"100.80"')) == ("fail", {})
