"""The system as others see it, and stand-ins for the registers and the portal it calls."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from flask import Flask
from flask.testing import FlaskClient
from requests.adapters import BaseAdapter

from reference.cis.adapter import Adapter
from reference.common import discovery

SECRET = "not-to-be-seen"
PID = "1980000000001"
OFFICER = "1980000000001"
ACCOUNT = {
    "registration": "12345678",
    "branch": "16",
    "name": "นายสมมุติ ตัวอย่าง",
    "tax_id": PID,
    "account_class": "00",
    "meter_size": "0",
    "address": "1/1 ถนนตัวอย่าง",
    "bills": [],
}
"""An account as a rehearsal enters it."""
Reply = tuple[int, Any]
Handler = Callable[["Call"], Reply]


@dataclass
class Call:
    """One call of the system to a partner."""

    method: str
    host: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


@dataclass
class Partners(BaseAdapter):
    """Answers in place of gateway, registers, map service and portal.

    `script` holds what a door answers next and `always` what it answers otherwise: status and body, an
    exception to raise, or a function of the call.
    """

    calls: list[Call] = field(default_factory=list)
    script: dict[str, list[Any]] = field(default_factory=dict)
    always: dict[str, Any] = field(default_factory=dict)
    tokens: int = 0

    def send(self, request: requests.PreparedRequest, **_: Any) -> requests.Response:  # type: ignore[override]
        parts = urlsplit(request.url or "")
        query = {name: values[0] for name, values in parse_qs(str(parts.query)).items()}
        is_json = "json" in str(request.headers.get("Content-Type", "json"))
        body = (json.loads(request.body) if is_json else request.body) if request.body else None
        call = Call(str(request.method), str(parts.hostname), str(parts.path), query, dict(request.headers), body)
        self.calls.append(call)
        return _response(request, self._reply(call))

    def close(self) -> None:
        pass

    def _reply(self, call: Call) -> Reply:
        key = self.key(call)
        waiting = self.script.get(key)
        otherwise = self.always[key] if key in self.always else self._usual(key)
        reply = waiting.pop(0) if waiting else otherwise
        if callable(reply):
            reply = reply(call)
        if isinstance(reply, Exception):
            raise reply
        status, body = reply
        return status, _about_the_asked(call, body) if status == 200 else body

    def _usual(self, key: str) -> Reply:
        if key == "validate":
            self.tokens += 1
            return 200, {"Result": f"token-{self.tokens}"}
        return USUAL[key]

    @staticmethod
    def key(call: Call) -> str:
        last = call.path.rsplit("/", 1)[-1]
        return {"link": f"link-{call.query.get('ServiceID')}", "Requests": "portal"}.get(last, last)

    def asked(self) -> list[str]:
        return [self.key(call) for call in self.calls]

    def told(self) -> list[str]:
        """The statuses that reached the portal's door, in order."""
        return [call.body["Status"] for call in self.calls if self.key(call) == "portal"]


def _about_the_asked(call: Call, body: Any) -> Any:
    """The answer with the number that was asked for, wherever a test says nothing of it."""
    service, asked = call.query.get("ServiceID"), call.query.get("CitizenID") or call.query.get("JuristicID")
    if not isinstance(body, dict) or asked is None:
        return body
    if service == "032":
        return {"personalID": int(asked)} | body
    lists = {"allName": ("pid", int(asked)), "ResultList": ("JuristicID", asked)}
    for name, (field_name, number) in lists.items():
        if isinstance(body.get(name), list):
            body = body | {
                name: [{field_name: number} | item if isinstance(item, dict) else item for item in body[name]]
            }
    return body


def on_the_map(*deeds: str, branch: str = "16") -> Reply:
    """A map service's answer: a district of that branch, and parcels of those title deeds."""
    district = {"id": "district.1005", "properties": {"id": "1005", "branch_id": branch}}
    parcels = [{"id": f"parcel.{deed}", "properties": {"id": deed, "parcelno": deed}} for deed in deeds]
    point = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [100.596, 13.874]}}
    return 200, {"type": "FeatureCollection", "features": [point | each for each in (district, *parcels)]}


USUAL: dict[str, Reply] = {
    "address": on_the_map("1000001"),
    "locate": on_the_map("1000002"),
    "wfs": on_the_map(),
    "permission": (
        200,
        {"AgentID": OFFICER, "CitizenID": "0000000000000", "SessionState": "AgentAvailable"},
    ),
    "link-001": (200, {"firstName": "สมมุติ", "lastName": "ตัวอย่าง", "statusOfPersonCode": 0}),
    "link-032": (200, {"personalID": int(PID), "expireDate": "25760101", "cancelCause": ""}),
    "link-027": (200, {"houseID": 98000000001}),
    "link-009": (500, {"Code": "99702", "Message": "[99702] ไม่พบข้อมูลการเปลี่ยนชื่อ"}),
    "link-033": (500, {"Code": "99404", "Message": "[99404] ไม่พบข้อมูลการสมรส"}),
    "link-034": (500, {"Code": "99504", "Message": "[99504] ไม่พบข้อมูลการหย่า"}),
    "information": (200, {"ResultList": [{"JuristicStatus": "ยังดำเนินกิจการอยู่"}], "RawData": ""}),
    "Upload": (200, {"fileId": "00000000-0000-4000-8000-000000000000"}),
    "deletefilepath": (200, {"result": "Success", "message": "Deleted"}),
    "portal": (200, {"Type": 1, "Message": "เสร็จสิ้น", "Data": None, "ValidationErrors": {}}),
}


