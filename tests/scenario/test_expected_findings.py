"""A scenario that expects findings passes with all of them and fails without one; nothing else of it is forgiven."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from partnerlab.lab.partners.registry import Registry, default_root
from partnerlab.scenario.language.scenario import Story
from partnerlab.scenario.language.scenario_loader import read
from tests.scenario.playing import Player

FILES = sorted((default_root() / "scenarios" / "data_scope").glob("*.yaml"))
SENSITIVE = default_root() / "scenarios" / "data_scope" / "sensitive_data_from_a_partner_is_found.yaml"


def play(player: Player, story: Story) -> tuple[str, str | None, str]:
    with player.stage() as stage:
        outcome = player.on(stage, story)
    return outcome.word, outcome.blame, str(outcome.verdict)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_without_the_expectation_the_finding_fails_the_story(file: Path, kit: Registry, player: Player) -> None:
    word, blame, _ = play(player, replace(read(file, kit), expect_findings=[]))
    assert (word, blame) in {("fail", "simulator"), ("fail", "system_under_test")}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_without_the_breach_the_expectation_fails_the_story(file: Path, kit: Registry, player: Player) -> None:
    story = read(file, kit)
    given = {word: item for word, item in story.given.items() if word not in ("agreed", "faults")}
    steps = [
        replace(step, words={key: step.words[key] for key in step.words if key != "deliver"}) for step in story.steps
    ]
    harmless = [
        replace(step, words=step.words | {"with": {"text": "all is well"}})
        for step in steps
        if step.operation in ("write_log", "carry_note")
    ]
    word, blame, text = play(player, replace(story, given=given, steps=harmless or steps))
    assert (word, blame) == ("fail", "configuration")
    assert "the expected finding did not arise" in text


def test_another_finding_than_the_expected_fails_the_story(kit: Registry, player: Player) -> None:
    story = read(SENSITIVE, kit)
    word, blame, text = play(player, replace(story, expect_findings=story.expect_findings[1:]))
    assert (word, blame) == ("fail", "simulator")
    assert "body/religion: sensitive data" in text


def test_what_was_expected_is_a_notice_in_the_events(kit: Registry, player: Player) -> None:
    assert play(player, read(SENSITIVE, kit))[0] == "pass"
    findings = [finding for event in player.events if event["event"] == "exchange" for finding in event["findings"]]
    assert {finding["where"] for finding in findings if finding["notice"]} >= {"body/religion", "body/disability"}
