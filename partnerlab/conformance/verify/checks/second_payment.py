"""A message of a second payment after that of the first: whatever belongs to one payment alone must differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from partnerlab.conformance.verify.checks.refusal import content_findings
from partnerlab.conformance.verify.prepared_request import get_field, set_field
from partnerlab.conformance.verify.session import VerifySession
from partnerlab.contract.findings import failures
from partnerlab.contract.http.message import Request
from partnerlab.contract.http.operation import Operation
from partnerlab.contract.identity.payment_identity import DIFFERS


def key_places(operation: Operation) -> list[str]:
    """The places of a request that name one payment, if an answer has something that no other payment has."""
    fields = [field for kinds in operation.numbered.values() for field in kinds if field.mark == DIFFERS]
    places = {place for field in fields for place in field.places if place.startswith("body/")}
    return [] if operation.read_only else sorted(places)


def second_request(operation: Operation, first: Request, neighbour: Mapping[str, str]) -> Request | None:
    """The same request of another payment of a neighbour, whose values stand for those of the first.

    One digit of what names the payment is another; None where that cannot be.
    """
    first = deepcopy(first)
    for place, value in _texts(first.body):
        if value in neighbour:
            set_field(operation, first, place, neighbour[value])
    for place in key_places(operation):
        value = get_field(first, place)
        digits = [index for index, letter in enumerate(value) if letter in "0123456789"] if type(value) is str else []
        for index in reversed(digits):
            second = deepcopy(first)
            set_field(operation, second, place, f"{value[:index]}{(int(value[index]) + 1) % 10}{value[index + 1 :]}")
            if not content_findings(operation, second):
                return second
    return None


def _texts(value: Any, place: str = "body") -> Iterator[tuple[str, str]]:
    """Every text in a body, with its place."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in list(parts):
        if isinstance(part, str):
            yield f"{place}/{name}", part
        yield from _texts(part, f"{place}/{name}")


def send_payment(asking: VerifySession, operation: Operation, request: Request) -> None:
    """Send one of the two and report what its answer breaks."""
    exchange = asking.ask(asking.partner, operation, request)
    if foreign := asking.foreign_answer(operation, exchange):
        raise foreign
    if failures(exchange.findings):
        raise asking.broken_contract(exchange, "the answer to one of two payments", "คำตอบของรายการชำระหนึ่งในสองรายการ")
