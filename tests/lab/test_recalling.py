"""What is answered from memory is what would be answered anew, for as long as that is so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests

from partnerlab.lab.lab import Lab
from tests.lab.lab_support import NOON, Client

PROFILE = "/ws/dbd/juristic/v4/profile/information"


class Asking:
    """A company's register, how often its function ran, and a client with a token that asks it."""

    def __init__(self, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
        self.lab, self.runs = lab, 0
        self._patch = monkeypatch
        self._client = Client(lab)
        self._token = self._client.token()
        self.answered_by(lab.kit.partner("dbd_juristic").functions["profile"])

    def answered_by(self, function: Callable[[Any, Any], Any]) -> None:
        def counted(world: Any, message: Any) -> Any:
            self.runs += 1
            return function(world, message)

        self._patch.setitem(self.lab.kit.partner("dbd_juristic").functions, "profile", counted)

    def ask(self, company: int = 7) -> requests.Response:
        keys = {"Consumer_Key": self._client.key("consumer_key"), "Token": self._token}
        return self._client.get(PROFILE, {"JuristicID": self.lab.world.company(company).juristic_id}, **keys)


@pytest.fixture
def asking(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> Asking:
    return Asking(lab, monkeypatch)


def test_the_same_question_is_answered_from_memory_in_the_same_bytes(asking: Asking) -> None:
    first, second = asking.ask(), asking.ask()
    assert asking.runs == 1
    assert (first.content, first.headers) == (second.content, second.headers)
    assert asking.ask(company=8).content != first.content
    assert asking.runs == 2


def test_each_exchange_has_an_answer_of_its_own(asking: Asking, lab: Lab) -> None:
    asking.ask()
    asking.ask()
    first, second = lab.journal.search(receiver="dbd_juristic")
    assert first.answer is not second.answer
    assert first.answer is not None
    assert first.answer.body["ResultList"]
    assert [field.path for field in first.personal] == [field.path for field in second.personal] != []


@pytest.mark.parametrize(
    "change",
    [
        lambda lab: lab.set_state("dbd_juristic", "the company is bankrupt", of=lab.world.company(7)),
        lambda lab: lab.world.override("person", lab.world.company(7).directors[0].number, last_name="ใจดี"),
    ],
    ids=["the company's own fact", "a fact of somebody in it"],
)
def test_a_fact_that_changes_is_told_at_once_and_so_is_its_end(
    asking: Asking, lab: Lab, change: Callable[[Lab], None]
) -> None:
    before = asking.ask().content
    change(lab)
    assert asking.ask().content != before
    lab.world.clear()
    assert asking.ask().content == before


@pytest.mark.parametrize(
    "look",
    [
        lambda world, message: world.now.isoformat(),
        lambda world, message: len(world.table("asked")),
        lambda world, message: sorted(world.facts),
        lambda world, message: world.guid(),
        lambda world, message: world.random.random(),
        lambda world, message: world.credential("api_key"),
        lambda world, message: message.headers["token"],
        lambda world, message: message.body,
    ],
    ids=["time", "memory", "state", "an identifier by chance", "chance", "credential", "header", "body"],
)
def test_who_looks_further_than_population_and_question_is_asked_each_time(
    asking: Asking, look: Callable[[Any, Any], Any]
) -> None:
    asking.answered_by(lambda world, message: {"ResultList": [], "RawData": str(look(world, message))})
    asking.ask()
    asking.ask()
    assert asking.runs == 2


def test_an_answer_against_the_contract_is_found_each_time(asking: Asking, lab: Lab) -> None:
    asking.answered_by(lambda world, message: {"ResultList": "none"})
    asking.ask()
    asking.ask()
    first, second = (exchange.findings for exchange in lab.journal.search(receiver="dbd_juristic"))
    assert first == second != []
    assert asking.runs == 1


def test_what_a_fault_does_to_an_answer_ends_with_the_fault(asking: Asking, lab: Lab) -> None:
    before = asking.ask().content
    lab.set_fault("dbd_juristic", "malformed_body", operation="profile", times=1)
    assert asking.ask().content != before
    assert lab.journal.search(receiver="dbd_juristic")[-1].findings
    assert asking.ask().content == before
    assert not lab.journal.search(receiver="dbd_juristic")[-1].findings


def test_a_lab_that_begins_anew_knows_no_answer_any_more(asking: Asking, lab: Lab) -> None:
    asking.ask()
    lab.reset(NOON)
    assert lab.world.cache == {}


def test_an_answer_begun_before_a_fact_changed_is_not_told_after(asking: Asking, lab: Lab) -> None:
    """A story changes facts in its own thread, while our side may be asking."""
    company = lab.world.company(7).number
    first = True

    def overtaken(world: Any, message: Any) -> Any:
        nonlocal first
        found = {"ResultList": [], "RawData": world.world.company(company).status}
        if first:
            first = False
            lab.world.override("company", company, status="ล้มละลาย")
        return found

    asking.answered_by(overtaken)
    asking.ask()
    assert asking.ask().json()["RawData"] == "ล้มละลาย"
