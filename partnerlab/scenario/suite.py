"""Plays many scenarios in one lab, and gives the exit code of the whole run."""

from __future__ import annotations

import time
from collections.abc import Iterable

from partnerlab.lab.deployment import Deployment
from partnerlab.scenario import run_events
from partnerlab.scenario.language.scenario import Story
from partnerlab.scenario.met_elements import MetElements
from partnerlab.scenario.runner import Listener, Runner
from partnerlab.scenario.scenario_run import Outcome


def play_scenarios(
    deployment: Deployment,
    stories: Iterable[Story],
    listener: Listener | None = None,
    bodies: bool = True,
    collect_met: bool = False,
) -> list[Outcome]:
    """Play every scenario; the listener gets every event from the first to the last, with `bodies` if it reads them.

    With `collect_met` each outcome says what its scenario met of all that is documented.
    """
    lab, tell = deployment.lab, listener or (lambda event: None)
    stories, begun = list(stories), time.perf_counter()
    tell(run_events.run_started(lab, len(stories), deployment.mode))
    runner = Runner(lab, listener, bodies, MetElements() if collect_met else None)
    outcomes = [runner.run(story) for story in stories]
    seconds = time.perf_counter() - begun
    tell(run_events.run_finished(lab.kit, outcomes, seconds, exit_code(outcomes)))
    return outcomes


def exit_code(outcomes: Iterable[Outcome]) -> int:
    """0 if all that could be told is right, 1 if something is wrong or nothing could be told.

    What could not be played as it is written is 2, as all bad input; a mistake of our own is 3.
    """
    outcomes = list(outcomes)
    words = {outcome.word for outcome in outcomes}
    if "error" in words:
        return 2 if all(o.blame == "configuration" for o in outcomes if o.word == "error") else 3
    return 1 if words & {"fail", "not_received"} or "pass" not in words else 0
