"""An exchange told without its bodies is the same exchange, and opens nothing."""

from __future__ import annotations

from typing import Any

import pytest

from partnerlab.lab.deployment import in_process
from partnerlab.lab.partners.registry import Registry
from partnerlab.scenario import exchange_events
from partnerlab.scenario.language.scenario_loader import find, read
from partnerlab.scenario.suite import play_scenarios

BODIES = {"request", "answer", "masked"}
STORIES = "scenarios/new_connection"


@pytest.fixture(scope="module")
def kit() -> Registry:
    return Registry()


def events(kit: Registry, bodies: bool) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    stories = [read(file, kit, kit.root / "scenarios") for file in find((kit.root / STORIES,))[:6]]
    with in_process(kit) as stage:
        play_scenarios(stage, stories, told.append, bodies=bodies)
    return [{key: value for key, value in event.items() if key != "seconds"} for event in told]


def test_all_that_is_told_without_bodies_is_told_with_them(kit: Registry) -> None:
    whole, outline = events(kit, True), events(kit, False)
    assert [event for event in whole if event["event"] == "exchange"]
    assert outline == [{key: value for key, value in event.items() if key not in BODIES} for event in whole]


def test_no_body_is_covered_when_none_is_told(kit: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    covered: list[Any] = []
    cover = exchange_events._request
    monkeypatch.setattr(exchange_events, "_request", lambda *given: (covered.append(given), cover(*given))[1])
    events(kit, False)
    assert not covered
    events(kit, True)
    assert covered
