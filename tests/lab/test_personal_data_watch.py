"""Personal data where the contract marks none is a finding of the exchange, and covered wherever it is told."""

from __future__ import annotations

import base64
import json
from datetime import datetime

import pytest

from partnerlab.contract.findings import failures
from partnerlab.contract.http import message as wire
from partnerlab.contract.http.message import Answer
from partnerlab.contract.unmarked_personal_data import HiddenValuePattern, PersonValues
from partnerlab.lab import personal_data_watch as watch
from partnerlab.lab.journal import Exchange, Route
from partnerlab.lab.lab import Lab
from partnerlab.scenario.exchange_events import exchange_event
from partnerlab.world.identifiers import with_check_digit, with_luhn_digit

FOREIGN = with_check_digit("345670000012")
NOON = datetime(2026, 11, 23, 12)


def exchanged(lab: Lab, answer: Answer, pid: str | None = None) -> Exchange:
    """One question to the register of companies and this answer, through the journal."""
    partner = lab.kit.partner("dbd_juristic")
    assert partner.provider
    operation = next(iter(partner.provider.operations.values()))
    request = wire.request(operation.method, operation.path, query=f"CitizenID={pid}" if pid else "")
    exchange = lab.begin(Route("cis", partner.name, operation.id, None, operation), request, NOON)
    exchange.came = answer
    lab.finish(exchange, NOON)
    return exchange


def said(message: str, headers: dict[str, str] | None = None) -> Answer:
    raw = json.dumps({"Message": message}, ensure_ascii=False).encode()
    return wire.answer(400, {"content-type": "application/json", **(headers or {})}, raw)


def test_a_number_of_the_population_in_an_error_message_fails_and_is_covered(lab: Lab) -> None:
    pid = lab.world.person(3).pid
    exchange = exchanged(lab, said(f"no company of {pid}"))
    assert [(f.side, f.where, f.rule) for f in failures(exchange.findings)] == [
        ("answer", "body/Message", "unmarked personal data")
    ]
    assert pid not in json.dumps(exchange_event(lab, exchange))


def test_in_a_header_and_in_base64_too(lab: Lab) -> None:
    pid = lab.world.person(3).pid
    packed = base64.b64encode(f"of {pid}".encode()).decode()
    exchange = exchanged(lab, said(f"see {packed}", {"x-debug": pid}))
    assert [f.where for f in failures(exchange.findings)] == ["header/x-debug", "body/Message"]
    told = json.dumps(exchange_event(lab, exchange))
    assert pid not in told
    assert packed not in told


def test_a_foreign_number_is_a_notice_and_covered(lab: Lab) -> None:
    exchange = exchanged(lab, said(f"no. {FOREIGN}"))
    assert failures(exchange.findings) == []
    event = exchange_event(lab, exchange)
    assert [finding["notice"] for finding in event["findings"]] == [True]
    assert FOREIGN not in json.dumps(event)


@pytest.mark.parametrize("fact", ["mobile", "email"])
def test_values_of_a_person_in_play_fail_and_of_nobody_in_play_do_not(lab: Lab, fact: str) -> None:
    person = lab.world.person(3)
    assert not exchanged(lab, said(getattr(person, fact))).findings
    lab.personal_data.add(person)
    assert failures(exchanged(lab, said(getattr(person, fact))).findings)


def test_a_name_fails_only_together_with_another_value(lab: Lab) -> None:
    person = lab.world.person(3)
    lab.personal_data.add(person)
    assert not exchanged(lab, said(f"hello {person.full_name}")).findings
    exchange = exchanged(lab, said(f"hello {person.full_name}, {person.mobile}"))
    assert len(failures(exchange.findings)) == 2


def test_what_is_excused_by_a_fault_fails_nothing_and_is_covered(lab: Lab) -> None:
    pid = lab.world.person(3).pid
    lab.journal.listeners.insert(0, lambda exchange: setattr(exchange, "excused", frozenset({"answer"})))
    exchange = exchanged(lab, said(pid))
    assert not exchange.findings
    assert pid not in json.dumps(exchange_event(lab, exchange))


def test_a_lab_that_looks_at_the_contract_alone_finds_none(lab: Lab) -> None:
    lab.personal_data.active = False
    assert not exchanged(lab, said(lab.world.person(3).pid)).findings


def test_only_what_is_long_enough_is_looked_at_and_each_at_its_place() -> None:
    short = {"level": 12.75, "volume": 9_999_999, "below": -999_999, "on": True, "none": None, "text": "1234567"}
    long = {"whole": 12_345_678.0, "number": 10_000_000, "below": -1_000_000, "text": "12345678"}
    body = {"rows": [short, long, [{"reservoir": "short"}]]}
    found = set(watch._leaves("body", body, {"body/rows/1/text"}))
    assert found == {
        ("body/rows/1/whole", "12345678"),
        ("body/rows/1/number", "10000000"),
        ("body/rows/1/below", "-1000000"),
        ("body/rows/2/0", "reservoir"),
    }
    assert list(watch._leaves("body", "12345678", set())) == [("body", "12345678")]
    assert list(watch._leaves("body", "12345678", {"body"})) == []


def test_what_was_searched_before_is_found_again() -> None:
    pattern = HiddenValuePattern([PersonValues(1, (("e-mail address", "somchai@example.com"),), ())])
    for _ in range(2):
        assert [value.text for value in pattern.search("ask somchai@example.com")] == ["somchai@example.com"]
        assert pattern.search("ask nobody at all") == []


CARD = with_luhn_digit("400000000000000")


@pytest.mark.parametrize("text", [CARD, f"{CARD[:4]}-{CARD[4:8]}-{CARD[8:12]}-{CARD[12:]}", f"card {CARD}, please"])
def test_a_whole_card_number_in_a_message_fails_and_is_covered(lab: Lab, text: str) -> None:
    exchange = exchanged(lab, said(text))
    (finding,) = failures(exchange.findings)
    assert (finding.side, finding.where, finding.rule) == ("answer", "body/Message", "whole card number")
    assert text not in json.dumps(exchange_event(lab, exchange))


@pytest.mark.parametrize(
    "text", [f"{CARD[:6]}******{CARD[-4:]}", f"13.{CARD}", f"TK{CARD}", CARD[:-1] + str((int(CARD[-1]) + 1) % 10)]
)
def test_what_stands_for_a_card_or_only_looks_like_one_is_no_finding(lab: Lab, text: str) -> None:
    assert failures(exchanged(lab, said(f"card {text}")).findings) == []


def test_a_whole_card_number_in_a_log_is_a_finding(lab: Lab) -> None:
    (finding,) = lab.personal_data.search("answer", "log", f"paid by {CARD}")
    assert (finding.rule, finding.where) == ("whole card number", "log")
    assert CARD not in f"{finding.expected} {finding.seen}"
