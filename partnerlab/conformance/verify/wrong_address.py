"""Recognise a wrong address: another server answers there, which must not count as a wrong answer."""

from __future__ import annotations

from partnerlab.contract.findings import failures
from partnerlab.contract.http.operation import Operation
from partnerlab.lab.journal import Exchange
from partnerlab.scenario.verdicts import Fail

_STRANGE = {"undocumented status", "undocumented media type"}
_NO_SUCH_PLACE = (404, 405)
_REFUSED = (401, 403)


def knows_contract(operation: Operation, exchange: Exchange) -> bool:
    """Whether an answer can only come from somebody who knows the contract, however wrong it is."""
    answer = exchange.answer
    if answer is None or is_undocumented(exchange) or _from_a_stranger(operation, exchange):
        return False
    return answer.status < 300 or not failures(exchange.findings)


def wrong_address_failure(where: str, path: str, operation: Operation, exchange: Exchange) -> Fail | None:
    """The verdict on an answer of another server: 404, redirection, or a page for people; None otherwise."""
    answer = exchange.answer
    if answer is None or not _from_a_stranger(operation, exchange):
        return None
    asked, seen = f"{operation.method} {path}", f"{answer.status} {answer.media}".strip()
    to = _without_query(answer.headers.get("location", ""))
    return Fail(
        f"wrong address? {asked} at {where} answered {seen}{to and f', which leads to {to}'}; "
        f"check scheme, host, port and the base path before {path}",
        f"ที่อยู่นี้ไม่ใช่ของระบบที่จะตรวจ: {asked} ที่ {where} ได้คำตอบ {seen}{to and f' ซึ่งพาไปที่ {to}'} "
        f"ตรวจ http หรือ https ชื่อเครื่อง พอร์ต และเส้นทางที่อยู่หน้า {path}",
        blame="configuration",
    )


def is_undocumented(exchange: Exchange) -> bool:
    """Whether the contract has no such answer: a page of somebody before the implementation, for instance."""
    return any(finding.rule in _STRANGE for finding in exchange.findings)


def _from_a_stranger(operation: Operation, exchange: Exchange) -> bool:
    """True if the answer cannot come from this partner. A 404 on the token operation always means a wrong address."""
    answer = exchange.answer
    assert answer is not None
    if answer.status in _NO_SUCH_PLACE:
        return bool(failures(exchange.findings) or operation.gives)
    if not is_undocumented(exchange) or answer.status in _REFUSED:
        return False
    return 300 <= answer.status < 400 or (answer.status < 500 and answer.media == "text/html")


def _without_query(location: str) -> str:
    """The target of a redirection without its query, which may hold what a login page gets."""
    return location.partition("?")[0].partition("#")[0]
