"""Recognise answers of something else: a proxy, a login page, a rate limit; not of the operation."""

from __future__ import annotations

from partnerlab.contract.http.operation import Operation
from partnerlab.lab.journal import Exchange
from partnerlab.scenario.verdicts import Fail, Skip, Verdict

_TOO_MANY = 429
_PAGE = "text/html"
_BEFORE_IT = (403, 406, 451, 502, 503, 504)
"""Statuses with which a firewall or a proxy answers in the place of what stands behind it."""


def foreign_answer(operation: Operation, exchange: Exchange, accepted: str | None) -> Verdict | None:
    """What to say of a page, a redirect, a limit of calls, or a token that died; None of any other answer.

    `accepted` is an operation that took the same credentials before.
    """
    answer = exchange.answer
    if answer is None:
        return None
    documented = operation.answers.get(answer.status)
    if answer.status == _TOO_MANY:
        return _limited()
    if documented is None and 300 <= answer.status < 400:
        return _redirected(answer.status, answer.headers.get("location", ""))
    if answer.status in _BEFORE_IT and answer.media == _PAGE and _PAGE not in (documented or {}):
        return _page(answer.status)
    if answer.status == 401 and accepted and not operation.proved_by:
        return _died(accepted)
    return None


def _limited() -> Skip:
    return Skip(
        "could not be checked: the implementation limits calls (429), and it was this run that made too many; "
        "use a smaller --requests, or try again later",
        "ตรวจไม่ได้: ระบบจำกัดจำนวนคำขอ (429) และการตรวจครั้งนี้ส่งมากเกินไป ให้ลด --requests หรือลองใหม่ภายหลัง",
        blame="configuration",
    )


def _redirected(status: int, location: str) -> Fail:
    to = location.partition("?")[0].partition("#")[0] or "an address that it does not name"
    return Fail(
        f"redirected ({status}) to {to}: a redirect is not followed, give the address that answers itself",
        f"ถูกส่งต่อ ({status}) ไปที่ {to}: ไม่ตามการส่งต่อ ให้ระบุที่อยู่ที่ตอบเอง",
        blame="configuration",
    )


def _page(status: int) -> Fail:
    return Fail(
        f"a page for browsers ({status} {_PAGE}), not an answer of this contract: a firewall or a proxy stands before "
        "the implementation",
        f"ได้หน้าเว็บ ({status} {_PAGE}) ไม่ใช่คำตอบตามข้อกำหนด: มีไฟร์วอลล์หรือพร็อกซีอยู่หน้าระบบ",
        blame="network",
    )


def _died(accepted: str) -> Fail:
    return Fail(
        f"refused (401) with credentials that {accepted} took before: the token died early, "
        "or may not call this operation",
        f"ถูกปฏิเสธ (401) ทั้งที่ {accepted} เคยรับข้อมูลยืนยันตัวตนนี้: token หมดอายุก่อนกำหนด หรือไม่มีสิทธิ์เรียกรายการนี้",
        blame="partner",
    )
