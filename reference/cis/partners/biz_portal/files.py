"""The portal's file service: papers are fetched from an address that works once, documents are handed in as a form."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from typing import Any
from urllib.parse import urljoin

import requests

from reference.cis.adapter import Link
from reference.cis.messages import Paper, PaperOffer, PaperRefused, SourceUnavailable
from reference.common.json_reader import read_json

_UPLOAD = "/bizportal/api/File/Upload"
_ADDRESS = "/ws/dga/bizportal/downloadfilepath"
_DELETE = "/ws/dga/bizportal/deletefilepath"
_OK, _NOT_FOUND = 0, 300
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_CHUNK = 65_536


class DocumentRefused(Exception):
    """The portal will not have this document."""


class PortalFiles:
    """Both ways of the file service."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self.base = link.url.rstrip("/")
        self._headers = {"Consumer-Key": link["consumer_key"]}

    def fetch(self, origin_number: str, offer: PaperOffer, largest: int) -> Paper:
        """A paper of a request. An address that was used or is over is none: the next try asks for a new one."""
        return self.download(self.address_of(origin_number, offer), largest)

    def address_of(self, origin_number: str, offer: PaperOffer) -> str:
        """The URL at which a paper of a request can be fetched once."""
        query = {"fileid": offer.reference, "contentType": offer.media, "applicationRequestId": origin_number}
        body = _body_of(self._call("GET", self.base + _ADDRESS, params=query, headers=self._headers))
        if body.get("status") == _NOT_FOUND:
            raise PaperRefused("ไม่พบเอกสารของคำร้องนี้ที่พอร์ทัล")
        address = body.get("data")
        if body.get("status") != _OK or not isinstance(address, str):
            raise SourceUnavailable(f"no address: status {body.get('status')}")
        return self._whole(address)

    def hand_in(self, name: str, text: str) -> str:
        """The number under which the portal keeps a document; DocumentRefused if it will not have it."""
        content = text.encode()
        boundary = hashlib.sha256(content).hexdigest()[:32]
        head = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: text/plain'
        form = f"--{boundary}\r\n{head}\r\n\r\n".encode() + content + f"\r\n--{boundary}--\r\n".encode()
        headers = self._headers | {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        response = self._call("POST", self.base + _UPLOAD, data=form, headers=headers)
        if 400 <= response.status_code < 500:
            raise DocumentRefused(f"{response.status_code}")
        number = _body_of(response).get("fileId")
        if not isinstance(number, str) or not _GUID.fullmatch(number):
            raise SourceUnavailable("the portal names no file")
        return number

    def take_back(self, number: str) -> bool:
        """Let the portal delete a document that no status names; whether it did."""
        try:
            response = self._call("DELETE", self.base + _DELETE, params={"fileId": number}, headers=self._headers)
        except SourceUnavailable:
            return False
        return response.status_code == 200

    def _whole(self, address: str) -> str:
        """The address as a URL; it must be one of the portal's own, for our side fetches nothing from elsewhere."""
        base = f"{self.base}/"
        whole = address if "://" in address else urljoin(base, address.lstrip("/"))
        if not whole.startswith(base):
            raise SourceUnavailable("the address is at another site")
        return whole

    def download(self, address: str, largest: int) -> Paper:
        """Fetch the paper at an address; its digest must be the announced one."""
        response = self._call("GET", address, stream=True)
        if response.status_code != 200:
            raise SourceUnavailable(f"{response.status_code} at the address of the paper")
        if int(response.headers.get("Content-Length") or 0) > largest:
            raise PaperRefused("เอกสารมีขนาดเกินกำหนด")
        content = _read(response, largest)
        digest = b64encode(hashlib.sha256(content).digest()).decode()
        if response.headers.get("Repr-Digest") != f"sha-256=:{digest}:":
            raise SourceUnavailable("the paper is not the one that its digest is of")
        return Paper(response.headers.get("Content-Type", "").partition(";")[0].strip().lower(), content)

    def _call(self, method: str, address: str, **words: Any) -> requests.Response:
        try:
            return self._link.session.request(
                method, address, timeout=self._link.timeout, allow_redirects=False, **words
            )
        except requests.RequestException as failure:
            raise SourceUnavailable(type(failure).__name__) from failure


def _read(response: requests.Response, largest: int) -> bytes:
    """The bytes of a paper, no more than one beyond the limit."""
    content = b""
    try:
        for chunk in response.iter_content(_CHUNK):
            content += chunk
            if len(content) > largest:
                raise PaperRefused("เอกสารมีขนาดเกินกำหนด")
    except requests.RequestException as failure:
        raise SourceUnavailable(f"cut off: {type(failure).__name__}") from failure
    return content


def _body_of(response: requests.Response) -> dict[str, Any]:
    """The JSON object of a success; SourceUnavailable for everything else."""
    if response.status_code != 200:
        raise SourceUnavailable(f"{response.status_code}", response.headers.get("Retry-After"))
    try:
        body = read_json(response.content)
    except ValueError as failure:
        raise SourceUnavailable("no JSON") from failure
    if not isinstance(body, dict):
        raise SourceUnavailable("no JSON object")
    return body
