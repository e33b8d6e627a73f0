"""Errors of the connection to an implementation, each with its blame and advice."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from http.client import BadStatusLine, IncompleteRead, RemoteDisconnected
from typing import Any
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import ReadTimeoutError

from partnerlab.scenario.verdicts import Fail, NotReceived

CERTIFICATE_WANTED = "certificate required"
"""How TLS says that a server wants to know who calls (RFC 8446, alert 116); of it Python passes on the words alone."""


_KINDS: dict[str, tuple[str, str, str]] = {
    "name": (
        "configuration",
        "no machine is known by the name {host}: is the address right, and does this network's DNS know it?",
        "ไม่พบเครื่องชื่อ {host}: ตรวจที่อยู่ และตรวจว่า DNS ของเครือข่ายนี้รู้จักชื่อนี้หรือไม่",
    ),
    "refused": (
        "network",
        "nobody listens at {where}: is the system running, is the port right, does a firewall stand between?",
        "ไม่มีระบบรอรับที่ {where}: ตรวจว่าระบบทำงานอยู่ พอร์ตถูกต้อง และไฟร์วอลล์ไม่ได้กั้นไว้",
    ),
    "tls": (
        "configuration",
        "no secure line to {where}: {why}. A certificate of your own goes under connection.ca of the bindings",
        "เชื่อมต่ออย่างปลอดภัยกับ {where} ไม่ได้: {why} ใบรับรองของหน่วยงานเองให้ระบุที่ connection.ca ในไฟล์ bindings",
    ),
    "tls_caller": (
        "configuration",
        "{where} wants a certificate of the caller: name its file under connection.certificate of the bindings, and the"
        " file of its key under connection.key",
        "{where} ต้องการใบรับรองของผู้เรียก: ระบุไฟล์ที่ connection.certificate และกุญแจที่ connection.key ในไฟล์ bindings",
    ),
    "proxy": (
        "configuration",
        "the proxy {proxy} lets nothing through to {where}: {why}; it is named under connection.proxy of the bindings",
        "พร็อกซี {proxy} ไม่ให้ผ่านไปยัง {where}: {why} พร็อกซีนี้ระบุไว้ที่ connection.proxy ในไฟล์ bindings",
    ),
    "silent": (
        "network",
        "{where} did not answer within {timeout:g} s, or not with a whole answer",
        "{where} ไม่ตอบภายใน {timeout:g} วินาที หรือตอบไม่ครบ",
    ),
    "no_http": (
        "configuration",
        "what answers at {where} does not speak HTTP: are the port, and http or https, right?",
        "ระบบที่ตอบที่ {where} ไม่ใช่ HTTP: ตรวจพอร์ต และตรวจว่าเป็น http หรือ https",
    ),
    "truncated": (
        "partner",
        "the answer of {where} ended before it was whole: its Content-Length is larger than its body, "
        "or the line broke",
        "คำตอบของ {where} จบก่อนครบ: Content-Length มากกว่าเนื้อหา หรือสายขาด",
    ),
    "garbled": (
        "partner",
        "what {where} sent is no HTTP answer, although it answered before: "
        "does an answer without a body (204) have one?",
        "สิ่งที่ {where} ส่งมาไม่ใช่คำตอบ HTTP ทั้งที่เคยตอบได้: ตรวจว่าคำตอบที่ไม่มีเนื้อหา (204) ส่งเนื้อหามาด้วยหรือไม่",
    ),
    "broken": (
        "network",
        "the line to {where} broke before the answer was whole: {why}",
        "สายไปยัง {where} ขาดก่อนได้คำตอบครบ: {why}",
    ),
}


class ConnectionFailed(NotReceived):
    """No answer came, and why."""

    def __init__(self, kind: str, **places: Any) -> None:
        blame, en, th = _KINDS[kind]
        super().__init__(en.format(**places), th.format(**places), blame=blame)
        self.kind = kind


class UndecodableAnswer(Fail):
    """A whole answer came whose encoding is not the one that its header names."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"the answer of {where} does not match its Content-Encoding: "
            "encode the body as declared, or omit the header",
            f"คำตอบของ {where} ไม่ได้บีบอัดตามที่ Content-Encoding แจ้งไว้ ให้ส่งตามที่แจ้ง หรือไม่ต้องส่งส่วนหัวนี้",
        )


def error_kind(bad: requests.RequestException, causes: list[BaseException]) -> str:
    if isinstance(bad, requests.exceptions.ProxyError):
        return "proxy"
    if isinstance(bad, requests.Timeout):
        return "silent"
    if any(CERTIFICATE_WANTED in str(cause).lower() for cause in causes if isinstance(cause, ssl.SSLError)):
        return "tls_caller"
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return "name"
    if isinstance(bad, requests.exceptions.SSLError) or any(isinstance(cause, ssl.SSLError) for cause in causes):
        return "tls"
    if any(isinstance(cause, BadStatusLine) and not isinstance(cause, RemoteDisconnected) for cause in causes):
        return "no_http"
    if any(isinstance(cause, TimeoutError | ReadTimeoutError) for cause in causes):  # in the middle of an answer
        return "silent"
    if any(isinstance(cause, IncompleteRead) for cause in causes):
        return "truncated"
    refused = any(isinstance(cause, ConnectionRefusedError) for cause in causes)
    return "refused" if refused else "broken"


def without_login(proxy: str) -> str:
    """Its address as it may be shown."""
    return urlsplit(proxy)._replace(netloc=urlsplit(proxy).netloc.rpartition("@")[2]).geturl()


def causes_of(bad: BaseException) -> Iterator[BaseException]:
    """An exception and everything it wraps, however the layers below wrapped it."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [bad]
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        inner = [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
        waiting += [each for each in inner if isinstance(each, BaseException)]


def plain_cause(causes: list[BaseException]) -> str:
    """The innermost cause in a word or two, without the addresses that the outer ones repeat."""
    told = next((cause.strerror for cause in causes if isinstance(cause, OSError) and cause.strerror), None)
    tunnel = next((str(cause) for cause in causes if type(cause) is OSError), None)  # what a proxy said to CONNECT
    return told or tunnel or type(causes[-1]).__name__
