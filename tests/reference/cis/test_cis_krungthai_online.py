"""Krungthai's own channels at the counter: its field checks, its codes, and the lines of a slip."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from cis_support import Cis, Partners, bill, settings

from reference.cis import create_app
from reference.cis.messages import Item
from reference.cis.partners.krungthai_online.slip import slip_lines

CLIENT = {"client_id": "ktb-id", "client_secret": "ktb-secret"}
APPROVAL = {
    "command": "Approval",
    "comCode": "7337",
    "prodCode": "CHARGES",
    "bankCode": 6,
    "bankRef": "mKTB0000000001",
    "dateTime": "20261123085958",
    "effDate": "20261123",
    "channel": "MOB",
    "ref1": "12345678",
}


@pytest.fixture(scope="module")
def app() -> Iterator[Any]:
    told = settings({"krungthai_online": {"agent_code": "KTB", "token_seconds": "900", **CLIENT}})
    app = create_app(told, requests.Session())
    yield app
    app.extensions["cis"].db.close()


@pytest.fixture
def cis(app: Any, partners: Partners) -> Cis:
    app.extensions["cis"].reset()
    system = Cis(app, partners)
    system.clock("2026-11-23 09:00")
    system.seed(bill())
    return system


def call(cis: Cis, message: Any) -> Any:
    token = cis.web.post("/krungthai-online/v1/oauth/token", data=CLIENT).json["access_token"]
    return cis.web.post("/krungthai-online/v1/direct-link", json=message, headers={"Authorization": f"Bearer {token}"})


@pytest.mark.parametrize(
    "change",
    [
        {"command": "Refund"},
        {"command": None},
        {"bankCode": 14},
        {"bankCode": "6"},
        {"bankCode": True},
        {"comCode": "7338"},
        {"dateTime": "25691123085958"},
        {"dateTime": "20261123250000"},
        {"effDate": "20260229"},
        {"effDate": "25691123"},
        {"ref1": "0112345678"},
        {"ref2": "691212345678"},
    ],
    ids=str,
)
def test_a_malformed_message_is_named_by_its_field(cis: Cis, change: dict[str, Any]) -> None:
    answer = call(cis, APPROVAL | change)
    assert (answer.status_code, answer.json["respCode"]) == (400, "3")
    assert next(iter(change)) in answer.json["respMsg"]


def test_an_approval_is_for_one_customer_and_service(cis: Cis) -> None:
    first = call(cis, APPROVAL).json
    assert call(cis, APPROVAL).json == first
    cis.job("suspend", registration="12345678")
    assert call(cis, APPROVAL | {"prodCode": "SUSPENSION_WAIVER"}).json["respCode"] == "21"
    cis.clock("2026-11-24 00:00")
    assert call(cis, APPROVAL).json["respCode"] == "21", "it was good for its day"


def test_without_a_token_nothing_is_answered(cis: Cis) -> None:
    answer = cis.web.post("/krungthai-online/v1/direct-link", json=APPROVAL)
    assert (answer.status_code, answer.json["respCode"]) == (401, "2")


def test_a_failure_inside_is_a_system_error(cis: Cis, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(cis.app.extensions["cis"].approvals, "approve", fail)
    answer = call(cis, APPROVAL)
    assert (answer.status_code, answer.json["respCode"]) == (500, "999")


def test_a_slip_has_at_most_seven_lines_and_says_all_that_is_owed() -> None:
    items = [Item("WATER_BILL", f"i{n}", "2025-12", "2026-01-16", 100 * n) for n in range(1, 10)]
    assert [*slip_lines(items[:7])] == [f"print{n}" for n in range(1, 8)]
    assert slip_lines(items[:7])["print7"] == "ยอดค้างจ่ายประจำเดือน 16/01/69 7.00"
    assert slip_lines(items)["print7"] == "รายการอื่น 3 รายการ 24.00"
    fee = Item("OVERDUE_FEE", "i1", "2025-12", "2026-01-16", 1500)
    assert slip_lines([fee]) == {"print1": "ค่าธรรมเนียมเกินกำหนด 15.00"}
