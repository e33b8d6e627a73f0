"""The register of veterans: the right follows from the family, and is the same whenever one asks."""

from __future__ import annotations

from typing import Any

from partnerlab.contract.http.message import Request
from partnerlab.lab.lab import Lab

REGISTER = "wvo_veterans"


def asked(lab: Lab, pid: str) -> Any:
    message = Request("GET", "/", {"CitizenID": pid}, {}, b"", None)
    return lab.kit.partner(REGISTER).functions["veteran"](lab.partner_worlds[REGISTER], message)


def people(lab: Lab, relation: str) -> list[Any]:
    found = [lab.world.person(number) for number in range(2000)]
    answers = [(person, asked(lab, person.pid)) for person in found]
    return [person for person, answer in answers if isinstance(answer, dict) and answer["relation"] == relation]


def test_a_few_are_veterans_and_their_wives_have_the_right_by_the_same_card(lab: Lab) -> None:
    own = people(lab, "self")
    assert 0.01 < len(own) / 2000 < 0.1
    wives = [person for person in own if person.spouse is not None and person.spouse.alive]
    assert wives, "some of 2000 are married"
    for person in wives:
        wife = asked(lab, person.spouse.pid)
        assert wife["personalID"] == person.spouse.pid
        assert (wife["relation"], wife["cardNo"]) == ("spouse", asked(lab, person.pid)["cardNo"])


def test_when_the_veteran_dies_his_right_ends_and_his_wife_is_the_widow(lab: Lab) -> None:
    person = next(person for person in people(lab, "self") if person.spouse is not None and person.spouse.alive)
    wife = person.spouse
    lab.world.override("person", person.number, alive=False)
    assert asked(lab, person.pid) == "00404"
    assert asked(lab, wife.pid)["relation"] == "widow"


def test_a_divorce_ends_the_right_of_the_wife(lab: Lab) -> None:
    person = next(person for person in people(lab, "self") if person.spouse is not None and person.spouse.alive)
    wife = person.spouse
    lab.world.override("person", person.number, divorced=True)
    answer = asked(lab, wife.pid)
    assert answer == "00404" or answer["relation"] != "spouse"


def test_a_child_has_the_right_until_it_is_of_age(lab: Lab) -> None:
    for child in people(lab, "child"):
        ends = asked(lab, child.pid)["rightEnds"]
        assert ends // 10_000 - 543 == child.born.year + 20


def test_the_dead_and_strangers_have_none(lab: Lab) -> None:
    lab.set_state(REGISTER, "the customer is a veteran of the first class")
    assert asked(lab, lab.world.person(41).pid)["cardClass"] == 1
    lab.world.override("person", 41, alive=False)
    assert (asked(lab, lab.world.person(41).pid), asked(lab, "0000000000000")) == ("00404", "00404")
