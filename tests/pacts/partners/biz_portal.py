"""What the Biz Portal sends to our side, and what our side's client tells the portal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
import requests

from partnerlab.lab.lab import Lab
from reference.cis.adapter import Link
from reference.cis.messages import (
    Applicant,
    MeterOrder,
    PaperOffer,
    PaperRefused,
    Place,
    Request,
    RequestKind,
    RequestStatus,
    SourceUnavailable,
    StatusChanged,
)
from reference.cis.partners.biz_portal.client import Portal
from reference.common.clock import Clock
from tests.pacts.interactions import Asked, Sent, answered, exist, sent
from tests.pacts.links import KIT

APPLICANT = {"number": 1042, "first_name": "สมมุติ", "last_name": "ตัวอย่าง"}
SOMCHAI = exist(people={"somchai": APPLICANT})
FIRM = exist(companies={"firm": {"number": 7, "name_th": "บริษัท ตัวอย่าง จำกัด"}}, people={"somchai": APPLICANT})
WITH_PAPER = sent("new_connection", applicant="$somchai", papers=[{"title": "แผนที่สังเขป"}])
_NEVER = "00000000-0000-4000-8000-000000000000"
REQUESTED = sent("new_connection", applicant="$somchai")


def client(url: str, session: requests.Session) -> Portal:
    return Portal(Link("biz_portal", {"url": url, "consumer_key": "consumer_key"}, session, Clock()))


def _first_request() -> str:
    """The number that the portal gives to the first request of a day."""
    return Lab(KIT).partner_worlds["biz_portal"].guid()


def _request(tax_id: str, number: str | None) -> Request:
    return Request(
        origin="biz_portal",
        origin_number=number or _first_request(),
        kind=RequestKind.NEW_CONNECTION,
        applicant=Applicant("สมมุติ ตัวอย่าง", tax_id, tax_id),
        place=Place(None, "10", "05", "01", None, "1/1"),
        meter=MeterOrder("0", "00"),
        branch="15",
        original="{}",
    )


def _tells(status: RequestStatus, result: str, request: str | None = None) -> Any:
    def tell(portal: Portal, names: Mapping[str, Any]) -> None:
        change = StatusChanged(
            number="152601000001",
            request=_request(names["somchai"].pid, request),
            status=status,
            note="ข้อความถึงผู้ยื่นคำร้อง",
            at="2026-01-05T09:00:00+07:00",
            sequence=1,
            fee=450_000,
            fee_due=date(2026, 2, 4),
            registration="10000001",
        )
        message = portal.message(change)
        assert message is not None
        message.pop("_document", None)
        assert portal.deliver(message).result == result

    return tell


def _paper_number() -> str:
    """The number that the portal gives to the first paper, after that of its request."""
    world = Lab(KIT).partner_worlds["biz_portal"]
    return [world.guid(), world.guid()][1]


def _finds_paper(number: str | None = None) -> Any:
    def find(portal: Portal, names: Mapping[str, Any]) -> None:
        offer = PaperOffer(number or _paper_number(), "application/pdf", "แผนที่สังเขป")
        try:
            address = portal.files.address_of(_first_request(), offer)
        except PaperRefused:
            assert number
        else:
            assert address.startswith("http") and not number

    return find


def _finds_no_address(portal: Portal, names: Mapping[str, Any]) -> None:
    address = f"{portal.files.base}/bizportal/api/File/Download/{'0' * 32}"
    with pytest.raises(SourceUnavailable, match="404"):
        portal.files.download(address, 1000)


def _hands_in(portal: Portal, names: Mapping[str, Any]) -> None:
    assert len(portal.files.hand_in("estimate.txt", "ใบประมาณราคา")) == 36


def _takes_back(portal: Portal, names: Mapping[str, Any]) -> None:
    assert portal.files.take_back(_paper_number())


def _takes_nothing_back(portal: Portal, names: Mapping[str, Any]) -> None:
    assert not portal.files.take_back(_NEVER)


_UPLOADED = {
    "fileId": _NEVER, "name": "estimate.txt", "contentType": "text/plain", "fileSize": 36, "fileUrl": "/file",
}  # fmt: skip


def _address(status: int, address: str | None) -> dict[str, Any]:
    return {"status": status, "message": "", "errorMessage": "", "data": address}


def _reply(kind: int, text: str) -> dict[str, Any]:
    return {"Type": kind, "Message": text}


def _waits_for(status: str) -> Any:
    def waits(lab: Any, names: Mapping[str, Any]) -> None:
        assert [each["status"] for each in lab.partner_worlds["biz_portal"].table("requests").values()] == [status]

    return waits


ASKED = [
    Asked(
        "a request has come in",
        "update_status",
        _tells(RequestStatus.RECEIVED, "delivered"),
        answered(200, _reply(1, "เสร็จสิ้น"), exactly="Type"),
        (SOMCHAI, REQUESTED),
    ),
    Asked(
        "a fee is to be paid",
        "update_status",
        _tells(RequestStatus.AWAITING_PAYMENT, "delivered"),
        answered(200, _reply(1, "เสร็จสิ้น"), exactly="Type"),
        (SOMCHAI, REQUESTED),
    ),
    Asked(
        "a request that the portal does not know",
        "update_status",
        _tells(RequestStatus.RECEIVED, "refused", request="00000000-0000-4000-8000-000000000000"),
        answered(400, _reply(0, "ไม่พบรายการคำร้อง"), exactly="Type Message"),
        (SOMCHAI,),
    ),
]

ASKED += [
    Asked(
        "the address of a paper",
        "file_address",
        _finds_paper(),
        answered(200, _address(0, "/bizportal/api/File/Download/0"), exactly="status"),
        (SOMCHAI, WITH_PAPER),
    ),
    Asked(
        "the address of a paper that the portal does not have",
        "file_address",
        _finds_paper(_NEVER),
        answered(200, _address(300, None), exactly="status data"),
        (SOMCHAI, REQUESTED),
    ),
    Asked(
        "a paper at an address that there never was",
        "download_file",
        _finds_no_address,
        answered(404, {"Message": "ไม่พบที่อยู่นี้"}),
        (),
    ),
    Asked("a document", "upload_file", _hands_in, answered(200, _UPLOADED), ()),
    Asked(
        "a document is to be deleted",
        "delete_file",
        _takes_back,
        answered(200, {"result": "Success", "message": "Deleted"}),
        (SOMCHAI, WITH_PAPER),
    ),
    Asked(
        "a document that the portal does not have is to be deleted",
        "delete_file",
        _takes_nothing_back,
        answered(500, {"Message": "ไม่พบไฟล์"}),
        (),
    ),
]

SENT = [
    Sent(
        "a person asks for a new connection, with a paper",
        "new_connection",
        {"applicant": "$somchai", "papers": [{"title": "แผนที่สังเขป"}]},
        answered(200, {"responseStatus": "OK", "requestId": "152601000001"}, exactly="responseStatus"),
        (SOMCHAI,),
        _waits_for("CHECK"),
    ),
    Sent(
        "a person asks for a new connection",
        "new_connection",
        {"applicant": "$somchai"},
        answered(200, {"responseStatus": "OK", "requestId": "152601000001"}, exactly="responseStatus"),
        (SOMCHAI,),
        _waits_for("CHECK"),
    ),
    Sent(
        "a person asks again",
        "new_connection",
        {"applicant": "$somchai"},
        answered(200, {"responseStatus": "OK", "requestId": "152601000001"}, exactly="responseStatus requestId"),
        (SOMCHAI, REQUESTED),
    ),
    Sent(
        "a company asks for a new connection",
        "new_connection",
        {"applicant": "$somchai", "company": "$firm"},
        answered(200, {"responseStatus": "OK", "requestId": "152601000001"}, exactly="responseStatus"),
        (FIRM,),
        _waits_for("CHECK"),
    ),
    Sent(
        "a request that our side does not take",
        "new_connection",
        {"applicant": "$somchai", "branchCode": "99"},
        answered(200, {"responseStatus": "ERROR", "responseMessage": "ไม่พบสาขา 99"}, exactly="responseStatus"),
        (SOMCHAI,),
        _waits_for("FAILED"),
    ),
    Sent(
        "the branch of a house",
        "find_branch",
        {"house": "$somchai.house"},
        answered(
            200,
            {"Total": "1", "ResultList": [{"BranchCode": "15", "BranchName": "ประชาชื่น"}]},
            exactly="Total BranchCode",
        ),
        (SOMCHAI,),
    ),
]
