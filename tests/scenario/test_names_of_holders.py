"""What our side names a customer must be the holder's name, letter by letter."""

from __future__ import annotations

from typing import Any

import pytest

from reference.cis.money.counter import Counter
from tests.scenario.playing import BILL, INQUIRY, Player


def _naming(monkeypatch: pytest.MonkeyPatch, change: Any) -> None:
    inquire = Counter.inquiry

    def told(counter: Counter, asked: Any) -> Any:
        due = inquire(counter, asked)
        return type(due)(due.code, change(due.name), due.items)

    monkeypatch.setattr(Counter, "inquiry", told)


def test_the_holders_name_passes(player: Player) -> None:
    assert player.play(BILL, INQUIRY).word == "pass"


@pytest.mark.parametrize(
    "change", [lambda name: "นายคนอื่น คนไกล", lambda name: name.replace(name[4], ""), lambda name: name[:6]]
)
def test_another_name_or_one_that_lost_letters_is_told(
    player: Player, monkeypatch: pytest.MonkeyPatch, change: Any
) -> None:
    _naming(monkeypatch, change)
    outcome = player.play(BILL, INQUIRY)
    assert outcome.verdict is not None
    assert (outcome.word, outcome.blame) == ("fail", "system_under_test")
    assert "names somebody who is not the holder" in outcome.verdict.reason["en"]
