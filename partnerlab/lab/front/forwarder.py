"""Forwards a request to the system's own address and its answer back, without headers of the connection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any
from urllib.parse import quote, urlsplit

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, TimeoutError

from partnerlab.contract.http import message as wire
from partnerlab.contract.http.message import Answer, Request
from partnerlab.lab.channels.channel import Header, Unreachable

_OF_ONE_CONNECTION = frozenset((
    "connection", "expect", "host", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection",
    "te", "trailer", "transfer-encoding", "upgrade",
))  # fmt: skip
"""Headers that are not passed on (RFC 9110, 7.6.1), besides those that `Connection` names."""

_OF_THE_SERVER = frozenset(("date", "server"))
"""Headers of an answer that the lab's own server writes."""

_PATH, _QUERY = "/:@!$&'()*+,;=~-._", "/:@!$&'()*+,;=~-._?%[]"
"""What stands in a path, in a query, as it is."""

_PART, _CONNECTING = 65_536, 10.0


def target_of(environ: Mapping[str, Any]) -> str:
    """Path and query as they were written; what is no ASCII in them is escaped byte by byte."""
    path = quote(environ.get("PATH_INFO", "/").encode("latin-1"), safe=_PATH)
    query = quote(environ.get("QUERY_STRING", "").encode("latin-1"), safe=_QUERY)
    return f"{path}?{query}" if query else path


def passed_on(headers: Mapping[str, str], dropped: frozenset[str] = frozenset()) -> dict[str, str]:
    """The headers of a message without those of its connection."""
    named = {name.strip().lower() for name in headers.get("connection", "").split(",")}
    left = _OF_ONE_CONNECTION | named | dropped
    return {name: value for name, value in headers.items() if name.lower() not in left}


class Forwarder:
    """Calls systems; of no answer more than `patience` seconds of silence are waited for."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._pool = urllib3.PoolManager(maxsize=64, retries=False)

    def call(self, base: str, message: Request, target: str) -> PassedAnswer:
        """The answer, of which the head has come; `Unreachable` in plain words if none comes."""
        there = urlsplit(base)
        timeout = urllib3.Timeout(connect=min(_CONNECTING, self._patience), read=self._patience)
        try:
            pool = self._pool.connection_from_url(base)
            response = pool.urlopen(
                message.method, there.path.rstrip("/") + target, message.raw or None, _request_headers(message),
                redirect=False, retries=False, timeout=timeout, preload_content=False, decode_content=False,
            )  # fmt: skip
        except (NewConnectionError, ConnectTimeoutError):
            raise Unreachable(f"nothing answers at {base}: is the system running, and is this its address?") from None
        except TimeoutError:
            raise Unreachable(f"{base} did not answer within {self._patience:g} s") from None
        except HTTPError as bad:
            raise Unreachable(f"{base} gave no answer: {bad}") from None
        return PassedAnswer(response)

    def close(self) -> None:
        self._pool.clear()


def _request_headers(message: Request) -> dict[str, str]:
    """As they came, but for the packing of the answer: the lab reads it."""
    headers = passed_on(message.headers, frozenset({"accept-encoding", "content-length"}))
    host = message.headers.get("host")
    forwarded = {"x-forwarded-host": host} if host and "x-forwarded-host" not in headers else {}
    length = {"content-length": "0"} if message.method in ("POST", "PUT", "PATCH") and not message.raw else {}
    return headers | forwarded | length | {"accept-encoding": "identity"}


class PassedAnswer:
    """An answer on its way back: its head, and its bytes as they come."""

    def __init__(self, response: urllib3.BaseHTTPResponse) -> None:
        self._response = response
        self.status = response.status
        self.line = f"{response.status} {response.reason or 'Unknown'}"

    @property
    def headers(self) -> list[Header]:
        """Its headers without those of the connection; one that stands twice stands twice here."""
        kept = passed_on(self._response.headers, _OF_THE_SERVER)
        return [(name, value) for name, value in self._response.headers.iteritems() if name in kept]

    def parts(self) -> Iterator[bytes]:
        """Its body, packed as it was sent; `Unreachable` if it breaks off."""
        try:
            yield from self._response.stream(_PART, decode_content=False)
        except HTTPError as bad:
            raise Unreachable(f"the answer broke off: {bad}") from None
        finally:
            self._response.release_conn()

    def judged_from(self, raw: bytes, limit: int) -> Answer:
        """The answer as it is judged: unpacked; of one larger than the limit only the beginning, which says so."""
        headers = wire.lower(dict(self._response.headers))
        reason = f"an answer of more than {limit} bytes, of which only the beginning is kept"
        if len(raw) <= limit:
            try:
                unpacked = _unpacked(raw, headers, limit)
            except HTTPError as bad:
                unpacked, reason = b"", f"an answer that cannot be unpacked: {bad}"
            if unpacked or not raw:
                return wire.answer(self.status, headers, unpacked)
        answer = Answer(self.status, headers, raw[:_PART])
        answer.undecodable = reason
        return answer


def _unpacked(raw: bytes, headers: Mapping[str, str], limit: int) -> bytes:
    """The body itself; nothing where it is larger than the limit."""
    if headers.get("content-encoding", "identity") == "identity":
        return raw
    packed, unpacked = urllib3.HTTPResponse(BytesIO(raw), headers, preload_content=False), bytearray()
    for part in packed.stream(_PART, decode_content=True):
        unpacked += part
        if len(unpacked) > limit:
            return b""
    return bytes(unpacked)
