"""A partner named by `exactly` receives what the scenario lists, and nothing more."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnerlab.lab.partners.registry import Registry
from partnerlab.scenario.language.scenario_loader import BadScenario, read
from tests.scenario.playing import APPLICANT, BILL, HEAD, INQUIRY, REQUEST, Player

PERSON = "- receives: dopa_linkage.person\n"


def test_what_the_scenario_lists_is_enough(player: Player) -> None:
    assert player.play("exactly: [dopa_linkage.person]\n" + APPLICANT, REQUEST + PERSON).word == "pass"


def test_one_request_that_no_step_lists_is_too_many(player: Player) -> None:
    outcome = player.play("exactly: [dopa_linkage.person]\n" + APPLICANT, REQUEST)
    assert outcome.verdict is not None
    assert (outcome.word, outcome.blame) == ("fail", "system_under_test")
    assert "dopa_linkage received more than the scenario lists: #" in outcome.verdict.reason["en"]
    assert outcome.verdict.reason["th"]
    assert outcome.verdict.expected == "of dopa_linkage.person exactly what the scenario's `receives` steps name"


def test_all_that_a_partner_receives_counts_where_no_operation_is_named(player: Player) -> None:
    outcome = player.play("exactly: [dopa_linkage]\n" + APPLICANT, REQUEST + PERSON)
    assert outcome.verdict is not None
    assert "dopa_linkage card" in outcome.verdict.reason["en"]


def test_other_partners_may_receive_what_they_like(player: Player) -> None:
    assert player.play("exactly: [dol_land]\n" + APPLICANT, REQUEST).word == "pass"


def test_what_a_partner_sends_is_not_what_it_receives(player: Player) -> None:
    assert player.play("exactly: [big_c_online]\n" + BILL, INQUIRY).word == "pass"


@pytest.mark.parametrize(
    ("name", "told"),
    [("dopa_linkag", "did you mean 'dopa_linkage'?"), ("dopa_linkage.persn", "did you mean 'person'?")],
)
def test_a_name_that_nothing_has_is_told_where_it_stands(kit: Registry, tmp_path: Path, name: str, told: str) -> None:
    file = tmp_path / "a_story.yaml"
    file.write_text(f"{HEAD}exactly: [{name}]\n{APPLICANT}steps:\n  - advance: by 1 hour\n", encoding="utf-8")
    with pytest.raises(BadScenario, match=r"a_story.yaml:3:11: ") as mistakes:
        read(file, kit)
    assert told in str(mistakes.value)
