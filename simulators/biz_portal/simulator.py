"""DGA's Biz Portal: sends new-connection requests to our side and keeps each request's status (G 7.2, 7.3)."""

from __future__ import annotations

from typing import Any

from partnerlab.families.file_store import (
    delete_file,
    download_file,
    file_address,
    sample_of,
    store_file,
    stored_file,
    upload_file,
)  # fmt: skip
from partnerlab.families.request_sender import find_request, request_of, take_status
from partnerlab.lab.partners.partner_world import (
    Answer,
    Company,
    Finding,
    House,
    OutgoingMessage,
    PartnerWorld,
    Person,
    Request,
    Sending,
)  # fmt: skip

__all__ = ["delete_file", "download_file", "file_address", "upload_file"]

KINDS = {"PDF": "application/pdf", "JPG": "image/jpeg", "PNG": "image/png"}

FINAL = {"COMPLETED": "DONE", "REJECTED": "REJECT"}

UNKNOWN = "ไม่พบรายการคำร้อง"
OVER = "คำร้องนี้ไม่สามารถปรับปรุงสถานะได้อีก เนื่องจากได้ดำเนินการหรือยกเลิกแล้ว"
CLOSED = {"WAITING": UNKNOWN, "FAILED": UNKNOWN} | dict.fromkeys(FINAL, OVER)
"""What is said of a request whose status takes no update (G 7.3)."""

NO_SUCH = {"body/ApplicationID": "ไม่พบบริการที่ต้องการ", "body/Status": "สถานะคำร้องไม่ถูกต้อง"}
"""What is said of a value that the portal does not know (G 7.3)."""


def new_connection(
    world: PartnerWorld,
    *,
    applicant: Person,
    company: Company | None = None,
    key: str | None = None,
    detail: dict[str, Any] | None = None,
    papers: list[dict[str, Any]] | None = None,
    **fields: Any,
) -> Sending:
    """Send the request of a person, or of a company by one of its directors; sent again, it has the same identity.

    `detail`: what the applicant wrote otherwise than the registers have it, or set elsewhere on the map. `papers`: the
    `title` of each that is attached, its `kind` (its bytes are `really`), `size`, and whether of `another` request.
    """
    request = _request_of(world, applicant, company)
    body = _form(request, applicant, company) | fields
    papers = [_attached(world, request, number, paper) for number, paper in enumerate(papers or [], 1)]
    body["requestDetailWSList"][0].update({"requestAttachmentWSList": papers} | (detail or {}))
    answer = yield OutgoingMessage(body, headers={"Consumer-Key": key or world.credential("inbound_key")})
    _note(request, answer)


def _attached(world: PartnerWorld, request: dict[str, Any], number: int, paper: dict[str, Any]) -> dict[str, Any]:
    """A paper as the form names it; the same one again, when the form is sent again."""
    kind, key, papers = paper.get("kind", "PDF"), (request["id"], number), world.table("papers")
    if key not in papers:
        media, owner = KINDS.get(kind, "text/plain"), world.guid() if paper.get("another") else request["id"]
        content = sample_of(paper.get("really", media), paper.get("size", 2000))
        papers[key] = store_file(world, f"{number}.{kind.lower()}", media, content, owner).number
    return {
        "attachmentCode": f"{number:02d}",
        "attachmentTypeCode": kind,
        "attachmentFile": papers[key],
        "attachmentDescription": paper["title"],
    }


def find_branch(world: PartnerWorld, *, house: House) -> Sending:
    """Look up the branch of a house's sub-district."""
    code = house.subdistrict_code
    query = {"ProvinceID": code[:2], "AmphurID": code[2:4], "DistrictID": code[4:]}
    yield OutgoingMessage(query=query, headers={"Consumer-Key": world.credential("inbound_key")})


def update_status(world: PartnerWorld, message: Request) -> Any:
    """Take one status of a request, or refuse it; every refusal is HTTP 400 (G 7.3)."""
    body = message.body
    request = find_request(world, body["ApplicationRequestID"], body["IdentityID"])
    refusal = _refusal(world, message, request)
    if request is None or refusal:
        return _reply(0, refusal or UNKNOWN, body), 400
    take_status(request, body["Status"])
    request["remark"] = body.get("StatusOther") or ""
    request["other"] = FINAL.get(body["Status"], "WAITING_AGENT_WORKING")
    return _reply(1, "เสร็จสิ้น", body)


def refuse(world: PartnerWorld, finding: Finding) -> Any:
    """A message that is not as agreed (G 7.3)."""
    unknown = NO_SUCH.get(finding.where) if finding.rule == "enum" else None
    return {"Type": 0, "Message": unknown or "การเรียกใช้งานไม่ถูกต้อง"}, 400


