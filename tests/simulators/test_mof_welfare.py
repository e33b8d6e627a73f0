"""The register of people with low income: the same person always gets the same answer."""

from __future__ import annotations

from typing import Any

from partnerlab.contract.http.message import Request
from partnerlab.lab.lab import Lab

REGISTER = "mof_welfare"


def asked(lab: Lab, pid: str) -> Any:
    message = Request("GET", "/", {"CitizenID": pid}, {}, b"", None)
    return lab.kit.partner(REGISTER).functions["welfare_card"](lab.partner_worlds[REGISTER], message)["result"]


def test_some_hold_a_card_and_whoever_does_does_tomorrow(lab: Lab) -> None:
    people = [lab.world.person(number) for number in range(200) if lab.world.person(number).alive]
    first = [asked(lab, person.pid) for person in people]
    assert 0.15 < first.count("YES") / len(first) < 0.35
    assert [asked(lab, person.pid) for person in people] == first


def test_the_dead_and_strangers_hold_none(lab: Lab) -> None:
    lab.set_state(REGISTER, "the customer holds a card")
    assert asked(lab, lab.world.person(41).pid) == "YES"
    lab.world.override("person", 41, alive=False)
    assert (asked(lab, lab.world.person(41).pid), asked(lab, "0000000000000")) == ("NO", "NO")
