"""Our side books money wrongly, and its books balance all the same: stories about that money fail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from partnerlab.lab.deployment import in_process
from partnerlab.lab.partners.registry import Registry, default_root
from partnerlab.scenario.language.scenario_loader import find, read
from partnerlab.scenario.runner import Runner
from partnerlab.scenario.scenario_run import Outcome
from reference.cis.money import ledger

WITHOUT_BOOKING = {
    "a_file_without_its_frame_settles_nothing",
    "a_trailer_that_does_not_agree_settles_nothing",
    "each_figure_of_the_trailer_must_agree",
    "half_a_file_settles_nothing",
    "utf8_is_refused_even_where_every_record_is_as_long",
}
Receive = Callable[[Any, str, Sequence[Any], str], list[str]]


def booking(monkeypatch: pytest.MonkeyPatch, change: Callable[[Receive], Receive]) -> None:
    """Let our side book otherwise: every booking passes `ledger.receive(db, agent, bookings, at)`."""
    monkeypatch.setattr(ledger, "receive", change(ledger.receive))


def played(flow: str, kit: Registry) -> dict[str, Outcome]:
    """How the stories of a flow end, by name."""
    root = default_root() / "scenarios"
    stories = [read(file, kit, root) for file in find((root / flow,))]
    with in_process(kit) as stage:
        outcomes = [Runner(stage.lab).run(story) for story in stories]
    return {Path(outcome.story.file).stem: outcome for outcome in outcomes}


_WHY = ("disagree on the money", "booked money under a name that is no agent's")


def failed(outcomes: dict[str, Outcome]) -> set[str]:
    """Those that fail because agents and our side disagree."""
    return {
        name
        for name, outcome in outcomes.items()
        if outcome.word == "fail" and outcome.verdict and any(why in outcome.verdict.reason["en"] for why in _WHY)
    }


def to_somebody_made_up(receive: Receive) -> Receive:
    return lambda db, agent, bookings, at: receive(db, "NOBODY", bookings, at)


def without_the_rest(receive: Receive) -> Receive:
    """What is over of an overpayment is dropped, from the books of the agent too."""

    def paid_bill_alone(lines: Sequence[Any]) -> Sequence[Any]:
        return [line for line in lines if line.bucket == "applied"] or lines

    def changed(db: Any, agent: str, bookings: Sequence[Any], at: str) -> list[str]:
        cut = [type(booking)(booking.registration, paid_bill_alone(booking.lines)) for booking in bookings]
        return receive(db, agent, cut, at)

    return changed


def test_money_of_files_that_is_booked_to_a_made_up_agent_fails_every_story_of_it(
    kit: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    booking(monkeypatch, to_somebody_made_up)
    outcomes = played("payment_files", kit)
    assert failed(outcomes) == set(outcomes) - WITHOUT_BOOKING


def test_the_rest_of_an_overpayment_that_is_dropped_fails_the_story_of_it(
    kit: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    booking(monkeypatch, without_the_rest)
    outcomes = played("payment_files", kit)
    assert failed(outcomes) == {
        "a_deposit_pays_the_oldest_bill_that_it_covers_whole",
        "more_than_the_bill_is_paid_in_a_file",
    }
    verdict = outcomes["more_than_the_bill_is_paid_in_a_file"].verdict
    assert verdict is not None
    assert verdict.expected == "22080 satang, and up to 0 more of unknown outcome"
    assert verdict.actual == "20158 satang booked for TMN"


@pytest.mark.parametrize("flow", ["payment_online", "automatic_debit"])
def test_money_of_counters_and_debits_that_is_booked_to_a_made_up_agent_is_seen(
    flow: str, kit: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    booking(monkeypatch, to_somebody_made_up)
    outcomes = played(flow, kit)
    assert len(failed(outcomes)) > len(outcomes) // 3
