"""The judge looks only for what could be there, and knows again what was good: it finds the same as if it did not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from partnerlab.contract.http import judge as judges
from partnerlab.contract.http.judge import MessageJudge
from partnerlab.contract.http.message import IN_JSON, JSON, Answer, Request, json_bytes
from partnerlab.contract.http.operation import Operation
from partnerlab.lab.partners.registry import Registry

STATUS = {"ApplicationRequestID": "d600f203-d655-4525-a809-593365300edb", "ApplicationID": 6, "Status": "CHECK"}
NUMBERS = {"SmsMessage": {"Message": "ได้รับคำร้องแล้ว", "MobileNumbers": ["0800000000"]}}
KEYS = {"content-type": JSON, "consumer-key": "9299ed51-b3cf-4738-9e32-92984b83b7c4"}
OUTSIDE = ("body/SmsMessage/MobileNumbers/0", "outside the agreed data")


@pytest.fixture
def status() -> Operation:
    portal = Registry().partner("biz_portal")
    assert portal.provider is not None
    return portal.provider.operations["update_status"]


@pytest.fixture
def judge(status: Operation) -> MessageJudge:
    return MessageJudge(status, Registry().partner("biz_portal").agreement)


def asked(body: Any, **headers: str) -> Request:
    return Request("POST", "/Api/V2/Applications/Requests", {}, KEYS | headers, json_bytes(body)).open()


GOOD = STATUS | {"IdentityID": "0985546194989"}
REPLY = {"Type": 1, "Message": "เสร็จสิ้น"}


def told(judge: MessageJudge, message: Request) -> list[tuple[str, str]]:
    return [(finding.where, finding.rule) for finding in judge.request(message)]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (STATUS | {"IdentityID": "0985546194989"}, []),
        (STATUS | {"IdentityID": "0985546194989"} | NUMBERS, [OUTSIDE]),
        (STATUS | {"IdentityID": "0985546194989", "SmsMessage": None}, []),
    ],
    ids=["nothing of it", "two objects deep", "its name alone"],
)
def test_data_that_was_not_agreed_is_found_wherever_it_stands(judge: MessageJudge, body: Any, found: Any) -> None:
    assert told(judge, asked(body)) == found


def test_a_body_that_is_no_object_is_looked_through_too(judge: MessageJudge, status: Operation) -> None:
    assert status.marked_in_request(frozenset({"contact"})) == {"SmsMessage"}
    assert status.marked_in_request(frozenset({"credentials"})) is None, (
        "a header holds it, which no name in a body tells"
    )
    assert told(judge, asked([STATUS])) == [("body", "type")]


def test_a_key_that_was_good_makes_no_other_good(judge: MessageJudge) -> None:
    body = STATUS | {"IdentityID": "0985546194989"}
    good, bad = asked(body), asked(body, **{"consumer-key": ""})
    wrong = told(judge, bad)
    assert wrong and wrong[0][0] == "header/Consumer-Key"
    for _ in range(2):
        assert told(judge, good) == []
        assert told(judge, bad) == wrong


def test_no_more_good_keys_are_remembered_than_fit(judge: MessageJudge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judges, "_REMEMBERED", 3)
    body = STATUS | {"IdentityID": "0985546194989"}
    for number in range(10):
        assert told(judge, asked(body, **{"consumer-key": f"9299ed51-b3cf-4738-9e32-92984b83b7c{number}"})) == []
        assert len(judge._good) <= 3


def change(**changes: Any) -> Request:
    message = asked(GOOD)
    for name, value in changes.items():
        setattr(message, name, value)
    return message.open()


@pytest.mark.parametrize(
    "message",
    [
        asked(GOOD | {"Status": "LOST"}),
        asked(GOOD | {"Extra": 1}),
        asked(GOOD | NUMBERS),
        asked([GOOD]),
        asked(None),
        asked(GOOD, **{"content-type": "text/plain"}),
        asked(GOOD, **{"content-type": "application/vnd.portal+json"}),
        asked(GOOD, **{"content-type": "application/json; charset=utf-8"}),
        asked(GOOD | {"Status": "LOST"}, **{"content-type": "application/json; charset=utf-8"}),
        change(raw=b""),
        change(raw=b"{"),
        change(query={"x": "1"}),
        change(headers={"content-type": JSON}),
        change(headers={"content-type": JSON, "consumer-key": ""}),
        asked(GOOD).seal(),
        asked(GOOD | {"Status": "LOST"}).seal(),
    ],
    ids=lambda message: f"{message.raw[-30:].decode()} {message.headers.get('content-type')} {message.query}",
)
def test_a_glance_passes_nothing_that_a_full_judgement_would_not(status: Operation, message: Request) -> None:
    agreement = Registry().partner("biz_portal").agreement
    used = MessageJudge(status, agreement)
    for _ in range(2):
        assert used.request(asked(GOOD)) == []
    assert used.request(message) == MessageJudge(status, agreement).request(message)


def test_headers_that_were_good_without_a_body_are_not_therefore_good_with_one(status: Operation) -> None:
    agreement, optional = Registry().partner("biz_portal").agreement, replace(status, body_required=False)
    used, other = MessageJudge(optional, agreement), {"content-type": "application/vnd.portal+json"}
    for _ in range(2):
        assert used.request(Request("POST", optional.path, {}, KEYS | other)) == []
    assert ("header/Content-Type", "undocumented media type") in told(used, asked(GOOD, **other))


def answered(status: int, body: Any, raw: bytes | None = None, headers: Any = None) -> Answer:
    return Answer(status, headers or IN_JSON, json_bytes(body) if raw is None else raw, body)


@pytest.mark.parametrize(
    "answer",
    [
        answered(200, REPLY),
        answered(200, REPLY | {"Type": 9}),
        answered(200, REPLY | {"Extra": 1}),
        answered(200, REPLY, b""),
        answered(200, None),
        answered(200, REPLY, headers={"content-type": "text/html"}),
        answered(418, REPLY),
        answered(400, REPLY),
        answered(503, "closed", b"closed", {"content-type": "text/plain"}),
        answered(200, REPLY).seal(),
        answered(200, REPLY | {"Type": 9}).seal(),
    ],
    ids=lambda answer: f"{answer.status} {answer.raw.decode()} {answer.headers['content-type']}",
)
def test_of_an_answer_too(judge: MessageJudge, status: Operation, answer: Answer) -> None:
    assert judge.answer(answer) == status.judge_answer(answer)
