"""What a receiver has acknowledged is not sent to it again; what it has not is."""

from __future__ import annotations

from typing import Any

import pytest

from reference.common.outbox import DELIVERED, Delivery, Message, Outbox
from tests.scenario.playing import APPLICANT, REQUEST, Player

REACHED = "- {receives: biz_portal.update_status, request: {body: {Status: CHECK}}, within: 1 day}\n"
AGAIN = "- {receives: biz_portal.update_status, request: {body: {Status: CHECK}}, times: 2, within: 1 day}\n"


@pytest.fixture
def insistent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our side sends each message once more when it has been taken."""
    send_once = Outbox._try

    def send_twice(outbox: Any, message: Message) -> Delivery:
        delivery = send_once(outbox, message)
        return send_once(outbox, message) if delivery.result == DELIVERED else delivery

    monkeypatch.setattr(Outbox, "_try", send_twice)


def test_a_status_that_is_sent_once_passes(player: Player) -> None:
    assert player.play(APPLICANT, REQUEST + REACHED).word == "pass"


@pytest.mark.usefixtures("insistent")
def test_a_status_that_was_acknowledged_and_comes_again_is_told(player: Player) -> None:
    outcome = player.play(APPLICANT, REQUEST + AGAIN)
    assert outcome.verdict is not None
    assert (outcome.word, outcome.blame) == ("fail", "system_under_test")
    assert "has acknowledged this message already, as #" in outcome.verdict.reason["en"]


def test_a_status_that_came_to_grief_may_come_again(player: Player) -> None:
    fault = "- {set_fault: biz_portal, fault: wrong_status, with: {status: 503}, times: 1}\n"
    assert player.play(APPLICANT, fault + REQUEST + AGAIN).word == "pass"


def test_a_status_whose_answer_was_lost_may_come_again(player: Player) -> None:
    fault = "- {set_fault: biz_portal, fault: connection_reset, times: 1}\n"
    assert player.play(APPLICANT, fault + REQUEST + AGAIN).word == "pass"
