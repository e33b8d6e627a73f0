"""Messages that break the contract in one place each, made from one that keeps it; always the same."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from itertools import islice
from typing import Any

from partnerlab.conformance.verify.checks.broken_dates import broken_dates
from partnerlab.conformance.verify.checks.refusal import MAY_BE_IGNORED, content_findings, not_refused
from partnerlab.conformance.verify.prepared_request import get_field, set_field
from partnerlab.conformance.verify.session import VerifySession
from partnerlab.contract.findings import Finding
from partnerlab.contract.http.message import Request
from partnerlab.contract.http.message_place import remove_value
from partnerlab.contract.http.operation import Operation
from partnerlab.lab.journal import Exchange
from partnerlab.scenario.verdicts import Fail

_LONG = "9" * 300
_WRONG: tuple[Any, ...] = (None, "", "?", _LONG, {"not": "a value"})
"""What stands in the place instead; None leaves it out. A text where there was none, and the other way round."""


def check_broken_requests(asking: VerifySession, operation: Operation, good: Request, count: int) -> None:
    """Send at most so many; the first that is not refused as documented is a `Fail`."""
    for broken, finding in islice(broken_requests(operation, good), count):
        exchange = asking.build_exchange(asking.partner, operation, broken)
        exchange.findings = []  # it is wrong on purpose
        asking.deliver(asking.partner, operation, exchange)
        assert exchange.answer is not None
        if foreign := asking.foreign_answer(operation, exchange):
            raise foreign
        blame = asking.blame["answer"]
        if bad := not_refused(operation, exchange.answer, finding, blame) or _undocumented(exchange, finding, blame):
            raise bad
        asking.drop_passed(exchange)


def broken_requests(operation: Operation, good: Request) -> Iterator[tuple[Request, Finding]]:
    """Broken copies of a request, each with its mistake: every field left out, every date wrong, then other ways."""
    places = list(_places(operation, good))
    for value in _WRONG:
        for place in places:
            broken = _changed(operation, good, place, value)
            findings = [each for each in content_findings(operation, broken) if each.rule not in MAY_BE_IGNORED]
            if findings:
                yield broken, findings[0]
        if value is _WRONG[0]:
            yield from broken_dates(operation, good)


def _places(operation: Operation, good: Request) -> Iterator[str]:
    """Every field and parameter that the message has, credentials apart."""
    carried = {parameter.where for parameter in operation.parameters if parameter.place in ("query", "path")}
    for place in [*sorted(carried), *_fields(good.body, "body")]:
        if place not in operation.credentials and get_field(good, place) is not None:
            yield place


def _fields(value: Any, place: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, below in value.items():
            yield f"{place}/{name}"
            yield from _fields(below, f"{place}/{name}")


def _changed(operation: Operation, good: Request, place: str, value: Any) -> Request:
    """The message with another value there; in a path something must stand, and a parameter is always text."""
    broken, outside = deepcopy(good), not place.startswith("body/")
    if place.startswith("path/") and not value:
        return broken
    if value is None:
        remove_value(broken, place)
    else:
        set_field(operation, broken, place, "x" if outside and isinstance(value, dict) else value)
    return broken


def _undocumented(exchange: Exchange, broken: Finding, blame: str) -> Fail | None:
    if not exchange.findings:
        return None
    rule = exchange.findings[0].rule
    return Fail(
        f"a request that breaks the contract at {broken.where} ({broken.rule}) was answered against it: {rule}",
        f"คำตอบต่อคำขอที่ไม่เป็นไปตามข้อกำหนดการเชื่อมต่อที่ {broken.where} ({broken.rule}) ไม่เป็นไปตามข้อกำหนดการเชื่อมต่อ: {rule}",
        blame=blame,
    )
