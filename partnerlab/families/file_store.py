"""A partner's store of files: one is uploaded in a form, and fetched from an address that works once, for a while.

What stands in an address is its only key. Limits and kinds are the partner's own.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from partnerlab.contract.http.decoding.multipart import parts_of
from partnerlab.contract.http.message import Answer, Request
from partnerlab.lab.partners.partner_world import PartnerWorld

UNKNOWN_KEY = "ไม่มีสิทธิ์เข้าใช้งาน"
BEGINNINGS = {"application/pdf": b"%PDF-", "image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}
"""The bytes with which a file of a kind begins."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file, and the number of the request that it belongs to."""

    number: str
    name: str
    media: str
    content: bytes
    belongs_to: str


@dataclass(slots=True)
class FileAddress:
    """Where a file can be fetched, once."""

    file: StoredFile
    ends: datetime
    used: bool = False


def store_file(world: PartnerWorld, name: str, media: str, content: bytes, belongs_to: str = "") -> StoredFile:
    """Keep a file under a new number."""
    file = StoredFile(world.guid(), name, media, content, belongs_to)
    world.table("files")[file.number] = file
    return file


def stored_file(world: PartnerWorld, number: object, belongs_to: str | None = None) -> StoredFile | None:
    """The file of a number, if it belongs there."""
    file: StoredFile | None = world.table("files").get(number)
    return file if file is not None and belongs_to in (None, file.belongs_to) else None


def drop_file(world: PartnerWorld, number: str) -> bool:
    """Forget a file; whether it was there."""
    return world.table("files").pop(number, None) is not None


def open_address(world: PartnerWorld, file: StoredFile) -> str:
    """A new ticket by which the file can be fetched once; of a partner that gives addresses again, the one it gave."""
    addresses = world.table("addresses")
    given = [ticket for ticket, address in addresses.items() if address.file is file]
    if given and world.facts["gives_addresses_again"]:
        return str(given[0])
    ticket = world.guid().replace("-", "")
    addresses[ticket] = FileAddress(file, world.now + timedelta(seconds=world.facts["address_seconds"]))
    return ticket


def file_at(world: PartnerWorld, ticket: str) -> StoredFile | None:
    """The file of a ticket, which is used up by it; None if it was used, is over, or its file is gone.

    KeyError: there never was such a ticket.
    """
    address: FileAddress = world.table("addresses")[ticket]
    usable = not address.used and world.now < address.ends and address.file.number in world.table("files")
    address.used = True
    return address.file if usable else None


def file_answer(file: StoredFile, headers: Mapping[str, str] | None = None) -> Answer:
    """A file as bytes, with the digest of RFC 9530."""
    digest = b64encode(hashlib.sha256(file.content).digest()).decode()
    named = {"content-type": file.media, "repr-digest": f"sha-256=:{digest}:", **(headers or {})}
    return Answer(200, named, file.content)


def is_of_kind(content: bytes, media: str) -> bool:
    """Whether the first bytes are those of the kind; text has none of its own."""
    return content.startswith(BEGINNINGS.get(media, b""))


def sample_of(media: str, size: int) -> bytes:
    """A made-up paper of a kind, of so many bytes."""
    content = BEGINNINGS.get(media, b"") + b"% partnerlab"
    return content[:size].ljust(size, b".")


def upload_file(world: PartnerWorld, message: Request) -> Any:
    """Keep a document, if it is of a kind that the partner takes and no larger than it takes."""
    if not _is_ours(world, message):
        return _trouble(UNKNOWN_KEY), 401
    part = parts_of(message.raw).get("file")
    if part is None or not part.file_name:
        return {"Type": 0, "Message": "ไม่พบไฟล์ที่อัปโหลด"}, 400
    if len(part.content) > world.facts["file_limit"]:
        return _trouble("ไฟล์มีขนาดเกินกำหนด"), 413
    if part.media not in world.facts["file_kinds"] or not is_of_kind(part.content, part.media):
        return _trouble("ชนิดไฟล์ไม่ถูกต้อง"), 415
    file = store_file(world, part.file_name, part.media, part.content)
    return {
        "fileId": file.number,
        "name": file.name,
        "contentType": file.media,
        "fileSize": len(file.content),
        "fileUrl": f"{world.facts['download_path']}/{file.number}",
    }


def file_address(world: PartnerWorld, message: Request) -> Any:
    """The address of a file of the request that is named; every refusal is HTTP 200."""
    if not _is_ours(world, message):
        return _trouble(UNKNOWN_KEY), 401
    if world.facts["file_service_fails"]:
        return _address(999, "ระบบจัดเก็บไฟล์ขัดข้อง")
    file = stored_file(world, message.query["fileid"], message.query["applicationRequestId"])
    if file is None or file.media != message.query["contentType"]:
        return _address(300, "ไม่พบไฟล์")
    return _address(0, "", f"{world.facts['download_path']}/{open_address(world, file)}")


def download_file(world: PartnerWorld, message: Request) -> Any:
    """A file, once; the address is all that is asked for."""
    try:
        file = file_at(world, message.params["ticket"])
    except KeyError:
        return _trouble("ไม่พบที่อยู่นี้"), 404
    return file_answer(file) if file else (_trouble("ที่อยู่นี้ใช้แล้วหรือหมดอายุ"), 410)


def delete_file(world: PartnerWorld, message: Request) -> Any:
    """Forget a file; whatever goes wrong is HTTP 500."""
    if not _is_ours(world, message):
        return _trouble(UNKNOWN_KEY), 401
    if not drop_file(world, message.query["fileId"]):
        return _trouble("ไม่พบไฟล์"), 500
    return {"result": "Success", "message": "Deleted"}


def _is_ours(world: PartnerWorld, message: Request) -> bool:
    return message.headers.get("consumer-key") == world.credential("consumer_key")


def _address(status: int, error: str, address: str | None = None) -> dict[str, Any]:
    return {"status": status, "message": "" if error else "สำเร็จ", "errorMessage": error, "data": address}


def _trouble(text: str) -> dict[str, Any]:
    return {"Message": text}
