"""A new connection from the portal's request to running water, and all that can stop it."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from cis_support import OFFICER, PID, Call, Cis, guid, new_connection_form

COMPANY = "0985550000000"


def company(**changes: Any) -> dict[str, Any]:
    usual = {"individualType": "2", "taxId": COMPANY, "cardId": None, "businessName": "บริษัท สมมุติ จำกัด"}
    return new_connection_form(**{**usual, **changes})


def send(cis: Cis, message: dict[str, Any], key: str = "from-portal") -> Any:
    return cis.web.post("/mwa/biz/v1/sendrequest", json=message, headers={"Consumer-Key": key})


def accepted(cis: Cis, message: dict[str, Any]) -> str:
    answer = send(cis, message).json
    assert answer["responseStatus"] == "OK", answer
    return str(answer["requestId"])


def status(cis: Cis, request_id: str) -> str:
    return str(cis.show("request", request_id)["status"])


def test_from_request_to_running_water(cis: Cis) -> None:
    request_id = accepted(cis, new_connection_form())
    assert cis.partners.asked() == [
        "portal",
        "address",
        "validate",
        "permission",
        "link-001",
        "link-032",
        "link-027",
        "portal",
    ]
    cis.job("survey", requestId=request_id, feasible=True)
    cis.job("estimate", requestId=request_id, amount="4500.00")
    reference1 = "16" + cis.show("request", request_id)["registration"]
    asked = cis.agent("inquiry", transactionId="Q", reference1=reference1)
    assert [(i["itemType"], i["amount"]) for i in asked["items"]] == [("INSTALLATION_FEE", "4500.00")]
    cis.agent("payments", transactionId="T", reference1=reference1, amount="4500.00")
    cis.job("install", requestId=request_id)
    assert cis.partners.told() == [
        "CHECK",
        "PENDING",
        "APPROVED_WAITING_PAY_FEE",
        "PAID_FEE_CREATING_LICENSE",
        "COMPLETED",
    ]
    shown = cis.show("request", request_id)
    assert [step["status"] for step in shown["steps"]] == [
        "RECEIVED",
        "VERIFYING",
        "SURVEY",
        "SURVEY",
        "ESTIMATED",
        "AWAITING_PAYMENT",
        "PAID",
        "INSTALLED",
        "ACTIVE",
    ]
    account = cis.show("account", reference1)
    assert account["state"] == "active" and account["meter_number"]
    assert cis.books()["applied"] == 450000


def test_the_portal_hears_the_fee_and_when_it_is_due(cis: Cis) -> None:
    request_id = accepted(cis, new_connection_form())
    cis.job("survey", requestId=request_id, feasible=True)
    cis.job("estimate", requestId=request_id, amount="4500.00")
    call = cis.partners.calls[-1]
    assert call.headers["Consumer-Key"] == "to-portal"
    assert call.path == "/Api/V2/Applications/Requests"
    body = call.body
    assert (body["Fee"], body["DueDateForPayFee"]) == ("4500.00", "23/12/2569")
    assert body["ApplicationRequestID"] == "00000000-0000-0000-0000-000000000001"
    assert body["ApplicationRequestNumberAgent"] == request_id


def test_a_request_sent_again_is_the_same_request(cis: Cis) -> None:
    first, second = accepted(cis, new_connection_form()), accepted(cis, new_connection_form())
    assert first == second
    assert cis.partners.told() == ["CHECK", "PENDING"]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"requestIdBIZ": None}, "requestIdBIZ"),
        ({"requestCode": "999"}, "requestCode"),
        ({"cardId": "1980000000002"}, "cardId"),
        ({"firstName": ""}, "firstName"),
        ({"individualType": "3"}, "individualType"),
        ({"houseId": "123"}, "houseId"),
        ({"meterSize": "X"}, "meterSize"),
        ({"accountClassCode": "77"}, "accountClassCode"),
        ({"provinceCode": "50"}, "provinceCode"),
        ({"branchCode": "88"}, "branchCode"),
        ({"individualType": "2", "taxId": "1", "businessName": "ก"}, "taxId"),
    ],
)
def test_a_wrong_form_is_answered_with_what_is_wrong(cis: Cis, change: dict[str, Any], named: str) -> None:
    answer = send(cis, new_connection_form(**change))
    assert (answer.status_code, answer.json["responseStatus"]) == (200, "ERROR")
    assert named in answer.json["responseMessage"]
    assert cis.partners.calls == []


def test_only_the_portal_may_send(cis: Cis) -> None:
    answer = send(cis, new_connection_form(), key="wrong")
    assert (answer.status_code, answer.json["responseStatus"]) == (401, "ERROR")


@pytest.mark.parametrize(
    ("register", "reply", "word"),
    [
        ("link-001", (200, {"statusOfPersonCode": 1}), "เสียชีวิต"),
        ("link-001", (200, {"statusOfPersonCode": 2}), "ไม่พบผู้ขอใช้น้ำ"),
        ("link-001", (200, " Data Not FOUND\n"), "ไม่พบผู้ขอใช้น้ำ"),
        ("link-001", (500, {"Code": "90500", "Message": "[90500] not found"}), "ไม่พบผู้ขอใช้น้ำ"),
        ("link-027", (200, "00404"), "ไม่พบบ้าน"),
        ("link-027", (200, {"houseID": 98000000002}), "ไม่ตรงกับทะเบียนบ้าน"),
    ],
)
def test_the_registers_word_decides(cis: Cis, register: str, reply: Any, word: str) -> None:
    cis.partners.always[register] = reply
    request_id = accepted(cis, new_connection_form())
    assert status(cis, request_id) == "REJECTED"
    assert cis.partners.told() == ["CHECK", "REJECTED"]
    assert word in cis.partners.calls[-1].body["StatusOther"]


def test_a_house_code_keeps_its_leading_zeros(cis: Cis) -> None:
    cis.partners.always["link-027"] = (200, {"houseID": 10000001})
    assert status(cis, accepted(cis, new_connection_form(houseId="00010000001"))) == "SURVEY"


def test_without_a_house_code_the_house_is_not_asked_for(cis: Cis) -> None:
    accepted(cis, new_connection_form(houseId=None))
    assert "link-027" not in cis.partners.asked()


@pytest.mark.parametrize(
    ("reply", "verdict"),
    [
        ((200, {"ResultList": [{"JuristicStatus": "ยังดำเนินกิจการอยู่"}]}), "SURVEY"),
        ((200, {"ResultList": [{"JuristicStatus": "ล้มละลาย"}]}), "REJECTED"),
        ((204, None), "REJECTED"),
        ((200, {"ResultList": []}), "REJECTED"),
    ],
)
def test_a_company_must_be_in_business(cis: Cis, reply: Any, verdict: str) -> None:
    cis.partners.always["information"] = reply
    assert status(cis, accepted(cis, company())) == verdict
    assert "permission" not in cis.partners.asked()


def test_the_contact_person_of_a_company_is_asked_for_too(cis: Cis) -> None:
    cis.partners.always["link-001"] = (200, {"statusOfPersonCode": 1})
    request_id = accepted(cis, company(cardId="1980000000019"))
    assert status(cis, request_id) == "REJECTED"
    asked = [call.query["CitizenID"] for call in cis.partners.calls if cis.partners.key(call) == "link-001"]
    assert asked == ["1980000000019"]


def test_out_of_hours_waits_for_the_next_business_day(cis: Cis) -> None:
    cis.clock("2026-12-04 18:00")  # Friday; Monday the 7th is a holiday
    cis.partners.script["link-001"] = [(500, {"Code": "90005", "Message": "[90005] out of hours"})]
    request_id = accepted(cis, new_connection_form())
    assert status(cis, request_id) == "VERIFYING"
    assert cis.clock("2026-12-04 18:01")["next_due"] == "2026-12-08T08:30:00+07:00"
    assert cis.clock("2026-12-08 08:29")["next_due"] is not None
    assert status(cis, request_id) == "VERIFYING"
    assert cis.clock("2026-12-08 08:30")["next_due"] is None
    assert status(cis, request_id) == "SURVEY"


def test_before_opening_it_waits_for_the_same_day(cis: Cis) -> None:
    cis.clock("2026-11-24 07:00")
    cis.partners.script["link-001"] = [(500, {"Code": "90005", "Message": "[90005] out of hours"})]
    accepted(cis, new_connection_form())
    assert cis.clock("2026-11-24 07:01")["next_due"] == "2026-11-24T08:30:00+07:00"


def test_a_call_that_comes_back_while_work_is_under_way_changes_no_order(cis: Cis) -> None:
    def call_back(_: Call) -> Any:
        send(cis, new_connection_form(requestIdBIZ=guid(2)))
        return 200, {"Type": 1, "Message": "เสร็จสิ้น"}

    cis.partners.script["portal"] = [call_back]
    accepted(cis, new_connection_form())
    told = [call.body for call in cis.partners.calls if cis.partners.key(call) == "portal"]
    for number in (1, 2):
        statuses = [body["Status"] for body in told if body["ApplicationRequestID"] == guid(number)]
        assert statuses == ["CHECK", "PENDING"]


TROUBLES: list[tuple[str, Any]] = [
    ("permission", (200, {"SessionState": "AgentNotAvailable"})),
    ("link-001", (500, {"Message": "[90001] officer is not signed in"})),
    ("link-001", (500, {"Code": "95013", "Message": "[95013] provider"})),
    ("link-001", (200, {"Code": "90012", "Message": "[90012] time-out"})),
    ("link-001", (503, "<html>busy</html>")),
    ("link-001", (200, "<html>hello</html>")),
    ("link-001", requests.ReadTimeout("slow")),
    ("validate", (500, {"Message": "no"})),
    ("validate", requests.ConnectionError("down")),
]


@pytest.mark.parametrize(("register", "reply"), TROUBLES)
def test_trouble_decides_nothing_and_is_tried_again_ever_later(cis: Cis, register: str, reply: Any) -> None:
    cis.partners.script[register] = [reply] * 4
    request_id = accepted(cis, new_connection_form())
    waits = []
    moment = "2026-11-23 09:00"
    while status(cis, request_id) == "VERIFYING":
        due = cis.clock(moment)["next_due"]
        assert due is not None
        waits.append(due[11:16])
        moment = due[:16].replace("T", " ")
        cis.clock(moment)
    assert waits == ["09:01", "09:06", "09:21", "10:21"]
    assert status(cis, request_id) == "SURVEY"
    assert cis.partners.told() == ["CHECK", "PENDING"]


def test_the_clock_stops_at_each_due_time_on_its_way(cis: Cis) -> None:
    cis.partners.script["link-001"] = [(503, None)] * 2
    request_id = accepted(cis, new_connection_form())
    cis.clock("2026-11-30 12:00")
    steps = cis.show("request", request_id)["steps"]
    assert steps[-1]["at"] == "2026-11-23T09:06:00+07:00"


def test_one_token_serves_until_it_lies_idle(cis: Cis) -> None:
    accepted(cis, new_connection_form())
    accepted(cis, new_connection_form(requestIdBIZ=guid(2)))
    assert cis.partners.tokens == 1
    cis.clock("2026-11-23 09:59")
    accepted(cis, new_connection_form(requestIdBIZ=guid(3)))
    cis.clock("2026-11-23 10:58")  # 59 minutes after the last use, not the first
    accepted(cis, new_connection_form(requestIdBIZ=guid(4)))
    assert cis.partners.tokens == 1
    cis.clock("2026-11-23 11:58")
    accepted(cis, new_connection_form(requestIdBIZ=guid(5)))
    assert cis.partners.tokens == 2
    assert cis.show("dga_gdx.token")["last_used_at"] == "2026-11-23T11:58:00+07:00"


def test_a_token_refused_in_mid_flow_is_renewed_once(cis: Cis) -> None:
    expired = (401, {"Message": "UnauthorizedException: token expire"})
    cis.partners.script["link-027"] = [expired]
    assert status(cis, accepted(cis, new_connection_form())) == "SURVEY"
    assert cis.partners.asked()[6:] == ["link-027", "validate", "link-027", "portal"]
    assert cis.partners.calls[-2].headers["Token"] == "token-2"


def test_a_token_refused_twice_is_trouble(cis: Cis) -> None:
    cis.partners.script["link-001"] = [(401, {"Message": "token not found"})] * 2
    request_id = accepted(cis, new_connection_form())
    assert status(cis, request_id) == "VERIFYING"
    assert cis.partners.asked().count("link-001") == 2


def test_the_gateway_is_asked_by_its_own_rules(cis: Cis) -> None:
    accepted(cis, new_connection_form())
    validate, permission, person, card, house = cis.partners.calls[2:7]
    assert validate.query == {"ConsumerSecret": "not-to-be-seen", "AgentID": OFFICER}
    assert permission.query == {"Consumer": "consumer", "CitizenID": OFFICER}
    assert person.query == {"OfficeID": "00023", "ServiceID": "001", "Version": "01", "CitizenID": PID}
    assert (card.query["ServiceID"], house.query["ServiceID"]) == ("032", "027")
    assert all(call.headers["Consumer-Key"] == "consumer" for call in (validate, permission, person))


def test_the_secret_is_written_nowhere(cis: Cis, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    leaky = requests.ConnectionError("http://gdx.test/ws/auth/validate?ConsumerSecret=not-to-be-seen")
    cis.partners.script["validate"] = [leaky]
    request_id = accepted(cis, new_connection_form())
    shown = cis.web.get(f"/_test/show/request?id={request_id}").text
    settings = repr(cis.app.extensions["cis"].settings)
    assert "not-to-be-seen" not in caplog.text + shown + settings
    assert "ConnectionError" in shown


def test_statuses_wait_for_the_portal_in_their_order(cis: Cis) -> None:
    cis.partners.script["portal"] = [
        requests.ConnectTimeout("down"),
        (503, "busy"),
        (200, {"Type": 0, "Message": "hook"}),
    ]
    request_id = accepted(cis, new_connection_form())
    assert cis.partners.told() == ["CHECK"]  # PENDING waits behind it
    assert cis.clock("2026-11-23 09:00")["next_due"] == "2026-11-23T09:01:00+07:00"
    cis.clock("2026-11-23 10:00")
    assert cis.partners.told() == ["CHECK", "CHECK", "CHECK", "CHECK", "PENDING"]
    messages = cis.show("outbox", request_id)["messages"]
    assert [(each["state"], each["attempts"]) for each in messages] == [("delivered", 4), ("delivered", 1)]


def test_what_the_portal_refuses_is_not_sent_again(cis: Cis) -> None:
    cis.partners.script["portal"] = [(400, {"Type": 0, "Message": "ไม่พบรายการคำร้อง"})]
    request_id = accepted(cis, new_connection_form())
    assert cis.clock("2026-11-24 09:00")["next_due"] is None
    assert cis.partners.told() == ["CHECK", "PENDING"]
    refused = cis.show("outbox", request_id)["messages"][0]
    assert (refused["state"], refused["answer"]) == ("refused", "400 ไม่พบรายการคำร้อง")


def test_one_request_does_not_hold_up_another(cis: Cis) -> None:
    cis.partners.script["portal"] = [(503, None)]
    accepted(cis, new_connection_form())
    second = accepted(cis, new_connection_form(requestIdBIZ=guid(2)))
    states = [each["state"] for each in cis.show("outbox", second)["messages"]]
    assert states == ["delivered", "delivered"]


def test_a_site_where_nothing_can_be_built_ends_the_request(cis: Cis) -> None:
    request_id = accepted(cis, new_connection_form())
    cis.job("survey", requestId=request_id, feasible=False)
    assert cis.partners.told()[-1] == "REJECTED"


@pytest.mark.parametrize("job", ["estimate", "install"])
def test_a_step_out_of_turn_is_refused(cis: Cis, job: str) -> None:
    request_id = accepted(cis, new_connection_form())
    answer: Any = cis.web.post(f"/_test/jobs/{job}", json={"requestId": request_id, "amount": "1.00"})
    assert answer.status_code == 409
    assert request_id in answer.json["message"]


def test_a_fee_taken_back_is_waited_for_again(cis: Cis) -> None:
    request_id = accepted(cis, new_connection_form())
    cis.job("survey", requestId=request_id, feasible=True)
    cis.job("estimate", requestId=request_id, amount="4500.00")
    reference1 = "16" + cis.show("request", request_id)["registration"]
    cis.agent("payments", transactionId="T", reference1=reference1, amount="4500.00")
    cis.agent("reversals", transactionId="R", originalTransactionId="T", amount="4500.00")
    assert status(cis, request_id) == "AWAITING_PAYMENT"
    assert cis.agent("inquiry", transactionId="Q", reference1=reference1)["totalAmount"] == "4500.00"
    assert cis.books()["applied"] == 0


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("ProvinceID=10&AmphurID=05&DistrictID=01", ["16"]),
        ("ProvinceID=10&AmphurID=05&DistrictID=01&BranchID=16", ["16"]),
        ("ProvinceID=10&AmphurID=05&DistrictID=01&BranchID=15", []),
        ("ProvinceID=50&AmphurID=01&DistrictID=01", []),
    ],
)
def test_the_branch_of_an_address(cis: Cis, query: str, codes: list[str]) -> None:
    answer = cis.web.get(f"/mwa/biz/v1/branch?{query}", headers={"Consumer-Key": "from-portal"})
    found = cis.ok(answer)
    assert [each["BranchCode"] for each in found["ResultList"]] == codes
    assert found["Total"] == str(len(codes))


def test_a_query_without_an_area_is_malformed(cis: Cis) -> None:
    answer = cis.web.get("/mwa/biz/v1/branch?ProvinceID=10", headers={"Consumer-Key": "from-portal"})
    assert (answer.status_code, answer.json["responseStatus"]) == (400, "ERROR")


def break_down(*_: Any) -> None:
    raise RuntimeError("a mistake of ours")


KEY = {"Consumer-Key": "from-portal"}


@pytest.mark.parametrize(
    ("status", "method", "path", "given"),
    [
        (400, "POST", "sendrequest", {"data": "no JSON", "headers": KEY}),
        (401, "POST", "sendrequest", {"json": {}}),
        (404, "GET", "elsewhere", {"headers": KEY}),
        (405, "DELETE", "sendrequest", {"headers": KEY}),
        (
            413,
            "POST",
            "sendrequest",
            {"data": b"{}", "headers": KEY, "environ_overrides": {"CONTENT_LENGTH": str(2**30)}},
        ),
        (500, "POST", "sendrequest", {"json": new_connection_form(), "headers": KEY}),
    ],
)
def test_every_refusal_has_the_portals_shape(
    cis: Cis, monkeypatch: pytest.MonkeyPatch, status: int, method: str, path: str, given: Any
) -> None:
    monkeypatch.setattr(cis.app.extensions["cis"].desk, "receive", break_down)
    answer: Any = cis.web.open(f"/mwa/biz/v1/{path}", method=method, **given)
    assert answer.status_code == status
    assert answer.json.keys() == {"responseStatus", "responseMessage"}
    assert answer.json["responseStatus"] == "ERROR"
