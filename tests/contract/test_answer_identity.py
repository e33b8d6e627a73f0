"""An answer is about the person, house, company or bill that the request named; one about a neighbour is a finding."""

from __future__ import annotations

from typing import Any

import pytest

from partnerlab.contract.http.judge import MessageJudge
from partnerlab.contract.http.message import IN_JSON, JSON, Answer, Request, json_bytes
from partnerlab.contract.identity.answer_identity import AnswerIdentity, identity_mistakes
from partnerlab.contract.identity.marked_places import MarkedPlace, values_at
from partnerlab.lab.partners.registry import Registry

KIT = Registry().in_forms({"dopa_linkage": "classic"})
ASKED, NEIGHBOUR = "1980000000019", 1980000000027
PERSON = "another person"
ANOTHER_BILL = ("answer", "body/items/0/invoiceNumber", "another bill")


def told(partner: str, operation: str, asked: Request, body: Any) -> list[tuple[str, str, str]]:
    """What the judge finds in an answer that is not about the one that was asked for."""
    document = KIT.partner(partner).provider or KIT.partner(partner).consumer
    assert document is not None
    judge = MessageJudge(document.operations[operation], KIT.partner(partner).agreement)
    found = judge.answer(Answer(200, IN_JSON, json_bytes(body), body), asked)
    return [(finding.side, finding.where, finding.rule) for finding in found if finding.rule.startswith("another ")]


def look_up(service: str, pid: str = ASKED) -> Request:
    query = {"OfficeID": "00023", "ServiceID": service, "Version": "01", "CitizenID": pid}
    return Request("GET", "/ws/dopa/linkage/v1/link", query)


CARD = {"issueDate": 25600101, "expireDate": "25760101", "cancelCause": "", "nameTH": {}}
MARRIAGE = {"malePID": 3980000000001, "femalePID": int(ASKED)}


@pytest.mark.parametrize(
    ("operation", "body", "where"),
    [
        ("card", CARD | {"personalID": int(ASKED)}, None),
        ("card", CARD | {"personalID": NEIGHBOUR}, "body/personalID"),
        ("name_changes", {"total": 2, "allName": [{"pid": int(ASKED)}, {"pid": NEIGHBOUR}]}, "body/allName/1/pid"),
        ("marriage", MARRIAGE, None),
        ("marriage", MARRIAGE | {"femalePID": NEIGHBOUR}, "body/malePID"),
        ("divorce", MARRIAGE | {"femalePID": 0}, "body/malePID"),
    ],
)
def test_linkage_answers_about_the_person_that_was_asked_for(operation: str, body: Any, where: str | None) -> None:
    service = {"card": "032", "name_changes": "009", "marriage": "033", "divorce": "034"}[operation]
    expected = [("answer", where, PERSON)] if where else []
    assert told("dopa_linkage", operation, look_up(service), body) == expected


def test_a_number_that_lost_its_leading_zeros_is_the_same() -> None:
    assert told("dopa_linkage", "card", look_up("032", "0000000000019"), CARD | {"personalID": 19}) == []
    found = told("dopa_linkage", "card", look_up("032", "1000000000019"), CARD | {"personalID": 19})
    assert found == [("answer", "body/personalID", PERSON)]


def test_the_officer_may_be_nobody_and_nobody_else() -> None:
    asked = Request("GET", "/ws/dopa/linkage/v1/agent/permission", {"Consumer": "key", "CitizenID": ASKED})
    state = {"AgentID": "0000000000000", "CitizenID": str(NEIGHBOUR), "SessionState": "CitizenAvailable"}
    assert told("dopa_linkage", "officer_state", asked, state) == []
    found = told("dopa_linkage", "officer_state", asked, state | {"AgentID": str(NEIGHBOUR)})
    assert found == [("answer", "body/AgentID", PERSON)]


