"""A story proves something of the link, not of one seed's people."""

from __future__ import annotations

import pytest

from partnerlab.lab import deployment as deployments
from partnerlab.lab.partners.registry import Registry
from partnerlab.scenario.language.scenario_loader import find, read
from partnerlab.scenario.suite import play_scenarios


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3, 5])
def test_every_story_passes_in_other_worlds(seed: int) -> None:
    kit = Registry()
    stories = [read(file, kit) for file in find([kit.root / "scenarios"])]
    with deployments.in_process(kit, seed) as stage:
        outcomes = play_scenarios(stage, stories)
    assert {o.story.id: str(o.verdict) for o in outcomes if o.word != "pass"} == {}
