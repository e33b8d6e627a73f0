"""No person is looked up again at the moment at which a register has answered; later, or after trouble, it may be."""

from __future__ import annotations

from typing import Any

import pytest

from reference.cis.service_requests.register_lookups import Registers
from tests.scenario.playing import APPLICANT, REQUEST, Player


@pytest.fixture
def curious(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our side asks each register twice."""
    ask_once = Registers._answer

    def ask_twice(registers: Registers, question: Any) -> Any:
        ask_once(registers, question)
        return ask_once(registers, question)

    monkeypatch.setattr(Registers, "_answer", ask_twice)


def test_registers_that_are_asked_once_pass(player: Player) -> None:
    assert player.play(APPLICANT, REQUEST).word == "pass"


@pytest.mark.usefixtures("curious")
def test_a_person_who_is_looked_up_twice_is_told(player: Player) -> None:
    outcome = player.play(APPLICANT, REQUEST)
    assert outcome.verdict is not None
    assert (outcome.word, outcome.blame) == ("fail", "system_under_test")
    assert "has answered this look-up of a person already, as #" in outcome.verdict.reason["en"]


def test_another_request_of_the_same_person_asks_again(player: Player) -> None:
    later = "- advance: by 1 hour\n"
    assert player.play(APPLICANT, REQUEST + later + REQUEST).word == "pass"
