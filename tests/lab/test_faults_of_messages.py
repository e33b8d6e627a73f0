"""What is left out of a message that a partner sends."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from partnerlab.contract.http import message as wire
from partnerlab.contract.http.message import FORM, JSON, Answer, Request
from partnerlab.lab.clock import Clock
from partnerlab.lab.faults.active_faults import ActiveFaults
from partnerlab.lab.faults.catalogue import make_fault
from partnerlab.lab.faults.message_faults import body_broken_off, field_left_out, field_replaced
from tests.lab.lab_support import NOON


@pytest.mark.parametrize("media", [JSON, FORM])
def test_a_field_of_the_body_is_left_out_and_the_first_message_stays_as_it_was(media: str) -> None:
    body = {"user": "U", "password": "P"}
    message = Request("POST", "/pay", headers={"content-type": media}, raw=wire.encode(body, media), body=body)
    changed = field_left_out(message, place="body/password")
    assert changed.open().body == {"user": "U"} and message.body == body
    assert field_left_out(changed, place="body/password").open().body == {"user": "U"}


def test_the_kind_takes_a_place_and_breaks_the_contract_on_purpose() -> None:
    fault = make_fault("field_left_out", {}, "bank", None, 1, {"place": "body/password"})
    assert fault.breaks_contract and fault.kind.place == "message"


def test_a_header_or_a_word_of_the_query_is_left_out() -> None:
    message = Request("GET", "/pay", {"a": "1", "b": "2"}, {"authorization": "Bearer x", "accept": "*/*"})
    assert field_left_out(message, place="header/Authorization").headers == {"accept": "*/*"}
    assert field_left_out(message, place="query/a").query == {"b": "2"}


def test_something_else_stands_in_a_field_and_the_contract_is_broken_on_purpose() -> None:
    message = Request("POST", "/pay", headers={"content-type": JSON}, raw=b'{"agent": "A"}', body={"agent": "A"})
    assert field_replaced(message, place="body/agent", value="B").open().body == {"agent": "B"}
    assert message.body == {"agent": "A"}
    fault = make_fault("field_replaced", {}, "bank", None, 1, {"place": "body/agent", "value": "B"})
    assert fault.breaks_contract


@pytest.mark.parametrize(
    ("place", "look"),
    [
        ("body/religion", lambda message: message.open().body["religion"]),
        ("header/X-Note", lambda message: message.headers["x-note"]),
    ],
)
def test_one_value_more_is_sent_or_answered_and_the_first_message_stays_as_it_was(
    place: str, look: Callable[[Request | Answer], str]
) -> None:
    raw = b'{"user": "U"}'
    message = Request("POST", "/pay", headers={"content-type": JSON}, raw=raw, body={"user": "U"})
    sent = make_fault("sends_more", {}, "bank", None, 1, {"place": place, "value": "V"})
    assert look(sent.kind.apply(message, **sent.words)) == "V"
    assert message.body == {"user": "U"} and "x-note" not in message.headers
    answered = make_fault("answers_more", {}, "bank", None, 1, {"place": place, "value": "V"})
    more = ActiveFaults(1, Clock(NOON)).around(lambda: Answer(headers={"content-type": JSON}, raw=raw), [answered])()
    assert more is not None and look(more) == "V"
    assert not sent.breaks_contract and not answered.breaks_contract, "it is held against who sends it"


def test_a_body_breaks_off_halfway_and_the_first_message_stays_whole() -> None:
    message = Request("POST", "/pay", headers={"content-type": JSON}, raw=b'{"agent": "A"}', body={"agent": "A"})
    changed = body_broken_off(message)
    assert changed.raw == b'{"agent' and changed.body is None and changed.undecodable
    assert message.raw == b'{"agent": "A"}' and message.body == {"agent": "A"}
    assert make_fault("body_broken_off", {}, "bank", None, 1, {}).breaks_contract
