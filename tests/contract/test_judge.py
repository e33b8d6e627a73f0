"""The judge looks only for what could be there, and knows again what was good: it finds the same as if it did not."""

from __future__ import annotations

from typing import Any

import pytest

from partnerlab.contract import judge as judges
from partnerlab.contract.judge import Judge
from partnerlab.contract.message import JSON, Request, json_bytes
from partnerlab.contract.operation import Operation
from partnerlab.lab.registry import Kit

STATUS = {"ApplicationRequestID": "d600f203-d655-4525-a809-593365300edb", "ApplicationID": 6, "Status": "CHECK"}
NUMBERS = {"SmsMessage": {"Message": "ได้รับคำร้องแล้ว", "MobileNumbers": ["0800000000"]}}
KEYS = {"content-type": JSON, "consumer-key": "9299ed51-b3cf-4738-9e32-92984b83b7c4"}
OUTSIDE = ("body/SmsMessage/MobileNumbers/0", "outside the agreed data")


@pytest.fixture
def status() -> Operation:
    portal = Kit().partner("biz_portal")
    assert portal.provider is not None
    return portal.provider.operations["update_status"]


@pytest.fixture
def judge(status: Operation) -> Judge:
    return Judge(status, Kit().partner("biz_portal").agreement)


def asked(body: Any, **headers: str) -> Request:
    return Request("POST", "/Api/V2/Applications/Requests", {}, KEYS | headers, json_bytes(body)).open()


def told(judge: Judge, message: Request) -> list[tuple[str, str]]:
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
def test_data_that_was_not_agreed_is_found_wherever_it_stands(judge: Judge, body: Any, found: Any) -> None:
    assert told(judge, asked(body)) == found


def test_a_body_that_is_no_object_is_looked_through_too(judge: Judge, status: Operation) -> None:
    assert status.marked_in_request(frozenset({"contact"})) == {"SmsMessage"}
    assert status.marked_in_request(frozenset({"credentials"})) is None, (
        "a header holds it, which no name in a body tells"
    )
    assert told(judge, asked([STATUS])) == [("body", "type")]


def test_a_key_that_was_good_makes_no_other_good(judge: Judge) -> None:
    body = STATUS | {"IdentityID": "0985546194989"}
    good, bad = asked(body), asked(body, **{"consumer-key": ""})
    wrong = told(judge, bad)
    assert wrong and wrong[0][0] == "header/Consumer-Key"
    for _ in range(2):
        assert told(judge, good) == []
        assert told(judge, bad) == wrong


def test_no_more_good_keys_are_remembered_than_fit(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judges, "_REMEMBERED", 3)
    body = STATUS | {"IdentityID": "0985546194989"}
    for number in range(10):
        assert told(judge, asked(body, **{"consumer-key": f"9299ed51-b3cf-4738-9e32-92984b83b7c{number}"})) == []
        assert len(judge._good) <= 3