def _response(request: requests.PreparedRequest, reply: Reply) -> requests.Response:
    status, body = reply
    response = requests.Response()
    response.status_code = status
    response.request = request
    response.url = request.url or ""
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    response._content = b"" if body is None else text.encode()
    response.encoding = "utf-8"
    return response


PARTNERS: dict[str, dict[str, str]] = {
    "dga_gdx": {
        "url": "http://gdx.test",
        "consumer_key": "consumer",
        "consumer_secret": SECRET,
        "agent_pid": OFFICER,
    },
    "gis": {"url": "http://gis.test", "map_key": "to-gis"},
    "biz_portal": {"url": "http://portal.test", "consumer_key": "to-portal", "inbound_key": "from-portal"},
    "big_c_online": {"agent_code": "BIGC", "agent_key": "bigc-key"},
    "truemoney_offline": {"agent_code": "TMN", "sftp_home": "truemoney_offline"},
}
ADAPTERS: dict[str, Adapter] = discovery.adapters("reference.cis.partners")
SECOND_AGENT = {"agent_code": "MARKET", "agent_key": "market-key"}
"""Another agent of the same dialect: two settings, and the adapter of the first."""


def settings(partners: dict[str, dict[str, str]] | None = None, **more: Any) -> dict[str, Any]:
    """Settings of an installation; `partners` are more of them, or other settings of one."""
    return {
        "partners": PARTNERS | (partners or {}),
        "holidays": ["2026-12-07"],
        "test_hooks": True,
        **more,
    }


class Caller(FlaskClient):
    """Takes each answer whole, as callers do; what a call has made due is done then."""

    def open(self, *arguments: Any, **words: Any) -> Any:
        return super().open(*arguments, **{"buffered": True} | words)


class Cis:
    """The system as others see it."""

    def __init__(self, app: Flask, partners: Partners) -> None:
        self.app = app
        app.test_client_class = Caller
        self.web: Any = app.test_client()
        self.partners = partners

    def clock(self, text: str) -> dict[str, Any]:
        """Set the clock, given as `2026-11-23 09:00`."""
        return self.ok(self.web.put("/_test/clock", json={"now": text.replace(" ", "T") + ":00+07:00"}))

    def seed(self, *bills: dict[str, Any], registration: str = "12345678", **facts: Any) -> None:
        account = {**ACCOUNT, "registration": registration, **facts}
        self.ok(self.web.post("/_test/seed", json={"accounts": [{**account, "bills": list(bills)}]}))

    def job(self, name: str, **given: Any) -> int:
        return int(self.ok(self.web.post(f"/_test/jobs/{name}", json=given))["done"])

    def show(self, thing: str, key: str = "") -> dict[str, Any]:
        return self.ok(self.web.get(f"/_test/show/{thing}?id={key}"))

    def books(self) -> dict[str, Any]:
        """The books, which must balance whenever one looks."""
        books = self.ok(self.web.get("/_test/books"))
        stands = books["applied"] + books["deposits"] + books["suspense"]
        assert books["received"] - books["reversed"] == stands
        return books

    def agent(self, what: str, key: str = "bigc-key", **fields: Any) -> dict[str, Any]:
        """A call of Big C's counter; `fields` change the usual message."""
        message = {
            "agentCode": "BIGC",
            "transactionDateTime": "2026-11-23T09:00:00+07:00",
            "channel": "TELL",
            "branchCode": "0001",
            "terminalId": "POS1",
            **fields,
        }
        message = {name: value for name, value in message.items() if value is not None}
        return self.ok(self.web.post(f"/payment-agents/v1/{what}", json=message, headers={"X-Agent-Key": key}))

    @staticmethod
    def ok(response: Any) -> dict[str, Any]:
        assert response.status_code == 200, response.text
        body: dict[str, Any] = response.json
        return body


def bill(month: str = "2026-10", due: str = "2026-11-15", usage: int = 8, owner: str = "12345678") -> dict[str, Any]:
    year, number = month.split("-")
    invoice = f"{(int(year) + 543) % 100:02d}{number}{owner}"
    return {"invoice": invoice, "month": month, "usage": usage, "issued": f"{month}-28", "due": due}


def guid(number: int) -> str:
    return f"00000000-0000-0000-0000-{number:012d}"


def new_connection_form(**changes: Any) -> dict[str, Any]:
    """A person's request; names of the detail block go there, all others on top."""
    top: dict[str, Any] = {
        "requestIdBIZ": "00000000-0000-0000-0000-000000000001",
        "requestIdWLMAR": "C691123001",
        "requestCode": "501",
        "requestChannel": "9",
        "receiveChannel": "00",
        "branchCode": "16",
        "houseNo": "1/1",
        "districtCode": "01",
        "amphurCode": "05",
        "provinceCode": "10",
        "zipCode": "10220",
    }
    detail: dict[str, Any] = {
        "useType": "0",
        "accountType": "P",
        "taxBranch": 0,
        "individualType": "1",
        "taxId": None,
        "cardId": PID,
        "firstName": "สมมุติ",
        "lastName": "ตัวอย่าง",
        "businessName": None,
        "houseId": "98000000001",
        "latitude": None,
        "longitude": None,
        "meterSize": "0",
        "accountClassCode": "00",
        "requestAttachmentWSList": [],
    }
    for name, value in changes.items():
        (detail if name in detail else top)[name] = value
    return {**top, "requestDetailWSList": [detail]}
