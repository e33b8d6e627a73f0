"""Exchanges in the order they left, each knowing the one within which it was sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from partnerlab.contract.findings import Finding
from partnerlab.contract.http.message import Request
from partnerlab.lab.exchange.message_sender import send
from partnerlab.lab.journal import Exchange, Journal, Route, numbers
from partnerlab.lab.lab import Lab
from partnerlab.lab.snapshots import restore_snapshot, take_snapshot
from tests.lab.lab_support import Client, Listener, json_answer

NOON = datetime(2026, 11, 23, 12, 0)


@pytest.fixture
def journal() -> Journal:
    return Journal()


def begin(journal: Journal, operation: str, sender: str = "cis", receiver: str = "bank") -> Exchange:
    return journal.begin(NOON, Route(sender, receiver, operation), Request("GET", f"/{operation}"))


def test_an_exchange_is_numbered_when_it_leaves_not_when_it_returns(journal: Journal) -> None:
    outer = begin(journal, "outer")
    inner = begin(journal, "inner")
    innermost = begin(journal, "innermost")
    journal.finish(innermost, NOON)
    journal.finish(inner, NOON)
    beside = begin(journal, "beside")
    journal.finish(beside, NOON)
    journal.finish(outer, NOON)
    after = begin(journal, "after")
    assert [(e.number, e.operation, e.parent) for e in journal] == [
        (1, "outer", None),
        (2, "inner", 1),
        (3, "innermost", 2),
        (4, "beside", 1),
        (5, "after", None),
    ]
    assert after.number == journal.last == 5


def test_listeners_hear_an_exchange_when_it_is_complete(journal: Journal) -> None:
    heard: list[str] = []
    journal.listeners.append(lambda exchange: heard.append(exchange.operation))
    outer, inner = begin(journal, "outer"), begin(journal, "inner")
    assert heard == []
    journal.finish(inner, None)
    journal.finish(outer, NOON)
    assert heard == ["inner", "outer"]
    assert (inner.answered, outer.answered) == (None, NOON)


def test_search_takes_every_word_that_is_given(journal: Journal) -> None:
    begin(journal, "pay", "bank", "cis")
    begin(journal, "tell", "cis", "bank")
    begin(journal, "tell", "cis", "portal")
    begin(journal, "tell", "cis", "bank")
    assert numbers(journal.search(operation="tell")) == "#2, #3, #4"
    assert numbers(journal.search(operation="tell", receiver="bank")) == "#2, #4"
    assert numbers(journal.search(operation="tell", receiver="bank", after=2)) == "#4"
    assert numbers(journal.search(sender="bank")) == "#1"
    assert numbers(journal.search(sender="nobody")) == "none"


def test_a_cleared_journal_numbers_from_one_and_nests_under_nothing(journal: Journal) -> None:
    begin(journal, "open")
    journal.reset()
    assert len(journal) == 0
    assert begin(journal, "new").number == 1
    assert next(iter(journal)).parent is None


def test_a_bounded_journal_forgets_the_oldest_and_goes_on_numbering() -> None:
    journal = Journal(keep=20)
    for number in range(100):
        journal.finish(begin(journal, f"o{number}"), NOON)
    assert len(journal) <= 20
    assert journal.last == 100
    assert [e.number for e in journal][-1] == 100


def test_who_wrote_a_side_is_its_culprit(journal: Journal) -> None:
    exchange = begin(journal, "pay", "bank", "cis")
    assert exchange.culprit(Finding("request", "body", "pattern", "x", "y")) == "bank"
    assert exchange.culprit(Finding("answer", "body", "pattern", "x", "y")) == "cis"


def test_what_our_side_asks_while_it_answers_is_the_child_of_what_it_answers(
    lab: Lab, listener: Listener, client: Client
) -> None:
    def ask_then_answer(message: Request) -> object:
        client.officer(client.token())
        return json_answer({"responseCode": "0000"})

    listener.answer = ask_then_answer  # type: ignore[assignment]
    send(lab, "big_c_online", "payment", {"transaction": "T-1", "amount": "1.00", "reference": "1612345678"}, [])
    assert [(e.number, e.parent, e.operation) for e in lab.journal] == [
        (1, None, "payment"),
        (2, 1, "validate"),
        (3, 1, "officer_state"),
    ]


def test_whoever_begins_or_finishes_an_exchange_or_brings_others_back_holds_the_labs_lock(
    lab: Lab, client: Client
) -> None:
    class Watched(Journal):
        def begin(self, *told: Any, **words: Any) -> Exchange:
            assert lab.lock._is_owned()
            return super().begin(*told, **words)

        def finish(self, *told: Any) -> None:
            assert lab.lock._is_owned()
            super().finish(*told)

        def restore(self, state: Any) -> None:
            assert lab.lock._is_owned()
            super().restore(state)

    lab.journal = lab.parts["journal"] = Watched()
    client.token()
    client.http.get("http://dga_gdx.lab/nowhere")
    send(lab, "big_c_online", "payment", {"transaction": "T-1", "amount": "1.00", "reference": "1612345678"}, [])
    send(lab, "hydrographic", "tide_table", {}, [])
    assert [e.operation for e in lab.journal] == ["validate", "?", "payment", "tide_table"]
    restore_snapshot(lab, take_snapshot(lab))
    lab.reset(NOON)


def test_of_what_was_exchanged_the_bytes_are_kept_and_opened_when_somebody_looks(lab: Lab) -> None:
    body = {"ApplicationRequestID": "d600f203-d655-4525-a809-593365300edb", "Status": "CHECK"}
    Client(lab).http.post("http://biz_portal.lab/Api/V2/Applications/Requests", json=body)
    (exchange,) = lab.journal
    assert exchange.came is not None
    assert (exchange.sent.sealed, exchange.sent.body) == (exchange.came.sealed, exchange.came.body) == (True, None)
    assert exchange.request.body == body
    assert exchange.answer is not None and exchange.answer.body["Type"] == 0
    assert (exchange.sent, exchange.came) == (exchange.request, exchange.answer), "the very same messages"
