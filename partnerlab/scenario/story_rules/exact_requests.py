"""The rule `exactly`: a partner received what the scenario lists and nothing more."""

from __future__ import annotations

from partnerlab.lab.journal import Exchange
from partnerlab.lab.our_side import SYSTEMS
from partnerlab.scenario.scenario_run import ScenarioRun
from partnerlab.scenario.verdicts import Fail


def require_exactly(play: ScenarioRun) -> None:
    """At the end of a story: nothing reached a partner named by `exactly` that no `receives` step has claimed."""
    for name in play.story.exactly:
        partner, _, operation = name.partition(".")
        surplus = [exchange for exchange in _received(play, partner, operation) if exchange.number not in play.claimed]
        if surplus:
            raise Fail(
                f"{partner} received more than the scenario lists: {', '.join(each.name for each in surplus)}",
                f"{partner} ได้รับคำขอมากกว่าที่สถานการณ์ทดสอบระบุ: {', '.join(each.name for each in surplus)}",
                blame="system_under_test",
                expected=f"of {name} exactly what the scenario's `receives` steps name",
                actual=f"{len(surplus)} more, the first: {surplus[0].request.line}",
            )


def _received(play: ScenarioRun, partner: str, operation: str) -> list[Exchange]:
    found = play.lab.journal.search(receiver=partner, operation=operation or None)
    return [exchange for exchange in found if exchange.sender in SYSTEMS and exchange.lost != "request"]
