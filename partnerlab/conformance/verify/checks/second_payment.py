"""Check a second payment against the first: numbers that belong to one payment must differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from partnerlab.conformance.pacts.examples import Example
from partnerlab.conformance.pacts.provider_states import ProviderStates
from partnerlab.conformance.verify.checks.refusal import content_findings, is_accepted
from partnerlab.conformance.verify.prepared_request import credential_values, get_field, set_field
from partnerlab.conformance.verify.session import VerifySession
from partnerlab.contract.findings import failures
from partnerlab.contract.http.message import Request
from partnerlab.contract.http.operation import Operation
from partnerlab.contract.identity.payment_identity import DIFFERS
from partnerlab.scenario.verdicts import Fail, Skip


def key_places(operation: Operation) -> list[str]:
    """The places of a request that name one payment, if an answer has something that no other payment has."""
    fields = [field for kinds in operation.numbered.values() for field in kinds if field.mark == DIFFERS]
    places = {place for field in fields for place in field.places if place.startswith("body/")}
    return [] if operation.read_only else sorted(places)


def send_two_payments(asking: VerifySession, states: ProviderStates, example: Example, first: Request) -> None:
    """One after the other, with nothing forgotten between them: each has numbers of its own."""
    operation = example.operation
    _send(asking, operation, first)
    numbers = _second_numbers(operation, first)
    values = states.enter_neighbour(example.recorded.given, numbers)
    second = second_request(operation, first, values)
    asking.credentials = states.values
    for place, value in credential_values(example.recorded, asking.credentials):
        set_field(operation, second, place, value)
    _send(asking, operation, second)


def _second_numbers(operation: Operation, first: Request) -> dict[str, str]:
    """What names the first payment, and for the second the same with one digit changed."""
    for place in key_places(operation):
        value = get_field(first, place)
        digits = [index for index, letter in enumerate(value) if letter in "0123456789"] if type(value) is str else []
        for index in reversed(digits):
            number = f"{value[:index]}{(int(value[index]) + 1) % 10}{value[index + 1 :]}"
            if not content_findings(operation, second_request(operation, first, {value: number})):
                return {value: number}
    raise Skip(
        f"not sent: no number of {operation.id} can be changed by a digit",
        f"ไม่ได้ส่ง: เลขของรายการ {operation.id} เปลี่ยนทีละหลักไม่ได้",
    )


def second_request(operation: Operation, first: Request, values: Mapping[str, str]) -> Request:
    """The same request of another payment, whose values stand for those of the first."""
    second = deepcopy(first)
    for place, value in _texts(second):
        if value in values:
            set_field(operation, second, place, values[value])
    return second


def _texts(request: Request) -> Iterator[tuple[str, str]]:
    """Every text of a request, with its place."""
    yield from _texts_in(request.body, "body")
    for place, fields in (("header", request.headers), ("query", request.query), ("path", request.params)):
        yield from _texts_in(dict(fields), place)


def _texts_in(value: Any, place: str) -> Iterator[tuple[str, str]]:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in list(parts):
        if isinstance(part, str):
            yield f"{place}/{name}", part
        yield from _texts_in(part, f"{place}/{name}")


def _send(asking: VerifySession, operation: Operation, request: Request) -> None:
    """Send one of the two and report what its answer breaks; one that is not taken has nothing to compare."""
    exchange = asking.ask(asking.partner, operation, request)
    if foreign := asking.foreign_answer(operation, exchange):
        raise foreign
    if failures(exchange.findings):
        raise asking.broken_contract(exchange, "the answer to one of two payments", "คำตอบของรายการชำระหนึ่งในสองรายการ")
    if exchange.answer is None or not is_accepted(operation, exchange.answer):
        raise Fail(
            "one of two payments of different customers was not taken",
            "รายการชำระหนึ่งในสองรายการของลูกค้าคนละรายไม่ได้รับการบันทึก",
            blame=asking.blame["answer"],
        )
