"""The portal: what it takes of a request's status, and what it refuses and how (G 7.3)."""

from __future__ import annotations

from typing import Any

import pytest

from partnerlab.lab.exchange.simulator_app import simulator_apps
from partnerlab.lab.lab import Lab

PATH = "/Api/V2/Applications/Requests"


@pytest.fixture
def request_(lab: Lab) -> dict[str, Any]:
    """A request that the portal has sent and our side has taken."""
    memory = lab.partner_worlds["biz_portal"]
    made = {"id": "00000000-0000-4000-8000-000000000001", "identity": "1980000000000", "status": "CHECK", "history": []}
    memory.table("requests_by_id")[made["id"]] = made
    return made


def told(lab: Lab, body: dict[str, Any], key: str | None = None) -> Any:
    key = key or lab.credentials.of("biz_portal", "consumer_key")
    return simulator_apps(lab)["biz_portal"].test_client().post(PATH, json=body, headers={"Consumer-Key": key})


def status(made: dict[str, Any], word: str, **other: Any) -> dict[str, Any]:
    return {
        "ApplicationRequestID": made["id"], "ApplicationID": 6, "IdentityID": made["identity"], "Status": word,
    } | other  # fmt: skip


def test_a_status_is_taken_and_its_free_text_becomes_the_remark(lab: Lab, request_: dict[str, Any]) -> None:
    answer = told(lab, status(request_, "PENDING", StatusOther="อยู่ระหว่างสำรวจ"))
    assert (answer.status_code, answer.json["Type"], answer.json["Message"]) == (200, 1, "เสร็จสิ้น")
    assert (request_["status"], request_["other"], request_["remark"]) == (
        "PENDING", "WAITING_AGENT_WORKING", "อยู่ระหว่างสำรวจ",
    )  # fmt: skip


def test_what_is_finished_cannot_be_changed(lab: Lab, request_: dict[str, Any]) -> None:
    assert told(lab, status(request_, "COMPLETED")).status_code == 200
    refused = told(lab, status(request_, "PENDING"))
    assert (refused.status_code, refused.json["Type"]) == (400, 0)
    assert "ไม่สามารถปรับปรุงสถานะได้อีก" in refused.json["Message"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"ApplicationRequestID": "00000000-0000-4000-8000-00000000000f"}, "ไม่พบรายการคำร้อง"),
        ({"IdentityID": "1980000000001"}, "ไม่พบรายการคำร้อง"),
        ({"ApplicationID": 7}, "ไม่พบบริการที่ต้องการ"),
        ({"Status": "SLEEPING"}, "สถานะคำร้องไม่ถูกต้อง"),
        ({"Status": None}, "การเรียกใช้งานไม่ถูกต้อง"),
        ({"Fee": "free"}, "การเรียกใช้งานไม่ถูกต้อง"),
    ],
)
def test_every_refusal_is_400_with_a_thai_message(
    lab: Lab, request_: dict[str, Any], change: dict[str, Any], message: str
) -> None:  # fmt: skip
    refused = told(lab, status(request_, "PENDING") | change)
    assert (refused.status_code, refused.json["Message"]) == (400, message)


def test_a_request_still_waiting_reads_as_not_found(lab: Lab, request_: dict[str, Any]) -> None:
    request_["status"] = "WAITING"
    assert told(lab, status(request_, "CHECK")).json["Message"] == "ไม่พบรายการคำร้อง"


def test_a_wrong_key_has_no_right(lab: Lab, request_: dict[str, Any]) -> None:
    assert told(lab, status(request_, "CHECK"), key="wrong").json["Message"] == "ไม่มีสิทธิ์เข้าใช้งาน"
