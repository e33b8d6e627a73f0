"""Which messages of our side came again although their receiver had acknowledged them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from partnerlab.contract.findings import failures
from partnerlab.contract.http.message_place import value_at
from partnerlab.contract.http.operation import Operation
from partnerlab.contract.identity.marked_places import Path
from partnerlab.lab.journal import Exchange
from partnerlab.lab.our_side import SYSTEMS


class Repeat(NamedTuple):
    """A message that says nothing new, and the one that was acknowledged."""

    acknowledged: Exchange
    again: Exchange


def repeats(journal: Iterable[Exchange], after: int, forgotten: Mapping[str, int]) -> Iterator[Repeat]:
    """Among the exchanges behind number `after`: each message that repeats an acknowledged one.

    A message may come again once another about the same subject, such as a later status of a request, has changed what
    holds. `forgotten` are the numbers of the exchanges up to which a receiver has lost what it took.
    """
    acknowledged: dict[Any, Exchange] = {}
    changed: dict[Any, int] = {}
    for exchange in journal:
        operation = exchange.contract
        if operation is None or operation.read_only or operation.body_credentials:
            continue  # a log-in says the same each time
        if exchange.sender not in SYSTEMS or exchange.lost == "request":
            continue
        subject, message = _subject(operation, exchange), _message(operation, exchange)
        earlier = acknowledged.get(message)
        if earlier is not None and earlier.number <= forgotten.get(exchange.receiver, 0):
            earlier = None
        if earlier is not None and subject is not None and changed.get(subject, 0) > earlier.number:
            earlier = None
        if earlier is not None and exchange.number > after:
            yield Repeat(earlier, exchange)
        if is_acknowledged(operation, exchange):
            if subject is not None and message not in acknowledged:
                changed[subject] = exchange.number
            acknowledged[message] = exchange


def is_acknowledged(operation: Operation, exchange: Exchange) -> bool:
    answer = exchange.answer
    if answer is None or exchange.lost or exchange.faults or not 200 <= answer.status < 300:
        return False
    wrong = [finding for finding in failures(exchange.findings) if finding.side == "answer"]
    return not wrong and not operation.refuses_in(answer)


def _subject(operation: Operation, exchange: Exchange) -> tuple[Any, ...] | None:
    """The identifiers that the message names, by the marks of its contract."""
    values = tuple(value_at(exchange.request, place) for place in operation.identifies)
    return (exchange.receiver, operation.id, *values) if values else None


def _message(operation: Operation, exchange: Exchange) -> tuple[Any, ...]:
    """What it says; without the time of the message itself where something else tells messages apart."""
    message, body = exchange.request, exchange.request.body
    if operation.identifies and isinstance(body, dict):
        body = _without(body, [field.path for field in operation.timed.get(0, [])])
    said = repr(body) if body is not None else message.raw
    return exchange.receiver, operation.id, message.path, repr(message.query), said


def _without(body: dict[str, Any], paths: list[Path]) -> dict[str, Any]:
    """The body without these fields of its outermost level."""
    names = {path[0] for path in paths if len(path) == 1}
    return {name: value for name, value in body.items() if name not in names}