def test_a_company_is_the_one_that_was_asked_for() -> None:
    asked = Request("GET", "/ws/dbd/juristic/v4/profile/information", {"JuristicID": "0985546194989"})
    body = {"ResultList": [{"JuristicID": "0985546194989"}, {"JuristicID": "0985546194997"}], "RawData": ""}
    assert told("dbd_juristic", "profile", asked, body) == [
        ("answer", "body/ResultList/1/JuristicID", "another company")
    ]


def test_a_place_lies_in_the_district_that_was_asked_for() -> None:
    asked = Request("GET", "/gis/v1/address", {"provinceCode": "10", "amphurCode": "05", "districtCode": "01"})
    body = {"features": [{"properties": {"prov_code": "10", "amphur_code": "1006"}}]}
    assert told("gis", "find_address", asked, body) == [
        ("answer", "body/features/0/properties/amphur_code", "another district")
    ]


def inquiry(**more: str) -> Request:
    body = {"transactionId": "T1", "reference1": "1612345678", **more}
    return Request("POST", "/payment-agents/v1/inquiry", {}, {"content-type": JSON}, json_bytes(body), body)


@pytest.mark.parametrize(
    ("more", "invoice", "number", "found"),
    [
        ({}, "691012345678", "T1", []),
        ({}, "691012345679", "T1", [ANOTHER_BILL]),
        ({"reference2": "690912345678"}, "691012345678", "T1", [ANOTHER_BILL]),
        ({}, "691012345678", "T2", [("answer", "body/transactionId", "another payment")]),
    ],
    ids=["the customer's", "another customer's", "another invoice", "another payment"],
)  # fmt: skip
def test_what_is_owed_is_owed_by_the_customer_that_was_asked_about(
    more: dict[str, str], invoice: str, number: str, found: Any
) -> None:
    body = {"transactionId": number, "items": [{"invoiceNumber": invoice}]}
    assert told("big_c_online", "inquiry", inquiry(**more), body) == found


@pytest.mark.parametrize(
    ("key", "account", "found"),
    [
        ("12345678", "12345678", []),
        ("12345678", "12345679", [("answer", "body/data/0/accountNo", "another account")]),
        ("1980000000019", "12345679", []),
        ("12345678", "00000000", []),
    ],
    ids=["the account's", "another account's", "the accounts of a person", "nobody's"],
)
def test_usage_is_that_of_the_account_if_one_was_named(key: str, account: str, found: Any) -> None:
    asked = Request("GET", "/usage", {"searchKey": key})
    assert told("cib_police", "water_usage", asked, {"data": [{"accountNo": account}]}) == found


def test_a_finding_says_which_field_was_expected_and_what_was_seen() -> None:
    mark = {"kind": "bill", "must_equal": ["request/query/a", "request/query/b"], "last": 3}
    identity = AnswerIdentity([MarkedPlace(("bills", "*"), mark)])
    (finding,) = identity.judge(Request("GET", "/", {"a": "12", "b": "34"}), {"bills": ["9234", "9235", None]})
    assert str(finding) == (
        "answer body/bills/1: another bill: expected the bill that the request named in query/a and query/b "
        "(its last 3 characters), seen '9235'"
    )
    assert identity.judge(Request("GET", "/", {"a": "12"}), {"bills": ["9"]}) == [], "the request names nobody"


def test_values_stand_at_their_own_places() -> None:
    body = {"list": [{"a": 1}, {"b": 2}, None, {"a": None}]}
    assert [*values_at(body, ("list", "*", "a"))] == [(("list", "0", "a"), 1)]
    assert [*values_at([body], ("list",))] == []


def test_a_mark_that_cannot_be_read_says_what_was_expected() -> None:
    assert [*identity_mistakes("person")] == []
    assert "expected a kind" in next(identity_mistakes({"must_equal": "request/query/a"}))
    assert "such as request/query/CitizenID, seen 'query/a'" in next(
        identity_mistakes({"kind": "person", "must_equal": "query/a"})
    )
    assert "expected a number of characters" in next(identity_mistakes({"kind": "person", "last": "8"}))