def _refusal(world: PartnerWorld, message: Request, request: dict[str, Any] | None) -> str | None:
    if message.headers.get("consumer-key") != world.credential("consumer_key"):
        return "ไม่มีสิทธิ์เข้าใช้งาน"
    document = (message.body.get("Extras") or {}).get("DocumentFileID")
    if document and stored_file(world, document) is None:
        return "การเรียกใช้งานไม่ถูกต้อง"
    return CLOSED.get(request["status"]) if request else UNKNOWN


def _reply(kind: int, text: str, body: dict[str, Any]) -> dict[str, Any]:
    return {
        "Type": kind,
        "Message": text,
        "Data": None,
        "ValidationErrors": {},
        "ApplicationRequestData": {
            "ApplicationRequestID": body["ApplicationRequestID"],
            "IdentityID": body["IdentityID"],
        },
    }


def _request_of(world: PartnerWorld, applicant: Any, company: Any) -> dict[str, Any]:
    """The portal's own record: one for each applicant; the number restarts daily for each kind (G 7.2)."""
    identity = company.juristic_id if company else applicant.pid
    day = f"{'J' if company else 'C'}{(world.now.year + 543) % 100:02d}{world.now:%m%d}"
    return request_of(world, identity, series=day, status="WAITING")


def _note(request: dict[str, Any], answer: Answer | None) -> None:
    """Success is said in the body alone; anything else leaves the request to be sent again (G 7.2)."""
    told = answer.body if answer is not None and isinstance(answer.body, dict) else {}
    if told.get("responseStatus") == "OK":
        request["cis"] = told["requestId"]
        if request["status"] in ("WAITING", "FAILED"):
            request["status"] = "CHECK"
    elif "cis" not in request:
        request.update(status="FAILED", other="Resendable")


def _form(request: dict[str, Any], applicant: Any, company: Any) -> dict[str, Any]:
    """The request as the portal has been seen to send it; what is not filled in travels as null."""
    channel, other, by = ("8", "Biz Portal", "BIZ") if company else ("9", "Internet", "PEOPLE")
    return {
        "requestIdBIZ": request["id"], "requestIdWLMAR": request["number"], "branchCode": applicant.house.branch.code,
        "requestCode": "501", "requestChannel": channel, "receiveChannel": "00", "receiveChannelOther": other,
        "requestDetail": "ขอติดตั้งประปาใหม่", **_name(applicant), **_address(applicant.house), **_contact(applicant),
        "fax": None, "createdBy": by, "screenId": by, "ipaddress": by,
        "requestDetailWSList": [_detail(applicant, company)],
    }  # fmt: skip


def _detail(applicant: Any, company: Any) -> dict[str, Any]:
    house = applicant.house
    tax_id = company.juristic_id if company else applicant.pid
    business, card = (company.name_th, None) if company else (None, "1")
    return {
        "accountCode": None, "useType": "0", "accountType": "P", "taxId": tax_id, "taxBranch": 0,
        "individualType": "2" if company else "1", "cardType": card, "cardId": card and applicant.pid,
        "businessName": business,
        **({"prefixCode": "93", "firstName": None, "lastName": None} if company else _name(applicant)),
        "houseId": house.code, **_address(house), **_contact(applicant), "meterSize": "0", "accountClassCode": "00",
        "latitude": f"{house.latitude:.6f}", "longitude": f"{house.longitude:.6f}",
        "billTaxId": tax_id, "billPrefixCode": None, "billFirstname": applicant.first_name,
        "billLastname": applicant.last_name, **_prefixed("bill", house),
        "paidTaxId": tax_id, "paidTaxBranch": 0,
        "paidTaxName": business or f"{applicant.first_name} {applicant.last_name}", **_prefixed("paid", house),
        "requestAttachmentWSList": [],
    }  # fmt: skip


def _name(person: Any) -> dict[str, Any]:
    return {"prefixCode": person.title_code, "firstName": person.first_name, "lastName": person.last_name}


def _address(house: Any) -> dict[str, Any]:
    """`districtCode` is the sub-district and `amphurCode` the district: two digits each (G 7.2)."""
    return {
        "houseNo": house.house_no, "moo": house.moo or None, "village": None, "building": None,
        "soi": house.soi or None, "road": house.road or None, "districtCode": house.subdistrict_code[4:],
        "amphurCode": house.district_code[2:], "provinceCode": house.province_code, "zipCode": house.postcode,
    }  # fmt: skip


def _prefixed(prefix: str, house: Any) -> dict[str, Any]:
    return {f"{prefix}{key[0].upper()}{key[1:]}": value for key, value in _address(house).items()}


def _contact(person: Any) -> dict[str, Any]:
    """Ten digits that do not begin with 02 are a mobile number (G 7.2); the misspelling is the portal's."""
    return {"phoneNumber": None, "phoneExtenstion": None, "mobile": person.mobile, "email": person.email}
