"""Over everything a run tells: no number and no name of a person, no credential, in whatever form it travels."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest

from partnerlab.contract.http.message import Answer, Request
from partnerlab.lab.exchange.simulator_app import simulator_apps
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.registry import Registry, default_root
from partnerlab.scenario import fixtures
from partnerlab.scenario.language.scenario import Story
from partnerlab.scenario.language.scenario_loader import find, read
from partnerlab.scenario.suite import play_scenarios
from partnerlab.world.relations import Company, Person
from tests.scenario.playing import APPLICANT, BILL, REQUEST, Player

FOLDERS = ("new_connection", "payment_online", "payment_files")
SHORTEST = 4
"""Shorter names are parts of other words."""


def secrets_of(lab: Lab) -> set[str]:
    """Every credential of the lab and every token it gave."""
    from partnerlab.lab.environment import file_variables, variables

    told = variables(lab, {}) | file_variables(lab)
    plain = (
        "_HOST", "_PORT", "_USER", "_HOST_KEY", "_HOME", "_CODE", "_CARD_NUMBERS", "_OVERDUE", "_ARREARS", "_CUSTOMERS",
        "_REVERSAL", "_RECORD", "_DAYS", "_CUT_OFF", "_ENDED_ON", "_EVERY", "_FORM", "_AMOUNT", "_EMPTY_DAY",
    )  # fmt: skip
    keys = {value for name, value in told.items() if not name.endswith(plain)}
    return keys | set(lab.partner_worlds["dga_gdx"].table("tokens"))


def people_of(found: dict[str, Any]) -> Iterator[str]:
    for entity in found.values():
        persons = [entity] if isinstance(entity, Person) else []
        persons += [entity.director] if isinstance(entity, Company) else []
        persons += [person.partner for person in persons if person.partner]
        for person in persons:
            yield from (person.pid, person.first_name, person.last_name, person.mobile, person.email)
            yield from (person.former_first_name, person.birth_last_name)


def forms(value: str) -> Iterator[str]:
    yield from (value, json.dumps(value)[1:-1], quote(value))


def leaks(events: list[dict[str, Any]], values: set[str]) -> list[str]:
    """Where a value stands uncovered: the kind of event, its exchange and the value's kind of writing."""
    found = []
    for event in events:
        for text in (json.dumps(event, ensure_ascii=False), json.dumps(event)):
            found += [
                f"{event['event']} {event.get('number', '')} {event.get('operation', '')}: {value}"
                for value in values
                if len(value) >= SHORTEST and any(form in text for form in forms(value))
            ]
    return sorted(set(found))


def stories() -> list[Any]:
    root = default_root() / "scenarios"
    files = find(root / name for name in FOLDERS)
    return [pytest.param(file, id=file.stem) for file in files]


def values_of(lab: Lab, story: Story) -> set[str]:
    return secrets_of(lab) | set(people_of(fixtures.make(lab, story.given)))


@pytest.mark.slow
@pytest.mark.parametrize("file", stories())
def test_a_run_tells_of_nobody(file: Any, kit: Registry, player: Player) -> None:
    with player.stage() as stage:
        story = read(file, kit, default_root() / "scenarios")
        play_scenarios(stage, [story], player.events.append)
        values = values_of(stage.lab, story)
    assert player.told("exchange")
    assert len(values) > 5
    assert leaks(player.events, values) == []


def test_what_is_covered_was_there(player: Player) -> None:
    with player.stage() as stage:
        story = player.story(APPLICANT, REQUEST)
        player.on(stage, story)
        values = values_of(stage.lab, story)
        sent = b"".join(exchange.request.raw for exchange in stage.lab.journal).decode()
    pid = fixtures.make(stage.lab, story.given)["applicant"].pid
    assert pid in values
    assert pid in sent, "else this file would prove nothing"
    assert all(event["masked"] > 0 for event in player.told("exchange") if event["operation"] == "new_connection")


FAULTS = {
    "malformed_body": "{set_fault: dopa_linkage, fault: malformed_body, operation: person}",
    "wrong_status": "{set_fault: dopa_linkage, fault: wrong_status, operation: person, with: {status: 418}}",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_an_answer_that_a_fault_distorted_tells_of_nobody(player: Player, fault: str) -> None:
    with player.stage() as stage:
        story = player.story(APPLICANT, f"- {FAULTS[fault]}\n" + REQUEST)
        player.on(stage, story)
        values = values_of(stage.lab, story)
    assert leaks(player.events, values) == []


def test_a_call_that_no_contract_knows_tells_of_nobody(player: Player) -> None:
    def asks_wrongly(message: Request, call: Callable[[Request], Answer]) -> Answer:
        if not message.path.startswith("/_test"):
            key = stage.lab.credentials.of("dga_gdx", "consumer_key")
            pid = stage.lab.world.person(41).pid
            path = f"/ws/dopa/linkage/v2/link?CitizenID={pid}"
            simulator_apps(stage.lab)["dga_gdx"].test_client().get(path, headers={"Consumer-Key": key})
        return call(message)

    with player.stage(asks_wrongly) as stage:
        story = player.story(APPLICANT, REQUEST)
        player.on(stage, story)
        values = values_of(stage.lab, story)
    assert leaks(player.events, values) == []


def registration_of(player: Player) -> str:
    with player.stage() as stage:
        return str(stage.lab.world.account(1001).registration)


def test_the_reason_of_a_failure_tells_of_nobody(player: Player) -> None:
    outcome = player.play(BILL, "- {shows: cis.account, id: $home.registration, answer: {status: 404}}\n")
    assert outcome.word == "fail"
    assert leaks(player.events, {registration_of(player)}) == []
